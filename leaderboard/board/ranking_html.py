"""The ranking table as HTML: its tools, its columns, its rows, its pages.

Plain text in, HTML out; everything that users or files provided is escaped.
Addresses stand in the elements themselves (`data-go`, `href`), each the whole
state of the query it leads to; `pages/board.js` follows them without a reload.
"""

import json
from collections.abc import Sequence
from html import escape
from itertools import groupby

from core.language import _
from core.problems import Problem
from leaderboard.board.columns import ABOUT, BASELINES, Column, score_unit, select_columns, sorts_best_first
from leaderboard.board.filtering import PAGE_ROWS, Table
from leaderboard.board.query import MOST_MODELS, PARAMETERS, RANK, BoardQuery
from leaderboard.board.ranking import list_ranking_rows
from leaderboard.board.ranking_cells import Cells
from leaderboard.site.links import compare_link
from leaderboard.site.score_names import score_name
from model.protocol.skills import Dimension


def ranking_html(table: Table, notices: Sequence[Problem] = (), *, picked: bool = False, number: str = "") -> str:
    """Render a page of the ranking, or a sentence that helps where it is empty.

    Args:
        table: The page.
        notices: What has to be told of the address that asked for it.
        picked: Whether the query's own picked T2I models hold, as when an address was followed, and not those that
            the browser knows of.
        number: What the browser calls the address that it asked for, so that it knows the answer; empty otherwise.
    """
    query = table.query
    said = {
        "data-address": query.replace(t2i_models=()).address(),
        "data-board": query.board,
        "data-parameters": " ".join(PARAMETERS),
        "data-most": str(MOST_MODELS),
    }
    if picked:
        said["data-picked"] = json.dumps(query.t2i_models)
    if number:
        said["data-number"] = number
    attributes = "".join(f' {name}="{escape(text)}"' for name, text in said.items())
    return f'<div class="board"{attributes}>{_notices(notices)}{_body(table)}</div>'


def waiting_html() -> str:
    """Render the outline of the table until it is loaded."""
    return f'<div class="waiting" aria-busy="true">{"<span></span>" * 12}</div>'


def _body(table: Table) -> str:
    if table.total == 0:
        return (
            f'<div class="empty"><h3>{_("Nobody is on this board yet")}</h3><p>'
            + _(
                "Be the first: submit the images of a text-to-image model on the submit page. "
                "It appears here as soon as it is evaluated."
            )
            + "</p></div>"
        )
    if table.matching == 0:
        everything = escape(table.query.without_filters().address())
        told = _(
            "All {total} are hidden by the search or the filters above; clear them to see the whole board.",
            total=table.total,
        )
        return (
            f'<div class="empty"><h3>{_("No T2I model matches")}</h3><p>{told}</p>'
            f'<p><a class="go" href="{everything}">{_("Clear search and filters")}</a></p></div>'
        )
    return f"{_tools(table)}{_table(table)}{_pages(table)}"


def _notices(notices: Sequence[Problem]) -> str:
    if not notices:
        return ""
    items = "".join(f"<li><code>{escape(problem.where)}</code> {escape(problem.message)}</li>" for problem in notices)
    return (
        f'<div class="notice" role="status"><p>{_("Not everything in this address could be shown:")}</p>'
        f"<ul>{items}</ul></div>"
    )


def _tools(table: Table) -> str:
    """Render the tools: compare the ticked T2I models, clear the filters, copy the address."""
    clear = (
        f'<a class="go" href="{escape(table.query.without_filters().address())}">{_("Clear search and filters")}</a>'
        if table.query.is_filtered
        else ""
    )
    hint = _("Tick 2 to {most} T2I models to compare them.", most=MOST_MODELS)
    return (
        f'<div class="tools"><span class="picked" data-compare="{escape(compare_link(table.query.board, ()))}" '
        f'data-hint="{escape(hint)}" role="status"><span class="hint">{escape(hint)}</span>'
        f'<a class="compare" hidden>{_("Compare")}</a>'
        f'<button type="button" class="unpick" hidden>{_("Untick all")}</button></span>'
        f'<span class="right">{clear}<button type="button" class="copy" data-copied="{escape(_("Link copied"))}">'
        f"{_('Copy link')}</button></span></div>"
    )


