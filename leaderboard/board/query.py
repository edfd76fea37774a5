"""What a visitor looks at on the leaderboard page, and how the page's address says it.

| parameter | meaning | left out |
| --- | --- | --- |
| board | a board's name | the first one |
| sort | a column's key; `-` in front: the highest first | by rank |
| columns | keys of the columns shown, with commas between; `intervals` shows those under the figures | the usual ones |
| search | part of a T2I model's or an organisation's name | all |
| weights | `open` or `closed` | both |
| min_size, max_size | billions of parameters | any, also unknown |
| licence, organisation | one of several wanted; may be repeated | any |
| since, until | days of publication here, as 2026-01-31, both included | any |
| simulated | `no` hides simulated T2I models | shown |
| heat | `no` shows skills without shading | shaded |
| table_page | of the table, from 1 (`page` is Gradio's own) | 1 |
| model | a T2I model picked to compare; may be repeated | none |

A value that means nothing is dropped and told; parameters of others are left alone.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from core.language import _
from core.problems import Problem

RANK = "rank"
"""The column that a table is sorted by unless somebody wants another order."""

INTERVALS = "intervals"
"""Stands among the columns for the intervals under the figures."""

ALL, OPEN, CLOSED = "all", "open", "closed"

MOST_MODELS = 4
"""So many T2I models can be compared at once."""

_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at; its fields are the parameters of the address, see the module's text.

    `descending` belongs to `sort`. `columns` is None for the usual ones; sizes are billions of parameters.
    """

    board: str = ""
    sort: str = RANK
    descending: bool = False
    columns: tuple[str, ...] | None = None
    search: str = ""
    weights: str = ALL
    min_size: float | None = None
    max_size: float | None = None
    licence: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    simulated: bool = True
    heat: bool = True
    page: int = 1
    models: tuple[str, ...] = ()

    @property
    def filtered(self) -> bool:
        """Whether anything but the order and the page narrows what is shown."""
        return any(getattr(self, name) != getattr(_USUAL, name) for name in FILTERS)

    @property
    def address(self) -> str:
        """The query of the address that says all this, `?board=...`; what is usual is left out."""
        pairs = [
            (parameter, text)
            for parameter, part in _PARTS.items()
            if self._of(part) != _USUAL._of(part)
            for text in part.write(self._of(part))
        ]
        return f"?{urlencode(pairs)}"

    def unfiltered(self) -> "View":
        """The same without its filters, from the first page."""
        return replace(self, page=1, **{name: getattr(_USUAL, name) for name in FILTERS})

    def _of(self, part: "_Part") -> Any:
        return tuple(getattr(self, name) for name in part.names)


FILTERS = ("search", "weights", "min_size", "max_size", "licence", "organisation", "since", "until", "simulated")
"""Fields of a view that leave T2I models out."""


@dataclass(frozen=True, slots=True)
class _Part:
    """How one parameter is read from its texts (raises ValueError, with what is wrong) and written to them.

    Both know the view's fields `names`, as a tuple of their values.
    """

    names: tuple[str, ...]
    read: Callable[[list[str]], tuple[Any, ...]]
    write: Callable[[tuple[Any, ...]], list[str]]


def read_address(pairs: Iterable[tuple[str, str]]) -> tuple[View, list[Problem]]:
    """The view that an address asks for.

    Args:
        pairs: Names and values of the address's parameters; unknown names are ignored.

    Returns:
        The view, as far as it means anything, and a problem for each value that was dropped.
    """
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        if name in _PARTS:
            texts.setdefault(name, []).append(text)
    found: dict[str, Any] = {}
    problems = []
    for name, own in texts.items():
        part = _PARTS[name]
        try:
            found |= dict(zip(part.names, part.read(own), strict=True))
        except ValueError as error:
            problems.append(Problem("bad_address", name, str(error)))
    view = View(**found)
    if view.min_size is not None and view.max_size is not None and view.min_size > view.max_size:
        problems.append(Problem("bad_address", "max_size", _("Is below the smallest size; both were left out.")))
        view = replace(view, min_size=None, max_size=None)
    if view.since is not None and view.until is not None and view.since > view.until:
        problems.append(Problem("bad_address", "until", _("Is before the first day; both were left out.")))
        view = replace(view, since=None, until=None)
    return view, problems


def read_form(view: View, texts: dict[str, Any]) -> tuple[View, list[Problem]]:
    """A view changed by what stands in the page's form, from the first page; fields as the address has them.

    Args:
        view: What was looked at; keeps its order.
        texts: Parameter to what its control holds: a text, a number, a flag, a list of texts or None.
    """
    kept = [(name, text) for name in ("sort", "model") for text in _PARTS[name].write(view._of(_PARTS[name]))]
    pairs = [(name, text) for name, value in texts.items() for text in _texts(value)]
    read, problems = read_address([*kept, *pairs])
    columns = texts.get("columns")
    return replace(read, columns=None if columns is None else tuple(columns)), problems


