"""Correct a submission's scores by people's labels of a random part of its images."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.problems import BadInput, Problem
from leaderboard.board.boards import Board
from leaderboard.board.ranked import ranked
from leaderboard.scores.sheets import Sheet, read_sheet
from leaderboard.statistics.arrays import Bools
from leaderboard.statistics.debiased import Debiased, Sums
from leaderboard.statistics.debiased import debias as debiased_sums
from leaderboard.store.annotations import ANNOTATION_COLUMNS, annotations_frame
from leaderboard.store.database import Database
from leaderboard.store.results import answers_frame
from leaderboard.store.tables import name_key
from model.protocol.skills import SKILL_BY_KEY, Dimension

_LABEL_COLUMNS = ("dimension", "prompt_id", "skill", "label")


@dataclass(frozen=True, slots=True)
class DebiasedScore:
    """One score of a T2I model (a dimension or a skill, units as in `scores.aggregation`), in three versions."""

    key: str
    score: Debiased

    def as_dict(self) -> dict[str, Any]:
        """Convert to the JSON object that the command line prints."""
        return {"key": self.key} | asdict(self.score)


def debias_board(
    database: Database, board: Board, t2i_model: str, labels: Path | None, sample: int | None, seed: int
) -> list[DebiasedScore]:
    """Debias every dimension's and skill's score of a T2I model on a board.

    `labels` is a CSV file, columns dimension, prompt_id, skill, label and perhaps annotator; by default those in the
    database are taken. `sample` limits the labelled images of each dimension to so many, drawn by a seed.

    Raises:
        BadInput: The T2I model is not on the board, or the labels cannot be used.
    """
    rows = ranked(database, board).rows
    submission = dict(zip(rows["t2i_model"].map(name_key), rows["submission"], strict=True)).get(name_key(t2i_model))
    if submission is None or board.evaluator_digest is None:
        raise BadInput.one("unknown_t2i_model", t2i_model, f"Is not on the board {board.name} with single answers.")
    with database.read() as session:
        answers = answers_frame(session, submission, board.evaluator_digest)
        frame = annotations_frame(session, [submission]) if labels is None else _read(labels)
    if frame.empty:
        raise BadInput.one("no_labels", t2i_model, "No image of it is labelled; give labels with --labels FILE.")
    if labels is None:
        frame = frame[frame["source"] == frame["source"].mode()[0]]
    return debiased_scores(answers, frame, sample, np.random.default_rng(seed))


def debiased_scores(
    answers: pd.DataFrame, labels: pd.DataFrame, sample: int | None, generator: np.random.Generator
) -> list[DebiasedScore]:
    """Compute every dimension's and skill's score by the evaluator, by labels alone, and debiased.

    Args:
        answers: The evaluator's, columns as in `leaderboard.scores.aggregation`.
        labels: People's, columns dimension, prompt_id, skill, annotator, label. An image counts as labelled where
            each of its questions has a label of every annotator.
        sample: The number of labelled images of each dimension to draw at random; default: all.
        generator: Source of the draw.

    Raises:
        BadInput: A label is none of its skill's options, or of no question that the evaluator answered.
    """
    _check(answers, labels)
    scores: list[DebiasedScore] = []
    for dimension in Dimension:
        evaluator = read_sheet(answers.assign(t2i_model=""), dimension)
        rows = labels[labels["dimension"] == dimension].rename(columns={"label": "choice"})
        people = read_sheet(rows.assign(t2i_model=rows["annotator"]), dimension) if len(rows) else None
        labelled = np.isin(np.array(evaluator.prompts), np.array(people.prompts if people else ()))
        drawn = _drawn(labelled, sample, generator)
        keys = (str(dimension), *(skill.key for skill in evaluator.skills))
        scores += [DebiasedScore(key, _debiased(evaluator, people, drawn, key)) for key in keys]
    return scores


def _debiased(evaluator: Sheet, people: Sheet | None, drawn: Bools, key: str) -> Debiased:
    judged = evaluator.ratio(key)
    prompts = np.array(evaluator.prompt_ids(key))
    labelled = np.isin(prompts, np.array(evaluator.prompts)[drawn])
    above, below = judged.above[0], judged.below[0]
    if people is None:
        by_people = Sums(np.zeros(0), np.zeros(0))
    else:
        ratio = people.ratio(key)
        order = pd.Index(people.prompt_ids(key)).get_indexer(pd.Index(prompts[labelled]))
        by_people = Sums(ratio.above.mean(axis=0)[order], ratio.below.mean(axis=0)[order])
    return debiased_sums(by_people, Sums(above[labelled], below[labelled]), Sums(above[~labelled], below[~labelled]))


def _drawn(labelled: Bools, sample: int | None, generator: np.random.Generator) -> Bools:
    places = np.flatnonzero(labelled)
    if sample is not None and sample < len(places):
        places = generator.choice(places, size=sample, replace=False)
    drawn = np.zeros(len(labelled), dtype=bool)
    drawn[places] = True
    return drawn


def _read(path: Path) -> pd.DataFrame:
    try:
        frame = pd.read_csv(path, dtype={"dimension": str, "prompt_id": str, "skill": str, "annotator": str})
    except OSError as error:
        raise BadInput.one("csv_unreadable", str(path), f"Cannot be read: {error.strerror}.") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise BadInput.one("csv_malformed", str(path), f"Is not a CSV file: {error}.") from None
    missing = [column for column in _LABEL_COLUMNS if column not in frame.columns]
    if missing:
        raise BadInput([Problem("missing_column", path.name, f"Has no column {column!r}.") for column in missing])
    if "annotator" not in frame.columns:
        frame["annotator"] = "people"
    return frame[[column for column in ANNOTATION_COLUMNS if column in frame.columns]]


def _check(answers: pd.DataFrame, labels: pd.DataFrame) -> None:
    question = ["dimension", "prompt_id", "skill"]
    questions = set(answers[question].itertuples(index=False, name=None))
    problems = []
    for *place, annotator, label in labels[[*question, "annotator", "label"]].itertuples(index=False, name=None):
        where = " ".join(map(str, place))
        if tuple(place) not in questions:
            problems.append(Problem("unknown_question", where, "Is no question about an image here."))
        elif label not in SKILL_BY_KEY[place[2]].options:
            options = ", ".join(map(str, SKILL_BY_KEY[place[2]].options))
            message = f"{label} by {annotator} is none of its options: {options}."
            problems.append(Problem("unknown_label", where, message))
    if labels.duplicated([*question, "annotator"]).any():
        problems.append(Problem("repeated_labels", "labels", "An annotator labelled a question more than once."))
    required = answers.groupby(question[:2]).size() * labels["annotator"].nunique()
    counts = labels.groupby(question[:2]).size()
    for dimension, prompt_id in counts.index[counts < required.reindex(counts.index).fillna(0)]:
        message = "Every question of a labelled image takes a label of every annotator."
        problems.append(Problem("incomplete_labels", f"{dimension} {prompt_id}", message))
    if problems:
        raise BadInput(problems)
