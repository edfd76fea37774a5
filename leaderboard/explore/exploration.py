"""All generations of a board, narrowed and ordered as a visitor likes, page by page.

One card is one generation. Without a skill it stands with all its answers: the
points they add up to, and the doubt of the least sure one. With a skill it
stands with that one answer. Lists of a whole board are read in the order of an
index and counted from one; a page behind the middle is read from the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, RowMapping, Select, func, select
from sqlalchemy.orm import Session

from core.language import _
from leaderboard.board.boards import Board
from leaderboard.explore.query import Order, Read, View, ranks_by_points, read_view
from leaderboard.scores.aggregation import OVERALL
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.tables import (
    Generation,
    GenerationScore,
    SkillScore,
    StoredAnswer,
    Submission,
    T2IModel,
    name_key,
)
from leaderboard.store.visibility import published_at, visible
from model.protocol.protocol import Protocol
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension

PAGE = 24
"""Cards on a page."""

_AT_ONCE = 500
"""So many submissions are named in one query."""


@dataclass(frozen=True, slots=True)
class Card:
    """One generation in a list.

    `points` of `possible`: of all its answers, or of the one to the view's skill (possible 0: -1 was answered).
    `doubt`: 1 less the probability of the chosen option, of that answer or of the least sure one. `choice` and
    its `meaning`, in the protocol's words, only with a skill. `rank`, by points among all images for the prompt, only
    with a prompt.
    """

    generation_id: int
    dimension: str
    prompt_id: str
    prompt: str
    t2i_model: str
    simulated: bool
    image_digest: str
    points: int
    possible: int
    doubt: float
    choice: int | None = None
    meaning: str | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Explored:
    """A page of cards; `total` cards on `pages` pages fit the view, whose `page` is one of them (or 1)."""

    view: View
    cards: tuple[Card, ...]
    total: int
    notes: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // PAGE))


def board_protocol(database: Database, board: Board) -> Protocol | None:
    """The protocol whose prompts a board's generations were made for; None where the board has no images."""
    digest = board.protocol_digest
    if digest is None or board.evaluator_digest is None:
        return None
    with database.read() as session:
        return load_protocol(session, digest)


def explored_t2i_models(database: Database, board: Board) -> tuple[str, ...]:
    """The names of the T2I models whose generations a board has, in alphabetical order."""
    with database.read() as session:
        names = session.scalars(
            select(T2IModel.name)
            .join(Submission, Submission.t2i_model_id == T2IModel.id)
            .where(Submission.id.in_(on_board(board)))
        )
        return tuple(sorted(names, key=str.casefold))


def read_address(database: Database, board: Board, words: Mapping[str, str]) -> Read:
    """The view that an address asks for; see `exploration_view.read_view`."""
    protocol = board_protocol(database, board)
    if protocol is None:
        return Read(View())
    return read_view(words, protocol, explored_t2i_models(database, board))


def explore(database: Database, board: Board, view: View) -> Explored:
    """One page of the generations that fit a view; a page behind the last is the last.

    Nothing where the board has no images or the view says that there is nothing.
    """
    protocol = board_protocol(database, board)
    if protocol is None or view.nothing:
        return Explored(replace(view, page=1), (), 0)
    with database.read() as session:
        total = _count(session, board, view)
        last = Explored(view, (), total).pages
        notes = (_("There is no page {page}; the last is shown.", page=view.page),) if view.page > last else ()
        view = replace(view, page=min(view.page, last))
        rows = _page(session, board, view, total)
        return Explored(view, _cards(session, protocol, view, rows), total, notes)


def on_board(board: Board) -> Select[str]:
    """The submissions a board shows: of each T2I model the last one that was evaluated here, as in its ranking."""
    newest = (published_at().desc(), Submission.id.desc())
    place = func.row_number().over(partition_by=Submission.t2i_model_id, order_by=newest).label("place")
    placed = (
        select(Submission.id, place)
        .join(SkillScore, SkillScore.submission_id == Submission.id)
        .where(
            visible(),
            Submission.protocol_digest == board.protocol_digest,
            Submission.reported.is_(False),
            SkillScore.evaluator_digest == board.evaluator_digest,
            SkillScore.key == OVERALL,
        )
        .subquery()
    )
    return select(placed.c.id).where(placed.c.place == 1)


def _off_board(board: Board) -> Select[str]:
    """The other submissions of the board's protocol: few, so they are what is looked out for."""
    return select(Submission.id).where(
        Submission.protocol_digest == board.protocol_digest, Submission.id.not_in(on_board(board))
    )


def _kind(view: View) -> type[StoredAnswer] | type[GenerationScore]:
    """What a card's figures come from."""
    return StoredAnswer if view.skill else GenerationScore


def _figures(board: Board, view: View, *, few: bool) -> list[ColumnElement[bool]]:
    """Which figures, whoever made the image and for which prompt; `few`: a few generations lead to them.

    Those generations are to be found first, never all figures of an evaluator. Without statistics of its tables
    SQLite may choose either; expressions in place of the columns keep it from the indexes of a whole board.
    """
    kind = _kind(view)
    evaluator = kind.evaluator_digest.concat("") if few else kind.evaluator_digest
    found: list[ColumnElement[bool]] = [evaluator == board.evaluator_digest]
    if view.skill:
        found.append((StoredAnswer.skill.concat("") if few else StoredAnswer.skill) == view.skill)
        if view.answer is None and ranks_by_points(view):
            found.append(StoredAnswer.choice > ABSENT)
    return found


