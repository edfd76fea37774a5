"""docs/statistics.md says what the code gives: its worked example is recomputed from its text, its studies are read."""

import json
import re
from typing import Any

import pytest

from leaderboard.board.agreement import agreement
from leaderboard.statistics.agreement import STATISTICS
from leaderboard.statistics.counts import count_pairs
from leaderboard.statistics.influence import influence
from leaderboard.store.published import published_scores
from tests.helpers.paths import ROOT

TEXT = (ROOT / "docs/statistics.md").read_text()
DIMENSIONS = ("alignment", "faithfulness")


def cells(start: str) -> list[str]:
    """The cells of the table row that begins with `start`."""
    (row,) = re.findall(rf"^\| {re.escape(start)} \|(.*)\|$", TEXT, re.M)
    return [cell.strip() for cell in row.split("|")]


def study(name: str) -> dict[str, Any]:
    """The newest result of a study."""
    path = max((ROOT / "benchmarks/results").glob(f"{name}_*.json"))
    document: dict[str, Any] = json.loads(path.read_text())
    return document


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_counts_of_pairs(dimension: str) -> None:
    scores = published_scores()
    counts = count_pairs(scores[f"{dimension}_human"].to_numpy(), scores[f"{dimension}_evalalign"].to_numpy())
    fields = (counts.concordant, counts.discordant, counts.tied_human, counts.tied_metric, counts.tied_both)
    assert [int(cell) for cell in cells(dimension)] == [int(field) for field in fields]


def test_every_statistic_with_its_interval() -> None:
    scores = published_scores()
    computed = [
        {row.statistic: row for row in agreement(scores[f"{dimension}_human"], scores[f"{dimension}_evalalign"])}
        for dimension in DIMENSIONS
    ]
    examples = TEXT[: TEXT.index("## Scores")]
    figure, interval = r"([\d.]+) \| ", r"([\d.]+) to ([\d.]+) \|"
    documented = re.findall(rf"^\| `(\w+)` \| {figure}{interval} {figure}{interval}$", examples, re.M)
    assert [row[0] for row in documented] == [name for name in STATISTICS if name != "soft_pairwise_accuracy"]
    for name, *figures in documented:
        for rows, (value, low, high) in zip(computed, (figures[:3], figures[3:]), strict=True):
            row = rows[name]
            assert (f"{row.value:.4f}", f"{row.low:.2f}", f"{row.high:.2f}") == (value, low, high)


def test_the_influence_and_the_standard_errors() -> None:
    scores = published_scores()
    for dimension in DIMENSIONS:
        influences = influence(
            scores["t2i_model"].tolist(),
            scores[f"{dimension}_human"].to_numpy(),
            scores[f"{dimension}_evalalign"].to_numpy(),
        )
        assert f"{influences.standard_error:.3f} for {dimension}" in TEXT
    for row in influences.rows[:2]:
        assert cells(row.t2i_model) == [f"{row.without:.4f}", f"{row.best:.4f}", f"{row.gain:.4f}"]


def test_every_statistic_has_its_formula() -> None:
    for name in (*STATISTICS, "cohen_kappa", "weighted_kappa", "krippendorff_alpha"):
        assert len(cells_of_formula(name)) == 3


def cells_of_formula(name: str) -> list[str]:
    formulas = TEXT[TEXT.index("## Agreement") :]
    (row,) = re.findall(rf"^\| `{name}` \|(.*)\|$", formulas, re.M)
    return [cell.strip() for cell in row.split("|")]


def test_the_studies_figures_are_those_of_their_results() -> None:
    coverage = study("coverage")
    scores, ranks = coverage["scores"].values(), coverage["ranks"].values()
    assert cells("scores: skills, dimensions, overall") == [f"{min(scores):.1%} to {max(scores):.1%}"]
    assert cells("ranks of all T2I models at once") == [f"{min(ranks):.1%} to {max(ranks):.0%}"]
    over_prompts = ", ".join(f"{share:.1%}" for share in coverage["tau_over_prompts"].values())
    assert cells("tau-b over prompts, little and much noise") == [over_prompts]
    for share in coverage["tau_over_t2i_models"].values():
        assert f"{share:.1%}" in TEXT
    few = study("few_labels")["scores"]
    for dimension in DIMENSIONS:
        assert f"{few[dimension]['covered']:.1%}" in TEXT
        assert f"{few[dimension]['width_ratio']:.2f}" in TEXT


def test_what_the_studies_must_show() -> None:
    coverage = study("coverage")
    assert all(0.93 <= share <= 0.97 for share in coverage["scores"].values())
    assert all(share >= 0.95 for share in coverage["ranks"].values())
    assert all(0.93 <= share <= 0.97 for share in coverage["tau_over_prompts"].values())
    assert all(0.925 <= share <= 0.97 for share in coverage["tau_over_t2i_models"].values())
