"""Generations that a board shows, each with what its evaluator answered: counted, listed page by page, one in full.

A list without a skill has a row per generation with the sums of `GenerationScore`, one with a skill a row per answer
to it. Lists of a whole board are read in the order of an index and counted from one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from leaderboard.store.frames import split_batches
from leaderboard.store.tables import (
    Annotation,
    Generation,
    GenerationScore,
    StoredAnswer,
    Submission,
    T2IModel,
    name_key,
)
from leaderboard.store.visibility import representative_submissions
from model.protocol.skills import ABSENT, SKILL_BY_KEY

_MOST_ID = 2**31
"""Ids of generations are below this on every database."""


class GenerationOrder(StrEnum):
    """Which generations come first: those with most or fewest points, or that the evaluator doubted most or least."""

    BEST = "best"
    WORST = "worst"
    UNSURE = "unsure"
    SURE = "sure"


@dataclass(frozen=True, slots=True)
class GenerationFilter:
    """Which generations under one protocol and evaluator are listed, and their order; None: not narrowed by that.

    `prompt` is a dimension and a prompt id; `answer` is an option of `skill`, and None without one.
    """

    protocol_digest: str
    evaluator_digest: str
    prompt: tuple[str, str] | None = None
    skill: str | None = None
    answer: int | None = None
    t2i_model: str | None = None
    order: GenerationOrder = GenerationOrder.BEST

    @property
    def whole_board(self) -> bool:
        """Whether neither prompt nor T2I model is chosen, so that the list is read from an index."""
        return self.prompt is None and self.t2i_model is None

    @property
    def by_points(self) -> bool:
        """Whether points decide the order; answers of -1 have none, so doubt orders those."""
        return self.order in (GenerationOrder.BEST, GenerationOrder.WORST) and self.answer != ABSENT

    @property
    def leaves_out_absent(self) -> bool:
        """Whether answers of -1 are left out of a list of answers: in an order by points they count for nothing."""
        return self.skill is not None and self.answer is None and self.by_points


@dataclass(frozen=True, slots=True)
class ListedGeneration:
    """One generation in a list.

    `points` of `possible`: of all its answers, or of the one to the filter's skill (possible 0: -1 was answered).
    `doubt`: 1 less the probability of the chosen option, of that answer or of the least sure one. `choice` only with
    a skill. `rank`, by points among all images for the prompt, only with a prompt.
    """

    generation_id: int
    dimension: str
    prompt_id: str
    t2i_model: str
    image_digest: str
    points: int
    possible: int
    doubt: float
    choice: int | None
    rank: int | None


def list_t2i_models_with_images(session: Session, protocol_digest: str, evaluator_digest: str) -> list[str]:
    """Return the names of the T2I models whose generations a board shows, in no order."""
    shown = representative_submissions(protocol_digest, evaluator_digest)
    query = select(T2IModel.name).join(Submission).where(Submission.id.in_(shown), Submission.reported.is_(False))
    return list(session.scalars(query))


def count_generations(session: Session, criteria: GenerationFilter) -> int:
    """Count what a filter lets through. A whole board is counted in an index, less what the board does not show."""
    if not criteria.whole_board:
        return session.scalar(select(func.count()).select_from(_filtered(criteria)[0].subquery())) or 0
    table = _table(criteria)
    chosen = [] if criteria.answer is None else [StoredAnswer.choice == criteria.answer]
    everything = select(func.count()).select_from(table).where(*_conditions(criteria), *chosen)
    total = session.scalar(everything) or 0
    hidden = session.scalars(_hidden_submissions(criteria)).all()
    of_some = select(func.count()).select_from(Generation).join(table, table.generation_id == Generation.id)
    of_some = of_some.where(*_conditions(criteria, through_generations=True), *chosen)
    for batch in split_batches(hidden):
        total -= session.scalar(of_some.where(Generation.submission_id.in_(batch))) or 0
    return total


def list_generations(session: Session, criteria: GenerationFilter, offset: int, limit: int) -> list[ListedGeneration]:
    """Return at most `limit` generations that a filter lets through, from place `offset` (0 is the first)."""
    rows = session.execute(generations_query(criteria, offset, limit)).mappings().all()
    images = (
        select(Generation.id, Generation.dimension, Generation.prompt_id, T2IModel.name, Generation.image_digest)
        .join(Submission, Submission.id == Generation.submission_id)
        .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
        .where(Generation.id.in_([row["generation_id"] for row in rows]))
    )
    image_by_id = {image.id: image for image in session.execute(images)}
    listed = []
    for row in rows:
        choice, points, possible = row.get("choice"), row.get("points", 0), row.get("possible", 0)
        if choice is not None and criteria.skill:
            points, possible = max(choice, 0), SKILL_BY_KEY[criteria.skill].best * (choice != ABSENT)
        image = image_by_id[row["generation_id"]]
        listed.append(ListedGeneration(*image, points, possible, row["doubt"], choice, row.get("rank")))
    return listed


def generations_query(criteria: GenerationFilter, offset: int, limit: int) -> Select[*tuple[Any, ...]]:
    """Build the query of one page: ids and figures of generations, in order."""
    query, columns = _filtered(criteria)
    # The columns of an index, all in one direction, so that reading it is enough.
    if criteria.by_points:
        names = ["choice", "expected"] if criteria.skill else ["share"]
        descending = criteria.order is GenerationOrder.BEST
    else:
        names = ["doubt"]
        descending = criteria.order in (GenerationOrder.UNSURE, GenerationOrder.WORST)
    keys = [columns[name] for name in (*names, "generation_id")]
    return query.order_by(*(key.desc() if descending else key for key in keys)).limit(limit).offset(offset)


def find_generation(
    session: Session, protocol_digest: str, evaluator_digest: str, generation_id: int
) -> Generation | None:
    """Return a generation with its submission and T2I model; None where the board does not show it."""
    if not 0 < generation_id < _MOST_ID:
        return None
    shown = representative_submissions(protocol_digest, evaluator_digest)
    return session.scalar(
        select(Generation)
        .where(Generation.id == generation_id, Generation.submission_id.in_(shown))
        .options(joinedload(Generation.submission).joinedload(Submission.t2i_model))
    )


def answers_about(session: Session, generation_id: int, evaluator_digest: str) -> dict[str, StoredAnswer]:
    """Return what an evaluator answered about one generation, by skill."""
    query = select(StoredAnswer).filter_by(generation_id=generation_id, evaluator_digest=evaluator_digest)
    return {answer.skill: answer for answer in session.scalars(query)}


def labels_about(session: Session, generation_id: int) -> Sequence[Annotation]:
    """Return all annotators' labels of one generation, by source, then annotator."""
    query = select(Annotation).where(Annotation.generation_id == generation_id)
    return session.scalars(query.order_by(Annotation.source, Annotation.annotator)).all()


