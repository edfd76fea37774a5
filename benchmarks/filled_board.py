"""A board as large as it is meant to become: 1,000 T2I models, about a million answers, in a data directory of its own.

    python -m benchmarks.filled_board --data-dir /tmp/filled [--t2i-models 1000]

Everything is made up, and says so: T2I models of all qualities, prompts that
are harder or easier, an evaluator that is surer of some answers than of
others. Scores are computed from the answers as for every submission. The
pictures are a few dozen, shared by all generations, stored as uploads are.
"""

import argparse
import hashlib
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw
from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.settings import Settings
from leaderboard.scores.aggregation import Score, ScoreTable, score_sheets
from leaderboard.scores.sheets import Sheet
from leaderboard.statistics.arrays import Floats
from leaderboard.store.annotations import AnnotationRow, record_annotations
from leaderboard.store.database import Database
from leaderboard.store.results import (
    BOOTSTRAP_SEED,
    record_generation_scores,
    record_scores,
    register_evaluator,
    register_protocol,
)
from leaderboard.store.tables import (
    Generation,
    StoredAnswer,
    Submission,
    SubmissionState,
    Submitter,
    T2IModel,
    name_key,
    now,
)
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol, find_protocol
from model.protocol.skills import ABSENT, SKILLS, Dimension, skills_of
from submissions.upload.storage import stage_images

EVALUATOR = hashlib.sha256(b"made up for a benchmark").hexdigest()

PICTURES = 48
"""Distinct images; generations share them."""

LABELLED = 3
"""So many T2I models have labels by annotators, too."""

SHAPES = 500
"""Distinct distributions over a question's options, per option chosen from."""

AT_ONCE = 20
"""T2I models written in one transaction."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The size of a filled board, and the seconds it took."""

    t2i_models: int
    generations: int
    answers: int
    seconds: float


def fill(data_dir: Path, t2i_models: int, seed: int = 1, database: Database | None = None) -> Filled:
    """Fill the closed world's board under `data_dir`, which must not hold a board yet.

    Args:
        data_dir: Where the database and the pictures go, as EVALALIGN_DATA_DIR.
        t2i_models: How many.
        seed: Of everything that is made up.
        database: Where the results go; default: SQLite in `data_dir`.
    """
    start = time.monotonic()
    settings = Settings(data_dir=data_dir)
    database = database or Database.open(settings.database)
    protocol = find_protocol(settings.protocol, data_dir)
    generator = np.random.default_rng(seed)
    digests = _pictures(data_dir, generator)
    with database.write() as session:
        _register(session, protocol)
    sheets, chosen = _answers(protocol, t2i_models, generator)
    tables = score_sheets(sheets, np.random.default_rng(BOOTSTRAP_SEED))
    answers = 0
    for first in range(0, t2i_models, AT_ONCE):
        with database.write() as session:
            for number in range(first, min(first + AT_ONCE, t2i_models)):
                answers += _write(session, protocol, number, chosen[number], tables, digests)
    return Filled(t2i_models, t2i_models * len(protocol.prompts), answers, time.monotonic() - start)


def _register(session: Session, protocol: Protocol) -> None:
    register_protocol(session, protocol)
    register_evaluator(
        session,
        digest=EVALUATOR,
        protocol_digest=protocol.digest,
        name="made up for a benchmark",
        base_digest=EVALUATOR,
        adapter_digest=None,
        dtype="float32",
        closed_world=True,
        passed_exam=True,
    )
    session.add(Submitter(name="benchmark"))


def _pictures(data_dir: Path, generator: np.random.Generator) -> list[str]:
    """Store the pictures, some wide and some high; return their digests."""
    digests = []
    with stage_images(data_dir) as stage:
        for number in range(PICTURES):
            size = ((512, 512), (512, 384), (384, 512))[number % 3]
            noise = generator.integers(0, 256, (8, 8, 3), dtype=np.uint8)
            image = Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)
            ImageDraw.Draw(image).text((24, 24), f"picture {number + 1}", fill="white")
            buffer = io.BytesIO()
            image.save(buffer, "PNG")
            digests.append(hashlib.sha256(buffer.getvalue()).hexdigest())
            stage.add(digests[-1], buffer.getvalue())
        stage.place()
    return digests


def _answers(
    protocol: Protocol, t2i_models: int, generator: np.random.Generator
) -> tuple[dict[Dimension, Sheet], list[list[list[Answer]]]]:
    """Make the sheets of both dimensions, and the answers per T2I model and prompt in the protocol's order."""
    quality = generator.normal(size=t2i_models)
    names = tuple(t2i_model_name(number) for number in range(t2i_models))
    chosen: list[list[list[Answer]]] = [[] for _ in names]
    sheets = {}
    pools = {skill.key: _pool(skill.key, skill.options, generator) for skill in SKILLS}
    for dimension in Dimension:
        skills, prompts = skills_of(dimension), protocol.prompts_of(dimension)
        shape = (t2i_models, len(prompts), len(skills))
        points, counted, asked = np.zeros(shape), np.zeros(shape), np.zeros(shape[1:], dtype=bool)
        for row, prompt in enumerate(prompts):
            given: list[list[Answer]] = [[] for _ in names]
            for question in protocol.questions_for(prompt):
                pool = pools[question.skill]
                column = [skill.key for skill in skills].index(question.skill)
                asked[row, column] = True
                level = _levels(quality + generator.normal() + generator.normal(size=t2i_models), len(pool))
                for place, (which, one) in enumerate(
                    zip(level, generator.integers(SHAPES, size=t2i_models), strict=True)
                ):
                    answer = pool[which][one]
                    given[place].append(answer)
                    if answer.choice != ABSENT:
                        points[place, row, column], counted[place, row, column] = answer.choice, 1
            for place, answers in enumerate(given):
                chosen[place].append(answers)
        ids = tuple(prompt.prompt_id for prompt in prompts)
        sheets[dimension] = Sheet(dimension, skills, names, ids, points, counted, asked)
    return sheets, chosen


