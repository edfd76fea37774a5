"""The answers about one T2I model: how they spread beside the field's, the best and worst images, a table of all."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.results import of_evaluator
from leaderboard.store.tables import AnswerCount, Generation, StoredAnswer
from leaderboard.t2i_model.record import Provenance, T2IModelRecord
from model.protocol.protocol import Protocol
from model.protocol.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension

EXTREMES = 4
"""So many best, and so many worst, images are shown per skill."""

Counts = dict[tuple[str, int], int]
"""How often each option was chosen, by skill and option."""

_field: ResultCache[str, Counts] = ResultCache(32)
"""A field's counts by the version of its board."""

_OPTIONS = [(skill.key, option) for skill in SKILLS for option in skill.options]


@dataclass(frozen=True, slots=True)
class OptionShare:
    """How often one option was chosen for one skill, by this T2I model's images and by the field's.

    `own` and `field` are shares (0 to 1) of the counted answers; of -1, which is never counted, of all answers.
    None where there are none.
    """

    skill: str
    option: int
    own: float | None
    field: float | None
    own_count: int
    field_count: int


@dataclass(frozen=True, slots=True)
class Judged:
    """One image, one question about it, and the evaluator's answer; `meaning` is the chosen option's wording.

    `expected` is the expected score given that the part is there; `probabilities` maps every option to its own.
    """

    prompt_id: str
    prompt: str
    question: str
    image_digest: str
    width: int
    height: int
    choice: int
    meaning: str
    expected: float | None
    probabilities: dict[int, float]


@dataclass(frozen=True, slots=True)
class Extremes:
    """The images that did best and worst on a skill; no image is in both. `counted`: how many have points for it."""

    skill: str
    best: tuple[Judged, ...]
    worst: tuple[Judged, ...]
    counted: int
    absent: int


def option_shares(database: Database, record: T2IModelRecord) -> list[OptionShare]:
    """Every skill's options in their order; empty where no answers are known."""
    if record.provenance is None or not record.judged_here:
        return []
    own = _own_counts(database, record.provenance)
    field = _field.get(database, record.version, partial(_field_counts, database, record))
    return [
        OptionShare(
            key,
            option,
            _share(own, key, option),
            _share(field, key, option),
            own.get((key, option), 0),
            field.get((key, option), 0),
        )
        for key, option in _OPTIONS
        if any(field.get((key, other)) for other in SKILL_BY_KEY[key].options)
    ]


