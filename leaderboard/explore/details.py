"""Everything known of one generation on a board: what was asked, what was answered, what annotators say."""

from dataclasses import dataclass

from core.language import _
from core.problems import BadInput
from leaderboard.board.boards import Board
from leaderboard.explore.exploration import board_protocol
from leaderboard.store.database import Database
from leaderboard.store.generations import answers_about, find_generation, labels_about
from leaderboard.store.tables import Annotation, Generation, StoredAnswer, T2IModel
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILLS, Dimension


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """One question about the image: its text as sent, the answer, and the annotators' labels.

    `options`: option, what it means in the protocol's words, its probability (0 to 1). `expected`: points, given
    that the part is there; None where the evaluator is certain that it is not.
    """

    skill: str
    text: str
    choice: int
    options: tuple[tuple[int, str, float], ...]
    expected: float | None
    labels: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class GenerationDetails:
    """One generation with its T2I model, its prompt's text, and what was asked and answered about it."""

    generation: Generation
    t2i_model: T2IModel
    prompt: str
    questions: tuple[AnsweredQuestion, ...]


def generation_details(database: Database, board: Board, generation_id: int) -> GenerationDetails:
    """Collect all that is known of one of a board's generations; its questions in the order of the skills.

    Raises:
        BadInput: The board has no such generation (any more).
    """
    protocol = board_protocol(database, board)
    evaluator = board.evaluator_digest or ""
    with database.read() as session:
        generation = find_generation(session, board.protocol_digest or "", evaluator, generation_id)
        if generation is None or protocol is None:
            missing = _("This board shows no such image; it may have been withdrawn.")
            raise BadInput.one("unknown_generation", str(generation_id), missing)
        answers = answers_about(session, generation.id, evaluator)
        labels = labels_about(session, generation.id)
        t2i_model = generation.submission.t2i_model
    prompt = protocol.prompt_by_id[Dimension(generation.dimension), generation.prompt_id]
    texts = {question.skill: question.text for question in protocol.questions_for(prompt)}
    return GenerationDetails(
        generation,
        t2i_model,
        prompt.text,
        tuple(
            _answered(
                protocol,
                texts[skill.key],
                answers[skill.key],
                tuple(label for label in labels if label.skill == skill.key),
            )
            for skill in SKILLS
            if skill.key in answers and skill.key in texts
        ),
    )


def _answered(protocol: Protocol, text: str, answer: StoredAnswer, labels: tuple[Annotation, ...]) -> AnsweredQuestion:
    wording = protocol.questions[answer.skill].options
    options = sorted((int(option), float(share)) for option, share in answer.probabilities.items())
    return AnsweredQuestion(
        skill=answer.skill,
        text=text,
        choice=answer.choice,
        options=tuple((option, wording[str(option)], share) for option, share in options),
        expected=answer.expected,
        labels=labels,
    )
