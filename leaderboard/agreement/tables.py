"""The tables of a board's agreement with people, for files."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pandas as pd

from core.language import mark
from leaderboard.agreement.findings import EVALUATOR, Findings
from leaderboard.board.agreement import board_influence
from leaderboard.statistics.agreement import Agreement


def agreement_table(findings: Findings) -> pd.DataFrame:
    """Tabulate all statistics; columns: level, metric, key, and the fields of `Agreement`."""
    rows = [
        _row("t2i_models", metric, item.key, row)
        for metric, items in findings.agreement.items()
        for item in items
        for row in item.rows
    ]
    rows += [
        _row(level, EVALUATOR, item.key, row)
        for item in findings.images
        for level, part in item.levels.items()
        for row in part
    ]
    return pd.DataFrame(rows, columns=["level", "metric", "key", *Agreement.__dataclass_fields__])


def _row(level: str, metric: str, key: str, row: Agreement) -> dict[str, Any]:
    return {"level": level, "metric": metric, "key": key} | asdict(row)


def _scores(findings: Findings) -> pd.DataFrame:
    return findings.pairs[EVALUATOR]


def _comparisons(findings: Findings) -> pd.DataFrame:
    return pd.DataFrame([{"key": key} | asdict(row) for key, rows in findings.compared.items() for row in rows])


def _ceilings(findings: Findings) -> pd.DataFrame:
    return pd.DataFrame([{"key": key} | asdict(ceiling) for key, both in findings.ceilings.items() for ceiling in both])


def _influence(findings: Findings) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"metric": metric, "key": key} | asdict(row)
            for metric, pairs in findings.pairs.items()
            for key, influences in board_influence(pairs).items()
            for row in influences.rows
        ]
    )


TABLES: dict[str, tuple[str, Callable[[Findings], pd.DataFrame]]] = {
    "statistics": (mark("Statistics"), agreement_table),
    "scores": (mark("Scores"), _scores),
    "comparisons": (mark("Comparisons"), _comparisons),
    "ceilings": (mark("People with people"), _ceilings),
    "influence": (mark("Influence"), _influence),
}
"""By its name in addresses, each table's title and how it is made."""
