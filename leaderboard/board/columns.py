"""The columns of a board's table, their meaning, and the choice that a query makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.language import _
from leaderboard.board.boards import Board
from leaderboard.board.query import INTERVALS, RANK, BoardQuery
from leaderboard.board.ranked import BASELINE, Ranked
from leaderboard.scores.aggregation import OVERALL
from model.protocol.skills import Dimension, Skill, skills_of

NAME = "t2i_model"
PINNED = (RANK, NAME)
"""Columns that are always shown, and first."""

ABOUT, BASELINES = "about", "baselines"
"""Groups of columns beside the two dimensions."""

FACTS = ("organisation", "open_weights", "parameters", "licence", "date")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the ranking, its group, its heading, and its meaning in a sentence.

    `group` is a dimension, `ABOUT`, `BASELINES`, or "" for none. `choice` is its name in the list of columns, where
    the group's heading is absent.
    """

    key: str
    group: str
    label: str
    choice: str
    meaning: str

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers: right-aligned, and the highest first when sorted."""
        return self.key not in (NAME, "organisation", "open_weights", "licence", "date")


def list_columns(board: Ranked) -> list[Column]:
    """List the columns that a board has values for, in their order; the pinned ones are always among them."""
    every = [
        Column(RANK, "", "#", _("Rank"), _("Rank: equal scores share one")),
        Column(NAME, "", _("T2I model"), _("T2I model"), _("The text-to-image model under test")),
        Column(OVERALL, "", _("Overall"), _("Overall"), _("Percent of the possible points, mean of both dimensions")),
        *(column for dimension in Dimension for column in _of_dimension(board.board, dimension)),
        *_of_baselines(board),
        *_of_facts(),
    ]
    return [column for column in every if column.key in PINNED or column.key in board.known]


def select_columns(board: Ranked, query: BoardQuery) -> list[Column]:
    """List the columns that a query shows."""
    keys = default_columns(board) if query.columns is None else query.columns
    return [column for column in list_columns(board) if column.key in (*PINNED, *keys)]


def default_columns(board: Ranked) -> tuple[str, ...]:
    """List the keys of the columns shown by default: every figure, no fact."""
    return tuple(column.key for column in list_columns(board) if column.group != ABOUT and column.key not in PINNED)


def list_column_choices(board: Ranked) -> list[tuple[str, str]]:
    """List the choices of columns as (label, key): every column that is not pinned, and the intervals."""
    chosen = [(column.choice, column.key) for column in list_columns(board) if column.key not in PINNED]
    known = any(f"{column}.low" in board.known for _name, column in chosen)
    return [*chosen, (_("Intervals under all figures"), INTERVALS)] if known else chosen


def score_unit(dimension: Dimension) -> str:
    """Name the unit of a dimension's score."""
    return {
        Dimension.FAITHFULNESS: _("points per answer, 0 to 4"),
        Dimension.ALIGNMENT: _("points per image"),
    }[dimension]


def name_annotators(board: Board) -> str:
    """Name the annotators behind a board's reference scores, for its sentences and axes."""
    return _("simulated annotators") if board.simulated_reference else _("people")


def describe_range(skill: Skill) -> str:
    """Describe the range of a skill's scores, and which answers are not counted."""
    absent = " " + _("Not counted where there is none in the picture.") if skill.options[0] < 0 else ""
    return _("0 to {best}.", best=skill.best) + absent


def describe_skill(skill: Skill) -> str:
    """Describe a skill in one sentence, with its range."""
    return f"{_(skill.meaning)} {describe_range(skill)}"


def sorts_best_first(column: Column) -> bool:
    """Return whether a column is sorted with its highest value first."""
    return (column.numeric and column.key != RANK) or column.key == "date"


def _of_dimension(board: Board, dimension: Dimension) -> list[Column]:
    name, group = _(dimension.label), dimension.value
    given = _("Simulated people") if board.simulated_reference else _("People")
    said = _(
        "{dimension} by {people}, {unit}", dimension=name, people=name_annotators(board), unit=score_unit(dimension)
    )
    return [
        Column(group, group, _("Score"), name, f"{name}, {score_unit(dimension)}"),
        Column(f"{group}.reference", group, given, f"{name}: {given}", said),
        *(
            Column(skill.key, group, _(skill.label), f"{name}: {_(skill.label)}", describe_skill(skill))
            for skill in skills_of(dimension)
        ),
    ]


def _of_baselines(board: Ranked) -> Sequence[Column]:
    return [
        Column(
            f"{BASELINE}{name}",
            BASELINES,
            title,
            title,
            _("{title}: mean over the T2I model's images; not part of any rank", title=title),
        )
        for name, title in board.baselines.titles.items()
    ]


def _of_facts() -> list[Column]:
    labels = {
        "organisation": (_("Organisation"), _("Who made the T2I model")),
        "open_weights": (_("Weights"), _("Whether its weights can be had")),
        "parameters": (_("Parameters"), _("How many weights it has")),
        "licence": (_("Licence"), _("Under which it may be used")),
        "date": (_("Published"), _("When it was published on this board, UTC")),
    }
    return [Column(key, ABOUT, label, label, meaning) for key, (label, meaning) in labels.items()]
