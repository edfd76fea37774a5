"""Everything known of one generation on a board: what was asked, what was answered, what annotators say."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.language import _
from core.problems import BadInput
from leaderboard.board.boards import Board
from leaderboard.explore.exploration import board_protocol, on_board
from leaderboard.store.database import Database
from leaderboard.store.tables import Annotation, Generation, StoredAnswer, Submission
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILLS, Dimension


@dataclass(frozen=True, slots=True)
class Label:
    """What one annotator chose; `source` says who the annotators are."""

    annotator: str
    option: int
    source: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about the image: its text as sent, the answer, and the labels.

    `options`: option, what it means in the protocol's words, its probability (0 to 1). `expected`: points, given
    that the part is there; None where the evaluator is certain that it is not.
    """

    skill: str
    text: str
    choice: int
    options: tuple[tuple[int, str, float], ...]
    expected: float | None
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """One generation; `width` and `height` are those of the original image, in pixels."""

    generation_id: int
    dimension: str
    prompt_id: str
    prompt: str
    t2i_model: str
    simulated: bool
    image_digest: str
    width: int
    height: int
    submission_id: str
    asked: tuple[Asked, ...]


def generation_details(database: Database, board: Board, generation_id: int) -> Details:
    """All that is known of one of a board's generations.

    Raises:
        BadInput: The board has no such generation (any more).
    """
    protocol = board_protocol(database, board)
    with database.read() as session:
        shown = select(Generation).where(Generation.id == generation_id, Generation.submission_id.in_(on_board(board)))
        generation = session.scalar(shown) if protocol and 0 < generation_id < 2**31 else None
        if generation is None or protocol is None:
            missing = _("This board shows no such image; it may have been withdrawn.")
            raise BadInput.one("unknown_generation", str(generation_id), missing)
        t2i_model = session.get_one(Submission, generation.submission_id).t2i_model
        return Details(
            generation_id=generation.id,
            dimension=generation.dimension,
            prompt_id=generation.prompt_id,
            prompt=protocol.prompt_by_id[Dimension(generation.dimension), generation.prompt_id].text,
            t2i_model=t2i_model.name,
            simulated=t2i_model.simulated,
            image_digest=generation.image_digest,
            width=generation.width,
            height=generation.height,
            submission_id=generation.submission_id,
            asked=_asked(session, protocol, board, generation),
        )


def _asked(session: Session, protocol: Protocol, board: Board, generation: Generation) -> tuple[Asked, ...]:
    """The questions that were answered, in the order of the skills."""
    prompt = protocol.prompt_by_id[Dimension(generation.dimension), generation.prompt_id]
    texts = {question.skill: question.text for question in protocol.questions_for(prompt)}
    answers = session.scalars(
        select(StoredAnswer).where(
            StoredAnswer.generation_id == generation.id, StoredAnswer.evaluator_digest == board.evaluator_digest
        )
    )
    given = {answer.skill: answer for answer in answers}
    labels: dict[str, list[Label]] = {}
    own = select(Annotation).where(Annotation.generation_id == generation.id)
    for label in session.scalars(own.order_by(Annotation.source, Annotation.annotator)):
        labels.setdefault(label.skill, []).append(Label(label.annotator, label.label, label.source))
    return tuple(
        _answered(protocol, texts[skill.key], given[skill.key], labels.get(skill.key, []))
        for skill in SKILLS
        if skill.key in given and skill.key in texts
    )


def _answered(protocol: Protocol, text: str, answer: StoredAnswer, labels: list[Label]) -> Asked:
    wording = protocol.questions[answer.skill].options
    options = sorted((int(option), float(share)) for option, share in answer.probabilities.items())
    return Asked(
        skill=answer.skill,
        text=text,
        choice=answer.choice,
        options=tuple((option, wording[str(option)], share) for option, share in options),
        expected=answer.expected,
        labels=tuple(labels),
    )
