"""All generations of a board, narrowed and ordered as a visitor likes, page by page.

One card is one generation. Without a skill it stands with all its answers: the points they add up to, and the doubt
of the least sure one. With a skill it stands with that one answer.
"""

from dataclasses import asdict, dataclass

from core.language import _
from leaderboard.board.boards import Board
from leaderboard.explore.query import ExploreQuery, ResolvedQuery, resolve_query
from leaderboard.site.pictures import thumbnail_address
from leaderboard.store.database import Database
from leaderboard.store.generations import (
    GenerationFilter,
    ListedGeneration,
    count_generations,
    list_generations,
    list_t2i_models_with_images,
)
from leaderboard.store.protocols import load_protocol
from model.protocol.protocol import Protocol
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension

PAGE = 24
"""Cards on a page."""


@dataclass(frozen=True, slots=True)
class Card(ListedGeneration):
    """One generation in a list with its prompt's text; and, with a skill, the choice in the protocol's words."""

    prompt: str
    meaning: str | None

    @property
    def thumbnail(self) -> str | None:
        """The address of the image's thumbnail; None where it is not stored any more."""
        return thumbnail_address(self.image_digest)


@dataclass(frozen=True, slots=True)
class Explored:
    """A page of cards; `total` cards on `pages` pages fit the query, whose `page` is one of them (or 1).

    `leaves_out_absent`: answers of -1, which the skill has, fit no more, for they have no points.
    """

    query: ExploreQuery
    cards: tuple[Card, ...] = ()
    total: int = 0
    notes: tuple[str, ...] = ()
    leaves_out_absent: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // PAGE))


def board_protocol(database: Database, board: Board) -> Protocol | None:
    """Return the protocol whose prompts a board's generations were made for; None where the board has no images."""
    if board.protocol_digest is None or board.evaluator_digest is None:
        return None
    with database.read() as session:
        return load_protocol(session, board.protocol_digest)


def explored_t2i_models(database: Database, board: Board) -> tuple[str, ...]:
    """Return the names of the T2I models whose generations a board has, in alphabetical order."""
    with database.read() as session:
        names = list_t2i_models_with_images(session, board.protocol_digest or "", board.evaluator_digest or "")
    return tuple(sorted(names, key=str.casefold))


def resolve(database: Database, board: Board, query: ExploreQuery) -> ResolvedQuery:
    """Resolve a query's prompt and T2I model on a board, to which its `board` is set, too; see `resolve_query`."""
    protocol = board_protocol(database, board)
    if protocol is None:
        return ResolvedQuery(ExploreQuery(board=board.name))
    names = explored_t2i_models(database, board)
    return resolve_query(query.replace(board=board.name, image=""), protocol, names)


def explore(database: Database, board: Board, resolved: ResolvedQuery) -> Explored:
    """Read one page of the generations that fit a query; a page behind the last is the last.

    Nothing where the board has no images or what was asked for is impossible.
    """
    protocol = board_protocol(database, board)
    query = resolved.query
    if protocol is None or resolved.impossible:
        return Explored(query.replace(page=1))
    criteria = generation_filter(board, query)
    with database.read() as session:
        total = count_generations(session, criteria)
        last = Explored(query, total=total).pages
        notes = (_("There is no page {page}; the last is shown.", page=query.page),) if query.page > last else ()
        query = query.replace(page=min(query.page, last))
        rows = list_generations(session, criteria, (query.page - 1) * PAGE, PAGE)
    cards = []
    for row in rows:
        prompt = protocol.prompt_by_id[Dimension(row.dimension), row.prompt_id].text
        meaning = protocol.questions[query.skill].options[str(row.choice)] if query.skill else None
        cards.append(Card(**asdict(row), prompt=prompt, meaning=meaning))
    left_out = criteria.leaves_out_absent and ABSENT in SKILL_BY_KEY[query.skill].options
    return Explored(query, tuple(cards), total, notes, left_out)


def generation_filter(board: Board, query: ExploreQuery) -> GenerationFilter:
    """Translate a resolved query for `leaderboard.store.generations`."""
    dimension, _slash, prompt_id = query.prompt.partition("/")
    return GenerationFilter(
        board.protocol_digest or "",
        board.evaluator_digest or "",
        (dimension, prompt_id) if query.prompt else None,
        query.skill or None,
        int(query.answer) if query.answer else None,
        query.t2i_model or None,
        query.order,
    )
