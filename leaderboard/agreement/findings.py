"""The agreement of a board's scores with people's, as one record that pages and commands show."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from core.problems import BadInput
from leaderboard.agreement.labelled import ImageAgreement, ceilings, image_agreement, load_labelled, prompt_scores
from leaderboard.board.agreement import AGREEMENT_KEYS, BoardAgreement, baseline_pairs, board_agreement, board_pairs
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.ranked import board_version
from leaderboard.statistics.agreement import PromptScores
from leaderboard.statistics.arrays import Floats, generator_of
from leaderboard.statistics.ceiling import Ceiling
from leaderboard.statistics.comparing import MetricComparison, compare_metrics
from leaderboard.store import published
from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database
from model.protocol.skills import Dimension

EVALUATOR = "evaluator"
"""The name of the board's own evaluator among metrics."""


@dataclass(frozen=True, slots=True)
class Findings:
    """A board's agreement with people.

    `pairs`: people's scores and each metric's, by the metric's name, as `board_pairs` gives them; the evaluator's
    first, then the baselines'. `agreement`: the order of T2I models by each of these metrics. `compared`: these
    metrics against the same people, by key. `ceilings`: how well people agree with people, by key, where labels of
    single images are known. `images`: agreement on single images, if requested and known.
    """

    board: Board
    pairs: dict[str, pd.DataFrame]
    agreement: dict[str, tuple[BoardAgreement, ...]]
    compared: dict[str, list[MetricComparison]]
    ceilings: dict[str, tuple[Ceiling, Ceiling]]
    images: tuple[ImageAgreement, ...]
    notes: tuple[str, ...]

    @property
    def keys(self) -> list[str]:
        """The dimensions and skills on which the evaluator can be compared with people."""
        return [item.key for item in self.agreement[EVALUATOR]]


_cache: ResultCache[tuple[Board, str, bool], Findings] = ResultCache(32)


def get_findings(database: Database, board: Board, *, images: bool = False) -> Findings:
    """Get a board's agreement with people as it stands now, computed once for each state of the board.

    With `images` also that on single images, which takes seconds.
    """
    key = (board, board_version(database, board), images)
    return _cache.get(database, key, lambda: _compute_findings(database, board, images))


def _compute_findings(database: Database, board: Board, images: bool) -> Findings:
    pairs = board_pairs(database, board)
    labels = load_labelled(database, board)
    prompts = prompt_scores(labels, pairs)
    baselines = baseline_pairs(database, board)
    generator = generator_of(*(table.human for table in prompts.values()))
    pairs_by_metric = {EVALUATOR: pairs} | baselines
    return Findings(
        board,
        pairs_by_metric,
        {EVALUATOR: tuple(board_agreement(pairs, prompts))}
        | {name: tuple(board_agreement(frame)) for name, frame in baselines.items()},
        _compare(pairs_by_metric, {}) if baselines else {},
        ceilings(labels, generator),
        tuple(image_agreement(labels)) if images else (),
        published.NOTES if board.kind is BoardKind.PUBLISHED else (),
    )


def compare_boards(database: Database, board: Board, others: list[Board]) -> dict[str, list[MetricComparison]]:
    """Compare several boards' evaluators against the same people, by key; Holm's correction within each key.

    Only T2I models that are on all the boards are compared.

    Raises:
        BadInput: A board has another protocol, or no evaluator.
    """
    boards = [board, *others]
    for one in boards:
        if one.evaluator_digest is None or one.protocol_digest != board.protocol_digest:
            raise BadInput.one(
                "not_comparable", one.name, "Only evaluators under one protocol can be compared with each other."
            )
    pairs = {one.name: board_pairs(database, one) for one in boards}
    scores = {one.name: prompt_scores(load_labelled(database, one), pairs[one.name]) for one in boards}
    return _compare(pairs, scores)


def _compare(
    pairs: dict[str, pd.DataFrame], scores: dict[str, dict[str, PromptScores]]
) -> dict[str, list[MetricComparison]]:
    """Compare metrics against the same people, by key, on the T2I models that all of them have a score for."""
    comparisons = {}
    for key in AGREEMENT_KEYS:
        tables = _tables(key, pairs, scores)
        if tables is not None:
            human, metrics = tables
            comparisons[key] = compare_metrics(human, metrics, generator_of(human, *metrics.values()))
    return comparisons


def _tables(
    key: str, pairs: dict[str, pd.DataFrame], scores: dict[str, dict[str, PromptScores]]
) -> tuple[Floats, dict[str, Floats]] | None:
    """People's scores and each metric's, prompt by prompt where all know them, else totals."""
    frames = {name: frame[frame["key"] == key].set_index("t2i_model") for name, frame in pairs.items()}
    shared = sorted(set.intersection(*(set(frame.index) for frame in frames.values())))
    if not shared:
        return None
    first = next(iter(frames))
    if all(key in scores.get(name, {}) for name in frames):
        orders = {name: frame.index.get_indexer(pd.Index(shared)) for name, frame in frames.items()}
        people = scores[first][key].human[orders[first]]
        metrics = {name: scores[name][key].metric[orders[name]] for name in frames}
        if len({people.shape, *(table.shape for table in metrics.values())}) == 1:
            return people, metrics
    totals = {name: frame.loc[shared, ["evaluator"]].to_numpy(float) for name, frame in frames.items()}
    return frames[first].loc[shared, ["reference"]].to_numpy(float), totals


def findings_json(findings: Findings) -> dict[str, Any]:
    """Convert findings to JSON: rows of dimensions and of skills apart, then what else is known."""
    rows = [(item.key, row.as_dict()) for item in findings.agreement[EVALUATOR] for row in item.rows]
    return {
        "board": findings.board.name,
        "rows": [{"dimension": key} | row for key, row in rows if key in list(Dimension)],
        "skills": [{"skill": key} | row for key, row in rows if key not in list(Dimension)],
        "ceilings": [{"key": key} | asdict(ceiling) for key, both in findings.ceilings.items() for ceiling in both],
        "images": [
            {"key": item.key, "level": level} | row.as_dict()
            for item in findings.images
            for level, part in item.levels.items()
            for row in part
        ],
        "baselines": [
            {"baseline": name, "dimension": item.key} | row.as_dict()
            for name, items in findings.agreement.items()
            if name != EVALUATOR
            for item in items
            for row in item.rows
        ],
        "baselines_compared": [{"key": key} | asdict(row) for key, rows in findings.compared.items() for row in rows],
        "simulated_reference": findings.board.simulated_reference,
        "source": findings.board.source,
        "notes": list(findings.notes),
    }
