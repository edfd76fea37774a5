"""Render the ranking table: its tools, its columns, its rows, its pages; the template is `ranking.html`.

Addresses stand in the elements themselves (`data-go`, `href`), each the whole state of the page it leads to; `board.js`
opens them without a reload.
"""

import json
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from core.language import _
from core.problems import Problem
from leaderboard.board.columns import ABOUT, BASELINES, Column, score_unit, select_columns, sorts_best_first
from leaderboard.board.filtering import Table
from leaderboard.board.query import MOST_MODELS, PARAMETERS, RANK, BoardQuery
from leaderboard.board.ranking_cells import Cells
from leaderboard.site.links import compare_link
from leaderboard.site.score_names import score_name
from model.protocol.skills import Dimension
from web.html import call_macro

TEMPLATE = "leaderboard/board/ranking.html"


def ranking_html(table: Table, notices: Sequence[Problem] = (), *, picked: bool = False, number: str = "") -> str:
    """Render a page of the ranking, or a sentence that helps where it is empty.

    Args:
        table: The page.
        notices: Problems of the address that asked for it.
        picked: Whether the T2I models that the query picks replace those that the browser has ticked, as when an
            address was opened.
        number: The number of the browser's request, which the answer repeats; empty without one.
    """
    query = table.query
    attributes = {
        "address": query.replace(t2i_models=()).address(),
        "board": query.board,
        "parameters": " ".join(PARAMETERS),
        "most": str(MOST_MODELS),
    }
    if picked:
        attributes["picked"] = json.dumps(query.t2i_models)
    if number:
        attributes["number"] = number
    columns = select_columns(table.board, query)
    cells = Cells(table, columns)
    links = {
        "without_filters": query.without_filters().address(),
        "compare": compare_link(query.board, ()),
        "most": MOST_MODELS,
    }
    heads = {"groups": _list_groups(columns), "columns": [_describe_head(column, query, cells) for column in columns]}
    caption = _write_caption(table, cells.shaded)
    rows = list(cells.rows())
    return call_macro(TEMPLATE, "ranking", table, attributes, notices, heads, rows, caption, _list_pages(table), links)


def waiting_html() -> str:
    """Render the outline of the table until it is loaded."""
    return call_macro(TEMPLATE, "waiting")


def _write_caption(table: Table, shaded: bool) -> str:
    if table.matching < table.total:
        count = _("{n} of {total} T2I models.", n=table.matching, total=table.total)
    elif table.total == 1:
        count = _("1 T2I model.")
    else:
        count = _("{n} T2I models.", n=table.total)
    best_come_first = table.query.sort == RANK
    parts = [count, _("The best first.") if best_come_first else "", _("Choose a column's name to sort by it.")]
    if shaded:
        parts.append(_("The bluer a skill's cell, the nearer to the board's best on it."))
    return " ".join(filter(None, parts))


def _list_groups(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """List the headings above the columns: `title` and `unit` (both may be empty) and `span`."""
    groups: list[dict[str, Any]] = []
    for name, members in groupby(columns, key=attrgetter("group")):
        if name == BASELINES:
            title, unit = _("Other metrics"), _("mean over images")
        elif name == ABOUT:
            title, unit = _("About the T2I model"), ""
        else:
            title, unit = (score_name(name), score_unit(Dimension(name))) if name else ("", "")
        groups.append({"title": title, "unit": unit, "span": len(list(members))})
    return groups


def _describe_head(column: Column, query: BoardQuery, cells: Cells) -> dict[str, Any]:
    """Describe a heading that sorts: `column`, `css`, `address` and, for the column sorted by, `order`."""
    current = column.key == query.sort_key
    downwards = not query.descending if current else sorts_best_first(column)
    css = {"rank": "rank", "t2i_model": "name"}.get(column.key, "number" if column.numeric else "fact")
    if column.key in cells.firsts:
        css += " first"
    elif column.key.endswith(".reference"):
        css += " reference"
    sort = f"-{column.key}" if downwards else column.key
    return {
        "column": column,
        "css": css,
        "address": query.replace(sort=sort, page=1, t2i_models=()).address(),
        "order": ("descending" if query.descending else "ascending") if current else "",
    }


def _list_pages(table: Table) -> list[dict[str, Any]]:
    """List the links to other pages: the first, the last and those around this one; a gap has no address."""
    if table.pages == 1:
        return []
    here = table.query.page
    near = sorted({1, table.pages, *range(max(1, here - 2), min(table.pages, here + 2) + 1)})
    pages = [_link_page(table.query, here - 1, _("Previous"))] if here > 1 else []
    for before, number in zip([0, *near], near, strict=False):
        if number > before + 1:
            pages.append({"text": "…", "address": "", "here": False})
        pages.append(_link_page(table.query, number, str(number)))
    if here < table.pages:
        pages.append(_link_page(table.query, here + 1, _("Next")))
    return pages


def _link_page(query: BoardQuery, number: int, text: str) -> dict[str, Any]:
    here = number == query.page
    address = "" if here else query.replace(page=number, t2i_models=()).address()
    return {"text": text, "address": address, "here": here}