def _table(table: Table) -> str:
    columns = select_columns(table.board, table.query)
    cells = Cells(table, columns)
    body = "".join(
        f"<tr>{cells.row(row, baselines)}</tr>"
        for row, baselines in zip(list_ranking_rows(table.rows), cells.baselines(table.rows), strict=True)
    )
    heat = " heat" if table.query.heat else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(_("Ranking"))}">'
        f'<table class="ranking{heat}"><caption><span>{escape(_caption(table, cells.shaded))}</span></caption>'
        f"{_head(columns, table.query)}<tbody>{body}</tbody></table></div>"
    )


def _caption(table: Table, shaded: bool) -> str:
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


def _head(columns: Sequence[Column], query: BoardQuery) -> str:
    groups = "".join(_group(name, len(list(own))) for name, own in groupby(columns, key=_group_of))
    firsts = {next(own).key for name, own in groupby(columns, key=_group_of) if name}
    heads = "".join(_column(column, query, first=column.key in firsts) for column in columns)
    return f"<thead><tr>{groups}</tr><tr>{heads}</tr></thead>"


def _group_of(column: Column) -> str:
    return column.group


def _group(name: str, span: int) -> str:
    if not name:
        return f'<td colspan="{span}"></td>'
    if name == BASELINES:
        title, small = _("Other metrics"), _("mean over images")
    elif name == ABOUT:
        title, small = _("About the T2I model"), ""
    else:
        title, small = score_name(name), score_unit(Dimension(name))
    said = f"{title} <small>{small}</small>" if small else title
    return f'<th colspan="{span}" scope="colgroup" class="group">{said}</th>'


def _column(column: Column, query: BoardQuery, *, first: bool) -> str:
    """Render a heading that sorts, with its meaning shown on hover and on keyboard focus."""
    current = column.key == query.sort_key
    downwards = not query.descending if current else sorts_best_first(column)
    sort = f"-{column.key}" if downwards else column.key
    to = query.replace(sort=sort, page=1, t2i_models=()).address()
    order = f' aria-sort="{"descending" if query.descending else "ascending"}"' if current else ""
    kind = {"rank": "rank", "t2i_model": "name"}.get(column.key, "number" if column.numeric else "fact")
    if first:
        kind += " first"
    elif column.key.endswith(".reference"):
        kind += " reference"
    return (
        f'<th scope="col" class="{kind}"{order}><button type="button" class="sort" data-go="{escape(to)}" '
        f'data-tip="{escape(column.meaning)}">{escape(column.label)}</button></th>'
    )


def _pages(table: Table) -> str:
    """Links to the other pages: the first, the last and those around this one."""
    if table.pages == 1:
        return ""
    here = table.query.page
    near = sorted({1, table.pages, *range(max(1, here - 2), min(table.pages, here + 2) + 1)})
    links = [_page(table.query, here - 1, _("Previous"))] if here > 1 else []
    for before, number in zip([0, *near], near, strict=False):
        if number > before + 1:
            links.append("<span>…</span>")
        links.append(
            f'<span class="here" aria-current="page">{number}</span>'
            if number == here
            else _page(table.query, number, str(number))
        )
    if here < table.pages:
        links.append(_page(table.query, here + 1, _("Next")))
    first = (here - 1) * PAGE_ROWS + 1
    rows = _("{first} to {last} of {n}", first=first, last=first + len(table.rows) - 1, n=table.matching)
    return (
        f'<nav class="pages" aria-label="{escape(_("Pages"))}">{"".join(links)}<span class="rows">{rows}</span></nav>'
    )


def _page(query: BoardQuery, number: int, text: str) -> str:
    to = query.replace(page=number, t2i_models=()).address()
    return f'<a class="go" href="{escape(to)}">{escape(text)}</a>'
