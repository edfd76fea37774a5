"""The answers about one T2I model: how they spread beside the field's, the best and worst images, a table of all."""

from dataclasses import asdict, dataclass

import pandas as pd

from core.problems import BadInput
from leaderboard.site.pictures import thumbnail_address
from leaderboard.store.answers import Counts, answer_counts, extreme_answers, generations_with_answers
from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.tables import Generation, StoredAnswer
from leaderboard.t2i_model.record import T2IModelRecord
from model.protocol.protocol import Protocol
from model.protocol.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension

EXTREMES = 4
"""So many best, and so many worst, images are shown per skill."""

_PROBABILITIES = {ABSENT: "p_absent"} | {option: f"p_{option}" for option in range(5)}

_field_counts: ResultCache[str, Counts] = ResultCache(32)
"""How often the field's images got each option, by the version of its board."""


@dataclass(frozen=True, slots=True)
class OptionShare:
    """How often one option was chosen for one skill, by this T2I model's images and by the field's.

    `share` and `field_share` (0 to 1) are of the counted answers; of -1, which is never counted, of all answers.
    None where there are none.
    """

    skill: str
    option: int
    share: float | None
    field_share: float | None
    count: int
    field_count: int


@dataclass(frozen=True, slots=True)
class JudgedImage:
    """One image, one question about it, and the evaluator's answer; `meaning` is the chosen option's wording.

    `expected` is the expected score given that the part is there; `probabilities` maps every option to its own.
    """

    prompt_id: str
    prompt: str
    question: str
    image_digest: str
    choice: int
    meaning: str
    expected: float | None
    probabilities: dict[int, float]

    @property
    def thumbnail(self) -> str | None:
        """The address of its thumbnail; None where it is not stored any more."""
        return thumbnail_address(self.image_digest)


@dataclass(frozen=True, slots=True)
class Extremes:
    """The images that did best and worst on a skill; no image is in both. `counted`: how many have points for it."""

    skill: str
    best: tuple[JudgedImage, ...]
    worst: tuple[JudgedImage, ...]
    counted: int
    absent: int


def compute_option_shares(database: Database, record: T2IModelRecord) -> list[OptionShare]:
    """Compute the shares of every skill's options, in their order; empty where no answers are known."""
    made_by = record.provenance
    if made_by is None or not record.judged_here:
        return []

    def count(submissions: tuple[str, ...]) -> Counts:
        with database.read() as session:
            return answer_counts(session, submissions, made_by.evaluator.digest)

    counts = count((made_by.submission.id,))
    field = _field_counts.get(database, record.version, lambda: count(record.submissions))
    return [
        OptionShare(
            skill.key,
            option,
            _share(counts, skill.key, option),
            _share(field, skill.key, option),
            counts[skill.key, option],
            field[skill.key, option],
        )
        for skill in SKILLS
        for option in skill.options
        if any(field[skill.key, other] for other in skill.options)
    ]


def find_extremes(database: Database, record: T2IModelRecord, skill: str) -> Extremes | None:
    """Find the best and worst images on a skill (its key), by the chosen option, then by the expected score.

    None where no images were judged here.
    """
    made_by = record.provenance
    if made_by is None or not record.judged_here:
        return None
    options = SKILL_BY_KEY[skill].options
    with database.read() as session:
        counts = answer_counts(session, (made_by.submission.id,), made_by.evaluator.digest)
        counted = sum(counts[skill, option] for option in options if option != ABSENT)
        protocol = load_protocol(session, made_by.submission.protocol_digest)
        best = extreme_answers(session, *made_by.key, skill, min(EXTREMES, (counted + 1) // 2), best=True)
        worst = extreme_answers(session, *made_by.key, skill, min(EXTREMES, counted - len(best)), best=False)
    return Extremes(
        skill,
        tuple(_judged_image(protocol, *pair) for pair in best),
        tuple(_judged_image(protocol, *pair) for pair in worst),
        counted,
        counts[skill, ABSENT],
    )


def answers_table(database: Database, record: T2IModelRecord) -> pd.DataFrame:
    """Make a table for a file of every answer about a T2I model's images.

    Columns: dimension, prompt_id, prompt, image_sha256, skill, question, choice, meaning, expected, and the
    probabilities of the options, p_absent (of -1) and p_0 to p_4; missing where the question has no such option.

    Raises:
        BadInput: No images were judged here.
    """
    made_by = record.provenance
    if made_by is None or not record.judged_here:
        raise BadInput.one("no_answers", record.name, "No images were judged here, so there are no answers.")
    with database.read() as session:
        protocol = load_protocol(session, made_by.submission.protocol_digest)
        pairs = generations_with_answers(session, *made_by.key)
    rows = []
    for generation, answer in pairs:
        image = _judged_image(protocol, generation, answer)
        probabilities = {name: image.probabilities.get(option) for option, name in _PROBABILITIES.items()}
        place = {"dimension": generation.dimension, "image_sha256": image.image_digest, "skill": answer.skill}
        rows.append(asdict(image) | place | probabilities)
    columns = ("dimension", "prompt_id", "prompt", "image_sha256", "skill", "question", "choice", "meaning", "expected")
    return pd.DataFrame(rows, columns=[*columns, *_PROBABILITIES.values()])


def _share(counts: Counts, skill: str, option: int) -> float | None:
    options = [other for other in SKILL_BY_KEY[skill].options if option == ABSENT or other != ABSENT]
    total = sum(counts[skill, other] for other in options)
    return counts[skill, option] / total if total else None


def _judged_image(protocol: Protocol, generation: Generation, answer: StoredAnswer) -> JudgedImage:
    prompt = protocol.prompt_by_id[Dimension(generation.dimension), generation.prompt_id]
    questions = {question.skill: question.text for question in protocol.questions_for(prompt)}
    return JudgedImage(
        generation.prompt_id,
        prompt.text,
        questions.get(answer.skill, ""),
        generation.image_digest,
        answer.choice,
        protocol.questions[answer.skill].options.get(str(answer.choice), ""),
        answer.expected,
        dict(sorted((int(option), float(share)) for option, share in answer.probabilities.items())),
    )
