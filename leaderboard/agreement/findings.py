"""Everything that is said of a board's agreement with people, as one record that pages and commands show."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from core.problems import BadInput
from leaderboard.agreement.labelled import ImageAgreement, ceilings, image_agreement, labelled, prompt_scores
from leaderboard.board.agreement import (
    AGREEMENT_KEYS,
    BoardAgreement,
    board_agreement,
    board_influence,
    board_pairs,
)
from leaderboard.board.baselines import baseline_pairs
from leaderboard.board.boards import Board, BoardKind
from leaderboard.statistics.agreement import Agreement, PromptScores
from leaderboard.statistics.arrays import Floats, generator_of
from leaderboard.statistics.ceiling import Ceiling
from leaderboard.statistics.comparing import Comparison, compare
from leaderboard.statistics.influence import Influences
from leaderboard.store import published
from leaderboard.store.database import Database
from model.protocol.skills import Dimension

T2I_MODELS, IMAGES, PAIRS, ANNOTATORS = "t2i_models", "images", "pairs", "annotators"
"""The levels of agreement: the order of T2I models, single images, pairs of images for one prompt, annotators."""

EVALUATOR = "evaluator"
"""What the board's own evaluator is called among metrics."""


@dataclass(frozen=True, slots=True)
class Findings:
    """A board's agreement with people.

    `rows`: the order of T2I models, by key. `ceilings`: how well people agree
    with people, by key, where labels of single images are known. `influence`:
    which T2I model moves tau-b most, by key. `images`: agreement on single
    images, if asked for and known. `baselines`: the order of T2I models by
    other metrics, by their names; `compared`: the evaluator and those against
    the same people, by dimension.
    """

    board: Board
    pairs: pd.DataFrame
    rows: tuple[BoardAgreement, ...]
    ceilings: dict[str, tuple[Ceiling, Ceiling]]
    influence: dict[str, Influences]
    images: tuple[ImageAgreement, ...]
    baselines: dict[str, tuple[BoardAgreement, ...]]
    compared: dict[str, list[Comparison]]
    notes: tuple[str, ...]


def findings(database: Database, board: Board, *, images: bool = False) -> Findings:
    """A board's agreement with people; `images` adds that on single images, which takes seconds."""
    pairs = board_pairs(database, board)
    known = labelled(database, board)
    prompts = prompt_scores(known, pairs)
    others = baseline_pairs(database, board)
    generator = generator_of(*(table.human for table in prompts.values()))
    return Findings(
        board,
        pairs,
        tuple(board_agreement(pairs, prompts)),
        ceilings(known, generator),
        board_influence(pairs),
        tuple(image_agreement(known)) if images else (),
        {name: tuple(board_agreement(own)) for name, own in others.items()},
        _compared({EVALUATOR: pairs} | others, {}) if others else {},
        published.NOTES if board.kind is BoardKind.PUBLISHED else (),
    )


def compare_boards(database: Database, board: Board, others: list[Board]) -> dict[str, list[Comparison]]:
    """Several boards' evaluators against the same people, by key; Holm's correction within each key.

    Only T2I models that are on all the boards are compared.

    Raises:
        BadInput: A board has another protocol, or no evaluator.
    """
    boards = [board, *others]
    for each in boards:
        if each.evaluator_digest is None or each.protocol_digest != board.protocol_digest:
            raise BadInput.one(
                "not_comparable", each.name, "Only evaluators under one protocol can be compared with each other."
            )
    pairs = {each.name: board_pairs(database, each) for each in boards}
    scores = {each.name: prompt_scores(labelled(database, each), pairs[each.name]) for each in boards}
    return _compared(pairs, scores)


def _compared(
    pairs: dict[str, pd.DataFrame], scores: dict[str, dict[str, PromptScores]]
) -> dict[str, list[Comparison]]:
    """Metrics against the same people, by key, on the T2I models that all of them have a score for."""
    found = {}
    for key in AGREEMENT_KEYS:
        tables = _tables(key, pairs, scores)
        if tables is not None:
            human, metrics = tables
            found[key] = compare(human, metrics, generator_of(human, *metrics.values()))
    return found


def _tables(
    key: str, pairs: dict[str, pd.DataFrame], scores: dict[str, dict[str, PromptScores]]
) -> tuple[Floats, dict[str, Floats]] | None:
    """People's scores and each metric's, prompt by prompt where all know them, else totals."""
    own = {name: frame[frame["key"] == key].set_index("t2i_model") for name, frame in pairs.items()}
    shared = sorted(set.intersection(*(set(frame.index) for frame in own.values())))
    if not shared:
        return None
    first = next(iter(own))
    if all(key in scores.get(name, {}) for name in own):
        orders = {name: frame.index.get_indexer(pd.Index(shared)) for name, frame in own.items()}
        people = scores[first][key].human[orders[first]]
        metrics = {name: scores[name][key].metric[orders[name]] for name in own}
        if len({people.shape, *(table.shape for table in metrics.values())}) == 1:
            return people, metrics
    totals = {name: frame.loc[shared, ["evaluator"]].to_numpy(float) for name, frame in own.items()}
    return own[first].loc[shared, ["reference"]].to_numpy(float), totals


def agreement_table(found: Findings) -> pd.DataFrame:
    """All statistics of a board as one table for a file; columns: level, metric, key, and the fields of `Agreement`."""
    by_metric = {EVALUATOR: found.rows} | found.baselines
    rows = [
        _row(T2I_MODELS, item.key, row, metric)
        for metric, items in by_metric.items()
        for item in items
        for row in item.rows
    ]
    for item in found.images:
        for level, part in ((IMAGES, item.images), (PAIRS, item.pairs), (ANNOTATORS, item.annotators)):
            rows += [_row(level, item.key, row) for row in part]
    fields = ["level", "metric", "key", *Agreement.__dataclass_fields__]
    return pd.DataFrame(rows, columns=fields)


def findings_json(found: Findings) -> dict[str, Any]:
    """The record as JSON: rows of dimensions and of skills apart, then what else is known."""
    dimensions = {dimension.value for dimension in Dimension}
    rows = [({"key": item.key}, row) for item in found.rows for row in item.rows]
    return {
        "board": found.board.name,
        "rows": [{"dimension": key["key"]} | row.as_dict() for key, row in rows if key["key"] in dimensions],
        "skills": [{"skill": key["key"]} | row.as_dict() for key, row in rows if key["key"] not in dimensions],
        "ceilings": [{"key": key} | asdict(ceiling) for key, both in found.ceilings.items() for ceiling in both],
        "images": [
            {"key": item.key, "level": level} | row.as_dict()
            for item in found.images
            for level, part in ((IMAGES, item.images), (PAIRS, item.pairs), (ANNOTATORS, item.annotators))
            for row in part
        ],
        "baselines": [
            {"baseline": name, "dimension": item.key} | row.as_dict()
            for name, own in found.baselines.items()
            for item in own
            for row in item.rows
        ],
        "baselines_compared": [{"key": key} | asdict(row) for key, rows in found.compared.items() for row in rows],
        "simulated_reference": found.board.simulated_reference,
        "source": found.board.source,
        "notes": list(found.notes),
    }


def _row(level: str, key: str, row: Agreement, metric: str = EVALUATOR) -> dict[str, Any]:
    return {"level": level, "metric": metric, "key": key} | asdict(row)