def _hidden_submissions(criteria: GenerationFilter) -> Select[str]:
    """Select the protocol's submissions that the board does not show: few, so queries leave them out by id."""
    shown = representative_submissions(criteria.protocol_digest, criteria.evaluator_digest)
    return select(Submission.id).where(
        Submission.protocol_digest == criteria.protocol_digest, Submission.id.not_in(shown)
    )


def _table(criteria: GenerationFilter) -> type[StoredAnswer] | type[GenerationScore]:
    return StoredAnswer if criteria.skill else GenerationScore


def _conditions(criteria: GenerationFilter, *, through_generations: bool = False) -> list[ColumnElement[bool]]:
    """Conditions on answers or sums, whatever their generation; `through_generations`: a few generations lead there.

    Those generations are to be found first, never all rows of an evaluator. Without statistics of its tables
    SQLite may choose either; expressions in place of the columns keep it from the indexes of a whole board.
    """
    columns = {_table(criteria).evaluator_digest: criteria.evaluator_digest}
    if criteria.skill:
        columns[StoredAnswer.skill] = criteria.skill
    conditions = [(key.concat("") if through_generations else key) == value for key, value in columns.items()]
    return [*conditions, StoredAnswer.choice > ABSENT] if criteria.leaves_out_absent else conditions


def _filtered(criteria: GenerationFilter) -> tuple[Select[*tuple[Any, ...]], dict[str, ColumnElement[Any]]]:
    """Build the query of all that a filter lets through, in no order; and its columns by name."""
    table = _table(criteria)
    names = ("choice", "expected", "doubt") if criteria.skill else ("points", "possible", "share", "doubt")
    columns = {name: getattr(table, name) for name in ("generation_id", *names)}
    columns["submission_id"] = Generation.submission_id
    query = (
        select(*columns.values())
        .join(Generation, Generation.id == table.generation_id)
        .where(
            *_conditions(criteria, through_generations=not criteria.whole_board),
            Generation.submission_id.not_in(_hidden_submissions(criteria)),
        )
    )
    if criteria.prompt:
        dimension, prompt_id = criteria.prompt
        query = query.where(Generation.dimension == dimension, Generation.prompt_id == prompt_id)
        # A rank is among all images for the prompt, also where only some of them are shown.
        score = columns["choice" if criteria.skill else "share"]
        ranked = query.add_columns(func.rank().over(order_by=score.desc()).label("rank")).subquery()
        columns = dict(ranked.c.items())
        query = select(ranked)
    if criteria.answer is not None:
        query = query.where(columns["choice"] == criteria.answer)
    if criteria.t2i_model:
        submissions = select(Submission.id).join(T2IModel).where(T2IModel.name_key == name_key(criteria.t2i_model))
        query = query.where(columns["submission_id"].in_(submissions))
    return query, columns
