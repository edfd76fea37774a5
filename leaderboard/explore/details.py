"""Everything known of one generation on a board: what was asked, what was answered, what annotators say."""

from dataclasses import dataclass

from core.language import _
from core.problems import BadInput
from leaderboard.board.boards import Board
from leaderboard.explore.exploration import board_protocol
from leaderboard.site.links import prompt_key
from leaderboard.site.pictures import thumbnail_address
from leaderboard.store.database import Database
from leaderboard.store.generations import answers_about, find_generation, labels_about
from leaderboard.store.tables import Annotation, Generation, StoredAnswer
from model.protocol.skills import SKILLS, Dimension, Skill


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """One question about the image: its text as sent, the answer, and the annotators' labels.

    `options`: option, what it means in the protocol's words, its probability (0 to 1).
    """

    skill: Skill
    text: str
    answer: StoredAnswer
    options: tuple[tuple[int, str, float], ...]
    labels: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class GenerationDetails:
    """One generation, with its submission and T2I model, its prompt's text, and what was answered about it."""

    generation: Generation
    prompt: str
    questions: tuple[AnsweredQuestion, ...]

    @property
    def key(self) -> str:
        """The prompt's key in addresses."""
        return prompt_key(self.generation.dimension, self.generation.prompt_id)

    @property
    def thumbnail(self) -> str | None:
        """The address of the image's thumbnail; None where it is not stored any more."""
        return thumbnail_address(self.generation.image_digest)


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
    prompt = protocol.prompt_by_id[Dimension(generation.dimension), generation.prompt_id]
    texts = {question.skill: question.text for question in protocol.questions_for(prompt)}
    questions = []
    for skill in SKILLS:
        if skill.key in answers and skill.key in texts:
            answer, meanings = answers[skill.key], protocol.questions[skill.key].options
            shares = sorted((int(option), float(share)) for option, share in answer.probabilities.items())
            options = tuple((option, meanings[str(option)], share) for option, share in shares)
            about = tuple(label for label in labels if label.skill == skill.key)
            questions.append(AnsweredQuestion(skill, texts[skill.key], answer, options, about))
    return GenerationDetails(generation, prompt.text, tuple(questions))
