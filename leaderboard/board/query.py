"""The query of the leaderboard page: which board, which rows, in which order and columns.

| parameter | meaning | default |
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

`web.query` reads and writes it: a value that cannot be used is dropped with a problem.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, model_validator

from core.language import _
from core.problems import Problem
from web.query import Day, Flag, Keys, PageNumber, Query, Size, Text, Texts, one_of, parameter_texts, reject_fields

RANK = "rank"
"""The column that a table is sorted by, unless the address names another."""

INTERVALS = "intervals"
"""Stands among the columns for the intervals under the figures."""

ALL, OPEN, CLOSED = "all", "open", "closed"

MOST_MODELS = 4
"""The most T2I models that can be compared at once."""


def _check_number(t2i_models: tuple[str, ...]) -> tuple[str, ...]:
    if len(t2i_models) > MOST_MODELS:
        raise ValueError(_("At most {n} T2I models can be picked at once.", n=MOST_MODELS))
    return t2i_models


class BoardQuery(Query):
    """The state of the leaderboard page; the fields are described in the module's text."""

    filters: ClassVar = (
        "search",
        "weights",
        "min_size",
        "max_size",
        "licence",
        "organisation",
        "since",
        "until",
        "simulated",
    )

    board: Text = ""
    sort: Text = RANK
    columns: Keys = None
    search: Text = ""
    weights: Annotated[str, one_of(ALL, OPEN, CLOSED)] = ALL
    min_size: Size | None = None
    max_size: Size | None = None
    licence: Texts = ()
    organisation: Texts = ()
    since: Day | None = None
    until: Day | None = None
    simulated: Flag = True
    heat: Flag = True
    page: PageNumber = Field(1, alias="table_page")
    t2i_models: Annotated[Texts, AfterValidator(_check_number)] = Field((), alias="model")

    @model_validator(mode="after")
    def _check_ends(self) -> Self:
        if self.min_size is not None and self.max_size is not None and self.min_size > self.max_size:
            raise reject_fields(_("Is below the smallest size; both were left out."), "min_size", "max_size")
        if self.since is not None and self.until is not None and self.since > self.until:
            raise reject_fields(_("Is before the first day; both were left out."), "since", "until")
        return self

    @property
    def sort_key(self) -> str:
        """The key of the column that the table is sorted by."""
        return self.sort.removeprefix("-")

    @property
    def descending(self) -> bool:
        """Whether the highest value comes first."""
        return self.sort.startswith("-")


PARAMETERS: tuple[str, ...] = tuple(field.alias or name for name, field in BoardQuery.model_fields.items())
"""The names of the page's parameters."""


def read_form(query: BoardQuery, values: Mapping[str, Any]) -> tuple[BoardQuery, list[Problem]]:
    """Apply the values of the page's form to a query, whose order and picked T2I models stay; the first page is shown.

    Args:
        query: The present state of the page.
        values: Parameter to what its control holds: a text, a number, a flag, a list of texts or None.
    """
    kept = [(name, text) for name, text in query.pairs() if name in ("sort", "model")]
    changed, problems = BoardQuery.read(
        [*kept, *((name, text) for name, value in values.items() for text in parameter_texts(value))]
    )
    columns = values.get("columns")
    return changed.replace(columns=None if columns is None else tuple(columns)), problems


def is_shown(query: BoardQuery, name: str, value: Any) -> bool:
    """Return whether a query already has the value that the control of one of its parameters holds."""
    present = getattr(query, name)
    if name == "columns":
        return value is not None and tuple(value) == present
    return [text.strip() for text in parameter_texts(value) if text] == [
        text for text in parameter_texts(present) if text
    ]
