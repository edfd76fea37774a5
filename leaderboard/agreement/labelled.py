"""Labels of single images beside the evaluator's answers to the same: what agreement below the totals needs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leaderboard.board.agreement import AGREEMENT_KEYS
from leaderboard.board.boards import Board
from leaderboard.board.ranking import ranking
from leaderboard.scores.sheets import Sheet, read_sheet
from leaderboard.statistics.agreement import Agreement, PromptScores
from leaderboard.statistics.arrays import Floats
from leaderboard.statistics.ceiling import Ceiling, ceiling_over_annotators, ceiling_over_prompts
from leaderboard.statistics.images import agreement_of_annotators, agreement_on_images, agreement_on_pairs
from leaderboard.statistics.linear import quotient
from leaderboard.store.annotations import board_annotations
from leaderboard.store.database import Database
from leaderboard.store.results import board_answers
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension


@dataclass(frozen=True, slots=True)
class Labelled:
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


def labelled(database: Database, board: Board) -> dict[Dimension, Labelled]:
    """What is labelled on a board, by dimension; only dimensions in which somebody is labelled in full.

    Where several sources have labelled, the one with most labels counts.
    """
    if board.evaluator_digest is None:
        return {}
    submissions = ranking(database, board)["submission"].tolist()
    with database.read() as session:
        labels = board_annotations(session, submissions)
        answers = board_answers(session, submissions, board.evaluator_digest)
    if labels.empty or answers.empty:
        return {}
    source = str(labels["source"].mode()[0])
    labels = labels[labels["source"] == source].rename(columns={"label": "choice"})
    found = {
        dimension: _labelled(labels[labels["dimension"] == dimension], answers, dimension, source)
        for dimension in Dimension
    }
    return {dimension: own for dimension, own in found.items() if own is not None}


def prompt_scores(found: dict[Dimension, Labelled], pairs: pd.DataFrame) -> dict[str, PromptScores]:
    """Both sides' scores of every prompt, by key; only keys whose T2I models all are labelled in full and have scores.

    Args:
        found: What `labelled` gives.
        pairs: As `leaderboard.board.agreement.board_pairs` gives them; their order of T2I models is kept.
    """
    scores = {}
    for key in AGREEMENT_KEYS:
        own = found.get(_dimension(key))
        names = pairs.loc[pairs["key"] == key, "t2i_model"].tolist()
        if own is None or not names or not set(names) <= set(own.evaluator.t2i_models):
            continue
        order = [own.evaluator.t2i_models.index(name) for name in names]
        human, metric = _human_by_prompt(own, key)[order], own.evaluator.ratio(key).by_prompt[order]
        if np.isfinite(human).all() and np.isfinite(metric).all():
            scores[key] = PromptScores(human, metric, own.evaluator.strata(key))
    return scores


def image_agreement(found: dict[Dimension, Labelled]) -> list[ImageAgreement]:
    """Agreement on single images, on pairs of images, and between annotators, key by key."""
    rows = []
    for key in AGREEMENT_KEYS:
        own = found.get(_dimension(key))
        if own is None:
            continue
        human = _mean([_by_image(sheet, key) for sheet in own.people])
        metric = _by_image(own.evaluator, key)
        rows.append(
            ImageAgreement(
                key,
                tuple(agreement_on_images(human, metric)),
                tuple(agreement_on_pairs(human, metric)),
                tuple(agreement_of_annotators(_labels(own, key))),
            )
        )
    return rows


def ceilings(found: dict[Dimension, Labelled], generator: np.random.Generator) -> dict[str, tuple[Ceiling, Ceiling]]:
    """How well people agree with people, by key: over halves of the prompts, over halves of the annotators."""
    rows = {}
    for key in AGREEMENT_KEYS:
        own = found.get(_dimension(key))
        if own is None:
            continue
        human = _human_by_prompt(own, key)
        each = np.stack([sheet.ratio(key).scores for sheet in own.people])
        known = np.isfinite(human).all(axis=1) & np.isfinite(each).all(axis=0)
        rows[key] = (
            ceiling_over_prompts(human[known], own.evaluator.strata(key), generator),
            ceiling_over_annotators(each[:, known], generator),
        )
    return rows


def _labelled(labels: pd.DataFrame, answers: pd.DataFrame, dimension: Dimension, source: str) -> Labelled | None:
    asked = answers[answers["dimension"] == dimension].drop_duplicates(["prompt_id", "skill"]).shape[0]
    annotators = tuple(sorted(labels["annotator"].unique()))
    given = labels.groupby("t2i_model").size()
    whole = given.index[given == asked * len(annotators)]
    if len(whole) == 0 or asked == 0:
        return None
    mine = labels[labels["t2i_model"].isin(whole)]
    people = tuple(read_sheet(mine[mine["annotator"] == annotator], dimension) for annotator in annotators)
    chosen = answers[answers["t2i_model"].isin(whole) & (answers["dimension"] == dimension)]
    evaluator = read_sheet(chosen, dimension)
    if any(sheet.t2i_models != evaluator.t2i_models or sheet.prompts != evaluator.prompts for sheet in people):
        return None
    return Labelled(annotators, people, evaluator, source)


def _dimension(key: str) -> Dimension:
    return SKILL_BY_KEY[key].dimension if key in SKILL_BY_KEY else Dimension(key)


def _human_by_prompt(own: Labelled, key: str) -> Floats:
    """The mean over annotators, (T2I models, prompts); its mean over prompts is the reference score."""
    found: Floats = np.mean([sheet.ratio(key).by_prompt for sheet in own.people], axis=0)
    return found


def _by_image(sheet: Sheet, key: str) -> Floats:
    """Every image's own score, (T2I models, prompts); not a number where nothing counts."""
    ratio = sheet.ratio(key)
    return quotient(ratio.above, ratio.below)


def _mean(tables: Sequence[Floats]) -> Floats:
    """The mean of those that are numbers, cell by cell."""
    stacked = np.stack(tables)
    known = np.isfinite(stacked)
    return quotient(np.where(known, stacked, 0.0).sum(axis=0), known.sum(axis=0).astype(np.float64))


def _labels(own: Labelled, key: str) -> Floats:
    """Labels as given, (annotators, T2I models, prompts, skills); not a number where nothing was asked."""
    skills = [place for place, skill in enumerate(own.evaluator.skills) if key in (skill.key, skill.dimension)]
    tables = []
    for sheet in own.people:
        given = np.where(sheet.counted > 0, sheet.points, float(ABSENT))
        tables.append(np.where(sheet.asked, given, np.nan)[:, :, skills])
    return np.stack(tables)
