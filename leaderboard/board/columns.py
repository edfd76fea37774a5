"""The columns of a board's table: which there are, what they mean, and which of them a query shows."""

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
"""Always shown, and first."""

ABOUT, BASELINES = "about", "baselines"
"""Groups of columns beside the dimensions."""

FACTS = ("organisation", "open_weights", "parameters", "licence", "date")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the ranking, the group it stands under, its heading, and what it means in a sentence.

    `group` is a dimension, `ABOUT`, `BASELINES`, or "" for what stands under no heading. `choice` is its name in the
    list of columns, where it has to do without the group's heading.
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


def board_columns(board: Ranked) -> list[Column]:
    """Every column that a board has figures for, in their order; the pinned ones are always among them."""
    every = [
        Column(RANK, "", "#", _("Rank"), _("Rank: equal scores share one")),
        Column(NAME, "", _("T2I model"), _("T2I model"), _("The text-to-image model under test")),
        Column(OVERALL, "", _("Overall"), _("Overall"), _("Percent of the possible points, mean of both dimensions")),
        *(column for dimension in Dimension for column in _of_dimension(board.board, dimension)),
        *_of_baselines(board),
        *_of_facts(),
    ]
    return [column for column in every if column.key in PINNED or column.key in board.known]


def shown_columns(board: Ranked, query: BoardQuery) -> list[Column]:
    """Those that a query shows."""
    wanted = usual_columns(board) if query.columns is None else query.columns
    return [column for column in board_columns(board) if column.key in (*PINNED, *wanted)]


def usual_columns(board: Ranked) -> tuple[str, ...]:
    """Keys of the columns shown to somebody who chose none: every figure there is, no fact."""
    return tuple(column.key for column in board_columns(board) if column.group != ABOUT and column.key not in PINNED)


def column_choices(board: Ranked) -> list[tuple[str, str]]:
    """What can be chosen, as (name, key): every column that is not pinned, and the intervals."""
    chosen = [(column.choice, column.key) for column in board_columns(board) if column.key not in PINNED]
    known = any(f"{column}.low" in board.known for _name, column in chosen)
    return [*chosen, (_("Intervals under all figures"), INTERVALS)] if known else chosen


def unit(dimension: Dimension) -> str:
    """The unit of a dimension's score."""
    return {
        Dimension.FAITHFULNESS: _("points per answer, 0 to 4"),
        Dimension.ALIGNMENT: _("points per image"),
    }[dimension]


def people(board: Board) -> str:
    """Who gave a board's reference scores, as its sentences and axes call them."""
    return _("simulated annotators") if board.simulated_reference else _("people")


def skill_range(skill: Skill) -> str:
    """The range of a skill's scores, and what is not counted."""
    absent = " " + _("Not counted where there is none in the picture.") if skill.options[0] < 0 else ""
    return _("0 to {best}.", best=skill.best) + absent


def skill_meaning(skill: Skill) -> str:
    """One sentence on a skill, and its range."""
    return f"{_(skill.meaning)} {skill_range(skill)}"


def best_first(column: Column) -> bool:
    """Whether sorting by a column begins with its highest value."""
    return (column.numeric and column.key != RANK) or column.key == "date"


def _of_dimension(board: Board, dimension: Dimension) -> list[Column]:
    name, group = _(dimension.label), dimension.value
    given = _("Simulated people") if board.simulated_reference else _("People")
    said = _("{dimension} by {people}, {unit}", dimension=name, people=people(board), unit=unit(dimension))
    return [
        Column(group, group, _("Score"), name, f"{name}, {unit(dimension)}"),
        Column(f"{group}.reference", group, given, f"{name}: {given}", said),
        *(
            Column(skill.key, group, _(skill.label), f"{name}: {_(skill.label)}", skill_meaning(skill))
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