def extremes(database: Database, made_by: Provenance, skill: str, most: int = EXTREMES) -> Extremes:
    """The best and worst images of a submission on a skill, by the chosen option, then by the expected score.

    Args:
        database: Where the answers are.
        made_by: The submission and its evaluator.
        skill: A skill's key.
        most: How many of each.

    Raises:
        KeyError: There is no such skill.
    """
    options = SKILL_BY_KEY[skill].options
    judged = (
        Generation.submission_id == made_by.submission,
        of_evaluator(made_by.evaluator_digest, skill),
    )
    value = func.coalesce(StoredAnswer.expected, StoredAnswer.choice)
    with database.read() as session:
        numbers: dict[bool, int] = dict.fromkeys((True, False), 0)
        for choice, number in session.execute(
            select(StoredAnswer.choice, func.count()).join(Generation).where(*judged).group_by(StoredAnswer.choice)
        ):
            numbers[choice == ABSENT] += number
        protocol = load_protocol(session, made_by.protocol_digest)
        half = min(most, (numbers[False] + 1) // 2)
        best = _judged(session, protocol, judged, half, (StoredAnswer.choice.desc(), value.desc(), StoredAnswer.id))
        rest = min(most, numbers[False] - len(best))
        worst = _judged(session, protocol, judged, rest, (StoredAnswer.choice, value, StoredAnswer.id.desc()))
    return Extremes(skill, best, worst, numbers[False], numbers[True] if ABSENT in options else 0)


def answers_table(database: Database, made_by: Provenance) -> pd.DataFrame:
    """Every answer about a submission's images, as a table for a file.

    Columns: dimension, prompt_id, prompt, image_sha256, skill, question, choice, meaning, expected, and the
    probabilities of the options, p_absent (of -1) and p_0 to p_4; missing where the question has no such option.
    """
    with database.read() as session:
        protocol = load_protocol(session, made_by.protocol_digest)
        rows = session.execute(
            select(
                Generation.dimension,
                Generation.prompt_id,
                Generation.image_digest,
                StoredAnswer.skill,
                StoredAnswer.choice,
                StoredAnswer.expected,
                StoredAnswer.probabilities,
            )
            .join(StoredAnswer, StoredAnswer.generation_id == Generation.id)
            .where(Generation.submission_id == made_by.submission, of_evaluator(made_by.evaluator_digest))
            .order_by(Generation.dimension, Generation.prompt_id, StoredAnswer.skill)
        )
        questions = {
            (str(prompt.dimension), prompt.prompt_id, question.skill): (prompt.text, question.text)
            for prompt in protocol.prompts
            for question in protocol.questions_for(prompt)
        }
        table = []
        for dimension, prompt_id, image, skill, choice, expected, probabilities in rows:
            prompt, question = questions.get((dimension, prompt_id, skill), ("", ""))
            meaning = protocol.questions[skill].options.get(str(choice), "")
            shown = (dimension, prompt_id, prompt, image, skill, question, choice, meaning, expected)
            table.append((*shown, *(probabilities.get(str(option)) for option in _PROBABILITIES)))
    columns = ("dimension", "prompt_id", "prompt", "image_sha256", "skill", "question", "choice", "meaning", "expected")
    return pd.DataFrame(table, columns=[*columns, *_PROBABILITIES.values()])


_PROBABILITIES = {ABSENT: "p_absent"} | {option: f"p_{option}" for option in range(5)}


def _own_counts(database: Database, made_by: Provenance) -> Counts:
    with database.read() as session:
        rows = session.execute(
            select(AnswerCount.skill, AnswerCount.choice, AnswerCount.n).where(
                AnswerCount.submission_id == made_by.submission,
                AnswerCount.evaluator_digest == made_by.evaluator_digest,
            )
        )
        return {(skill, choice): n for skill, choice, n in rows}


def _field_counts(database: Database, record: T2IModelRecord) -> Counts:
    """The counts of all submissions that the board's T2I models stand for.

    Withdrawn submissions, and those that a later one of the same T2I model replaced, have counts, too.
    """
    standing = set(record.submissions)
    counts: Counts = {}
    with database.read() as session:
        for submission, skill, choice, n in session.execute(
            select(AnswerCount.submission_id, AnswerCount.skill, AnswerCount.choice, AnswerCount.n).where(
                AnswerCount.evaluator_digest == record.board.evaluator_digest
            )
        ):
            if submission in standing:
                counts[skill, choice] = counts.get((skill, choice), 0) + n
    return counts


def _share(counts: Counts, skill: str, option: int) -> float | None:
    of_all = [other for other in SKILL_BY_KEY[skill].options if option == ABSENT or other != ABSENT]
    whole = sum(counts.get((skill, other), 0) for other in of_all)
    return counts.get((skill, option), 0) / whole if whole else None


def _judged(
    session: Session,
    protocol: Protocol,
    judged: tuple[ColumnElement[bool], ...],
    most: int,
    order: tuple[Any, ...],
) -> tuple[Judged, ...]:
    rows = session.execute(
        select(Generation, StoredAnswer)
        .join(StoredAnswer, StoredAnswer.generation_id == Generation.id)
        .where(*judged, StoredAnswer.choice != ABSENT)
        .order_by(*order)
        .limit(most)
    )
    return tuple(_image(protocol, generation, answer) for generation, answer in rows)


def _image(protocol: Protocol, generation: Generation, answer: StoredAnswer) -> Judged:
    prompt = protocol.prompt_by_id[Dimension(generation.dimension), generation.prompt_id]
    questions = {question.skill: question.text for question in protocol.questions_for(prompt)}
    return Judged(
        generation.prompt_id,
        prompt.text,
        questions.get(answer.skill, ""),
        generation.image_digest,
        generation.width,
        generation.height,
        answer.choice,
        protocol.questions[answer.skill].options.get(str(answer.choice), ""),
        answer.expected,
        {int(option): float(share) for option, share in sorted(answer.probabilities.items(), key=_by_option)},
    )


def _by_option(item: tuple[str, Any]) -> int:
    return int(item[0])