def says(view: View, name: str, value: Any) -> bool:
    """Whether a view has already what the control of one of its parameters holds."""
    part = _PARTS[name]
    known = view._of(part)
    return [text.strip() for text in _texts(value)] == ([] if known[0] in (None, "") else part.write(known))


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return [",".join(value)] if not value else [str(each) for each in value]
    return [str(value)]


def _text(texts: list[str]) -> tuple[str]:
    return (texts[-1].strip()[:_LONGEST_SEARCH],)


def _sort(texts: list[str]) -> tuple[str, bool]:
    return texts[-1].removeprefix("-"), texts[-1].startswith("-")


def _list(texts: list[str]) -> tuple[tuple[str, ...]]:
    return (tuple(dict.fromkeys(key for text in texts for key in text.split(",") if key)),)


def _several(texts: list[str]) -> tuple[tuple[str, ...]]:
    return (tuple(dict.fromkeys(text for text in texts if text)),)


def _models(texts: list[str]) -> tuple[tuple[str, ...]]:
    (models,) = _several(texts)
    if len(models) > MOST_MODELS:
        raise ValueError(_("At most {n} T2I models can be picked at once.", n=MOST_MODELS))
    return (models,)


def _weights(texts: list[str]) -> tuple[str]:
    if texts[-1] not in (ALL, OPEN, CLOSED):
        raise ValueError(_("Is none of: {choices}.", choices=f"{ALL}, {OPEN}, {CLOSED}"))
    return (texts[-1],)


def _flag(texts: list[str]) -> tuple[bool]:
    if texts[-1] not in ("yes", "no"):
        raise ValueError(_("Is none of: {choices}.", choices="yes, no"))
    return (texts[-1] == "yes",)


def _size(texts: list[str]) -> tuple[float]:
    try:
        size = float(texts[-1])
    except ValueError:
        size = math.nan
    if not 0 <= size < math.inf:
        raise ValueError(_("Is not a number of billions of parameters, as 0.9 or 12."))
    return (size,)


def _day(texts: list[str]) -> tuple[date]:
    try:
        return (date.fromisoformat(texts[-1].strip()),)
    except ValueError:
        raise ValueError(_("Is not a day, as 2026-01-31.")) from None


def _page(texts: list[str]) -> tuple[int]:
    if not (texts[-1].isascii() and texts[-1].isdigit() and len(texts[-1]) <= 6 and int(texts[-1])):
        raise ValueError(_("Is not a page's number."))
    return (int(texts[-1]),)


def _plain(values: Sequence[Any]) -> list[str]:
    return [str(values[0])]


def _sorted_by(values: Sequence[Any]) -> list[str]:
    return [f"{'-' if values[1] else ''}{values[0]}"]


def _joined(values: Sequence[Any]) -> list[str]:
    return [",".join(values[0])]


def _repeated(values: Sequence[Any]) -> list[str]:
    return list(values[0])


def _said(values: Sequence[Any]) -> list[str]:
    return ["yes" if values[0] else "no"]


def _short(values: Sequence[Any]) -> list[str]:
    return [str(values[0]).removesuffix(".0")]


_PARTS: dict[str, _Part] = {
    "board": _Part(("board",), _text, _plain),
    "sort": _Part(("sort", "descending"), _sort, _sorted_by),
    "columns": _Part(("columns",), _list, _joined),
    "search": _Part(("search",), _text, _plain),
    "weights": _Part(("weights",), _weights, _plain),
    "min_size": _Part(("min_size",), _size, _short),
    "max_size": _Part(("max_size",), _size, _short),
    "licence": _Part(("licence",), _several, _repeated),
    "organisation": _Part(("organisation",), _several, _repeated),
    "since": _Part(("since",), _day, _plain),
    "until": _Part(("until",), _day, _plain),
    "simulated": _Part(("simulated",), _flag, _said),
    "heat": _Part(("heat",), _flag, _said),
    "table_page": _Part(("page",), _page, _plain),
    "model": _Part(("models",), _models, _repeated),
}

PARAMETERS: tuple[str, ...] = tuple(_PARTS)
"""The names in an address that are the page's own."""

_USUAL = View()

if {name for part in _PARTS.values() for name in part.names} != {field.name for field in fields(View)}:
    raise TypeError("every field of a view belongs to one parameter of the address")