def _generations(board: Board, view: View) -> list[ColumnElement[bool]]:
    """For which prompt, and that the board shows them."""
    found: list[ColumnElement[bool]] = [Generation.submission_id.not_in(_off_board(board))]
    if view.prompt:
        found += [Generation.dimension == view.prompt.dimension, Generation.prompt_id == view.prompt.prompt_id]
    return found


def _listed(board: Board, view: View) -> tuple[Select[*tuple[Any, ...]], dict[str, ColumnElement[Any]]]:
    """All that fits a view, in no order, and its columns by name."""
    kind = _kind(view)
    names = ("choice", "expected", "doubt") if view.skill else ("points", "possible", "share", "doubt")
    columns = {name: getattr(kind, name) for name in ("generation_id", *names)}
    columns["submission_id"] = Generation.submission_id
    query = select(*columns.values()).join(Generation, Generation.id == kind.generation_id)
    query = query.where(*_figures(board, view, few=_few(view)), *_generations(board, view))
    if view.prompt:
        # A rank is among all images for the prompt, also where only some of them are shown.
        score = columns["choice" if view.skill else "share"]
        inner = query.add_columns(func.rank().over(order_by=score.desc()).label("rank")).subquery()
        columns = dict(inner.c.items())
        query = select(inner)
    if view.answer is not None:
        query = query.where(columns["choice"] == view.answer)
    if view.t2i_model:
        own = select(Submission.id).join(T2IModel).where(T2IModel.name_key == name_key(view.t2i_model))
        query = query.where(columns["submission_id"].in_(own))
    return query, columns


def _few(view: View) -> bool:
    """Whether a view is of some generations only, not of a whole board."""
    return view.prompt is not None or view.t2i_model is not None


def _count(session: Session, board: Board, view: View) -> int:
    """How many fit a view. Those of a whole board are counted in an index, less those the board does not show."""
    if _few(view):
        return session.scalar(select(func.count()).select_from(_listed(board, view)[0].subquery())) or 0
    kind = _kind(view)
    chosen = [] if view.answer is None else [StoredAnswer.choice == view.answer]
    every = select(func.count()).select_from(kind).where(*_figures(board, view, few=False), *chosen)
    total = session.scalar(every) or 0
    hidden = session.scalars(_off_board(board)).all()
    of_some = select(func.count()).select_from(Generation).join(kind, kind.generation_id == Generation.id)
    of_some = of_some.where(*_figures(board, view, few=True), *chosen)
    for start in range(0, len(hidden), _AT_ONCE):
        own = Generation.submission_id.in_(hidden[start : start + _AT_ONCE])
        total -= session.scalar(of_some.where(own)) or 0
    return total


def page_query(board: Board, view: View, total: int) -> Select[*tuple[Any, ...]]:
    """One page of what fits a view: a page in the second half is read from the end, and so comes turned round."""
    query, columns = _listed(board, view)
    first = (view.page - 1) * PAGE
    behind = total - first - PAGE
    turned = _from_the_end(view, total)
    keys = [columns[name].desc() if down != turned else columns[name].asc() for name, down in _keys(view)]
    skipped = max(behind, 0) if turned else first
    return query.order_by(*keys).limit(min(PAGE, PAGE + behind)).offset(skipped)


def _from_the_end(view: View, total: int) -> bool:
    return total - view.page * PAGE < (view.page - 1) * PAGE


def _page(session: Session, board: Board, view: View, total: int) -> list[Row[*tuple[Any, ...]]]:
    """The rows of one page, in order."""
    if not total:
        return []
    rows = list(session.execute(page_query(board, view, total)))
    return rows[::-1] if _from_the_end(view, total) else rows


def _keys(view: View) -> list[tuple[str, bool]]:
    """What a view is ordered by, and whether downwards; the columns of an index, so that one of them is enough."""
    if ranks_by_points(view):
        down = view.order is Order.BEST
        names = ["choice", "expected"] if view.skill else ["share"]
    else:
        down = view.order in (Order.UNSURE, Order.WORST)
        names = ["doubt"]
    return [(name, down) for name in (*names, "generation_id")]


def _cards(session: Session, protocol: Protocol, view: View, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Card, ...]:
    """The rows as cards, with what is to be said of their images."""
    about = {
        row.id: row
        for row in session.execute(
            select(
                Generation.id,
                Generation.dimension,
                Generation.prompt_id,
                Generation.image_digest,
                T2IModel.name,
                T2IModel.simulated,
            )
            .join(Submission, Submission.id == Generation.submission_id)
            .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
            .where(Generation.id.in_([row.generation_id for row in rows]))
        )
    }
    return tuple(_card(protocol, view, row._mapping, about[row.generation_id]) for row in rows)


def _card(protocol: Protocol, view: View, figures: RowMapping, about: Row[*tuple[Any, ...]]) -> Card:
    choice = figures.get("choice")
    best = SKILL_BY_KEY[view.skill].best if view.skill else 0
    return Card(
        generation_id=about.id,
        dimension=about.dimension,
        prompt_id=about.prompt_id,
        prompt=protocol.prompt_by_id[Dimension(about.dimension), about.prompt_id].text,
        t2i_model=about.name,
        simulated=about.simulated,
        image_digest=about.image_digest,
        points=figures["points"] if choice is None else max(choice, 0),
        possible=figures["possible"] if choice is None else best * (choice != ABSENT),
        doubt=figures["doubt"],
        choice=choice,
        meaning=protocol.questions[view.skill].options[str(choice)] if view.skill else None,
        rank=figures.get("rank"),
    )
