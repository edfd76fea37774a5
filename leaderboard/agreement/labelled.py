"""Labels of single images beside the evaluator's answers to the same: what agreement below the totals needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leaderboard.board.agreement import AGREEMENT_KEYS
from leaderboard.board.boards import Board
from leaderboard.board.ranked import ranked
from leaderboard.scores.sheets import Sheet, read_sheet
from leaderboard.statistics.agreement import Agreement, PromptScores
from leaderboard.statistics.arrays import Floats
from leaderboard.statistics.ceiling import Ceiling, ceiling_over_annotators, ceiling_over_prompts
from leaderboard.statistics.images import agreement_of_annotators, agreement_on_images, agreement_on_pairs
from leaderboard.statistics.linear import quotient
from leaderboard.store.annotations import annotations_frame
from leaderboard.store.database import Database
from leaderboard.store.results import board_answers
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension


@dataclass(frozen=True, slots=True)
class LabelledDimension:
    """One dimension's labels and answers, of the T2I models that every annotator labelled in full.

    `people`: one sheet per annotator, in the order of `annotators`; all sheets
    have the same T2I models, prompts and questions as `evaluator`.
    """

    annotators: tuple[str, ...]
    people: tuple[Sheet, ...]
    evaluator: Sheet
    source: str


@dataclass(frozen=True, slots=True)
class ImageAgreement:
    """Agreement below the order of T2I models, on one key.

    `images`: single images; `pairs`: pairs of images made for one prompt;
    `annotators`: annotators with each other.
    """

    key: str
    images: tuple[Agreement, ...]
    pairs: tuple[Agreement, ...]
    annotators: tuple[Agreement, ...]

    @property
    def levels(self) -> dict[str, tuple[Agreement, ...]]:
        """The statistics of each level, by its name."""
        return {"images": self.images, "pairs": self.pairs, "annotators": self.annotators}


def load_labelled(database: Database, board: Board) -> dict[Dimension, LabelledDimension]:
    """Load a board's labels beside its answers; only dimensions in which some T2I model is labelled in full.

    Of several sources the one with most labels counts.
    """
    if board.evaluator_digest is None:
        return {}
    submissions = ranked(database, board).rows["submission"].tolist()
    with database.read() as session:
        labels = annotations_frame(session, submissions)
        answers = board_answers(session, submissions, board.evaluator_digest)
    if labels.empty or answers.empty:
        return {}
    source = str(labels["source"].mode()[0])
    labels = labels[labels["source"] == source].rename(columns={"label": "choice"})
    dimensions = {
        dimension: _labelled_in_full(labels[labels["dimension"] == dimension], answers, dimension, source)
        for dimension in Dimension
    }
    return {dimension: labelled for dimension, labelled in dimensions.items() if labelled is not None}


def prompt_scores(dimensions: Mapping[Dimension, LabelledDimension], pairs: pd.DataFrame) -> dict[str, PromptScores]:
    """Compute both sides' scores of every prompt, by key; only keys whose T2I models are all labelled in full.

    `pairs` are those of `leaderboard.board.agreement.board_pairs`, whose order of T2I models is kept.
    """
    scores = {}
    for key, labelled in _by_key(dimensions):
        evaluator = labelled.evaluator
        names = pairs.loc[pairs["key"] == key, "t2i_model"].tolist()
        if not names or not set(names) <= set(evaluator.t2i_models):
            continue
        order = [evaluator.t2i_models.index(name) for name in names]
        human, metric = _human_by_prompt(labelled, key)[order], evaluator.ratio(key).by_prompt[order]
        if np.isfinite(human).all() and np.isfinite(metric).all():
            scores[key] = PromptScores(human, metric, evaluator.strata(key))
    return scores


def image_agreement(dimensions: Mapping[Dimension, LabelledDimension]) -> list[ImageAgreement]:
    """Compute agreement on single images, on pairs of images, and between annotators, key by key."""
    rows = []
    for key, labelled in _by_key(dimensions):
        human = _mean([_by_image(sheet, key) for sheet in labelled.people])
        metric = _by_image(labelled.evaluator, key)
        rows.append(
            ImageAgreement(
                key,
                tuple(agreement_on_images(human, metric)),
                tuple(agreement_on_pairs(human, metric)),
                tuple(agreement_of_annotators(_labels(labelled, key))),
            )
        )
    return rows


def ceilings(
    dimensions: Mapping[Dimension, LabelledDimension], generator: np.random.Generator
) -> dict[str, tuple[Ceiling, Ceiling]]:
    """Compute how well people agree with people, by key: over halves of the prompts, over halves of the annotators."""
    by_key = {}
    for key, labelled in _by_key(dimensions):
        by_prompt = _human_by_prompt(labelled, key)
        by_annotator = np.stack([sheet.ratio(key).scores for sheet in labelled.people])
        known = np.isfinite(by_prompt).all(axis=1) & np.isfinite(by_annotator).all(axis=0)
        by_key[key] = (
            ceiling_over_prompts(by_prompt[known], labelled.evaluator.strata(key), generator),
            ceiling_over_annotators(by_annotator[:, known], generator),
        )
    return by_key


def _labelled_in_full(
    labels: pd.DataFrame, answers: pd.DataFrame, dimension: Dimension, source: str
) -> LabelledDimension | None:
    questions = answers[answers["dimension"] == dimension].drop_duplicates(["prompt_id", "skill"]).shape[0]
    annotators = tuple(sorted(labels["annotator"].unique()))
    counts = labels.groupby("t2i_model").size()
    whole = counts.index[counts == questions * len(annotators)]
    if len(whole) == 0 or questions == 0:
        return None
    labels = labels[labels["t2i_model"].isin(whole)]
    people = tuple(read_sheet(labels[labels["annotator"] == annotator], dimension) for annotator in annotators)
    evaluator = read_sheet(answers[answers["t2i_model"].isin(whole) & (answers["dimension"] == dimension)], dimension)
    if any(sheet.t2i_models != evaluator.t2i_models or sheet.prompts != evaluator.prompts for sheet in people):
        return None
    return LabelledDimension(annotators, people, evaluator, source)


def _by_key(dimensions: Mapping[Dimension, LabelledDimension]) -> Iterator[tuple[str, LabelledDimension]]:
    """Walk over the keys of the labelled dimensions, each with its dimension."""
    for key in AGREEMENT_KEYS:
        dimension = SKILL_BY_KEY[key].dimension if key in SKILL_BY_KEY else Dimension(key)
        if dimension in dimensions:
            yield key, dimensions[dimension]


def _human_by_prompt(labelled: LabelledDimension, key: str) -> Floats:
    """Average over annotators, (T2I models, prompts); the mean of that over prompts is the reference score."""
    return np.asarray(np.mean([sheet.ratio(key).by_prompt for sheet in labelled.people], axis=0))


def _by_image(sheet: Sheet, key: str) -> Floats:
    """Score every image by itself, (T2I models, prompts); not a number where nothing counts."""
    ratio = sheet.ratio(key)
    return quotient(ratio.above, ratio.below)


def _mean(tables: Sequence[Floats]) -> Floats:
    """Average those that are numbers, cell by cell."""
    stacked = np.stack(tables)
    known = np.isfinite(stacked)
    return quotient(np.where(known, stacked, 0.0).sum(axis=0), known.sum(axis=0).astype(np.float64))


def _labels(labelled: LabelledDimension, key: str) -> Floats:
    """Give the labels, (annotators, T2I models, prompts, skills); not a number where there is no question."""
    skills = [place for place, skill in enumerate(labelled.evaluator.skills) if key in (skill.key, skill.dimension)]
    tables = []
    for sheet in labelled.people:
        labels = np.where(sheet.counted > 0, sheet.points, float(ABSENT))
        tables.append(np.where(sheet.asks, labels, np.nan)[:, :, skills])
    return np.stack(tables)