def _levels(seen: Floats, levels: int) -> list[int]:
    """Choose an option by how good a picture is (standard normal by three)."""
    chosen: list[int] = np.clip(np.round((0.5 + 0.22 * seen) * (levels - 1)), 0, levels - 1).astype(int).tolist()
    return chosen


def _pool(skill: str, options: Sequence[int], generator: np.random.Generator) -> list[list[Answer]]:
    """Make up, for every option, answers that choose it, more or less surely."""
    pool = []
    for place, option in enumerate(options):
        distance = np.abs(np.arange(len(options)) - place)
        sharp = generator.gamma(2.0, 1.2, size=(SHAPES, 1)) + 0.02
        weights = np.exp(-sharp * distance)
        shares = weights / weights.sum(axis=1, keepdims=True)
        pool.append(
            [Answer(skill, option, {o: float(p) for o, p in zip(options, row, strict=True)}) for row in shares.round(5)]
        )
    return pool


def t2i_model_name(number: int) -> str:
    """Name a T2I model by its number, from 0."""
    return f"Made-up T2I model {number + 1:04}"


def _write(
    session: Session,
    protocol: Protocol,
    number: int,
    given: list[list[Answer]],
    tables: Sequence[ScoreTable],
    digests: Sequence[str],
) -> int:
    """Write a published submission with everything it needs; return its number of answers."""
    name = t2i_model_name(number)
    submission = Submission(
        id=f"{number:032x}",
        t2i_model=T2IModel(
            name=name,
            name_key=name_key(name),
            organisation=f"Organisation {number % 40}",
            licence=("Apache-2.0", "MIT", "proprietary")[number % 3],
            open_weights=number % 3 < 2,
            parameters=(1 + number % 24) * 500_000_000,
            simulated=True,
        ),
        submitter=session.query(Submitter).one(),
        protocol_digest=protocol.digest,
        evaluator_digest=EVALUATOR,
        archive_digest=hashlib.sha256(name.encode()).hexdigest(),
        state=SubmissionState.PUBLISHED,
        total=len(protocol.prompts),
        done=len(protocol.prompts),
        finished_at=now() - timedelta(hours=number),
    )
    session.add(submission)
    session.flush()
    prompts = [prompt for dimension in Dimension for prompt in protocol.prompts_of(dimension)]
    rows = [
        {
            "submission_id": submission.id,
            "dimension": prompt.dimension.value,
            "prompt_id": prompt.prompt_id,
            "image_digest": digests[(number + place) % len(digests)],
            "media_type": "image/png",
            "width": 512,
            "height": 512,
        }
        for place, prompt in enumerate(prompts)
    ]
    keys = session.scalars(insert(Generation).returning(Generation.id, sort_by_parameter_order=True), rows).all()
    answers: list[dict[str, Any]] = [
        {
            "generation_id": key,
            "evaluator_digest": EVALUATOR,
            "skill": answer.skill,
            "choice": answer.choice,
            "expected": answer.expected,
            "absent": answer.absent,
            "probabilities": {str(option): share for option, share in answer.probabilities.items()},
        }
        for key, its_answers in zip(keys, given, strict=True)
        for answer in its_answers
    ]
    session.execute(insert(StoredAnswer), answers)
    record_scores(session, submission.id, EVALUATOR, [_score(table, number) for table in tables])
    record_generation_scores(session, submission.id, EVALUATOR)
    if number < LABELLED:
        record_annotations(session, submission.id, _labels(prompts_and_answers=(prompts, given)), "made up labels")
    return len(answers)


def _score(table: ScoreTable, place: int) -> Score:
    value, low, high = (float(column[place]) for column in (table.score, table.low, table.high))
    amounts = (int(column[place]) for column in (table.points, table.possible, table.n))
    return Score(table.key, *((value, low, high) if np.isfinite(value) else (None, None, None)), *amounts)


def _labels(prompts_and_answers: tuple[Sequence[Any], Sequence[Sequence[Answer]]]) -> list[AnnotationRow]:
    """Make up labels of two annotators: the evaluator's choices, and its second likeliest options."""
    rows = []
    for prompt, answers in zip(*prompts_and_answers, strict=True):
        for answer in answers:
            ranked = sorted(answer.probabilities, key=answer.probabilities.__getitem__, reverse=True)
            for annotator, label in zip(("first", "second"), ranked, strict=False):
                rows.append(AnnotationRow(prompt.dimension.value, prompt.prompt_id, answer.skill, annotator, label))
    return rows


def main() -> None:
    """Fill a board and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--t2i-models", type=int, default=1_000)
    chosen = parser.parse_args()
    filled = fill(chosen.data_dir, chosen.t2i_models)
    print(f"{filled.t2i_models} T2I models, {filled.answers} answers in {filled.seconds:.0f} s")


if __name__ == "__main__":
    main()
