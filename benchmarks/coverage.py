"""Do our 95% intervals hold what they promise? Leaderboards whose truth is known, many times over.

    python -m benchmarks.coverage [--leaderboards N] [--save]

Each simulated leaderboard has T2I models drawn from a population, prompts drawn
from endlessly many (harder and easier ones, which all T2I models share), and
answers on the official scales. The truth is what endlessly many prompts would
give, by the normal distribution's own formula. Counted is how often

- a score's interval covers its true score (skills that all and that a quarter
  of the prompts ask, both dimensions, overall);
- the rank intervals of *all* T2I models cover their true ranks at once;
- Fieller's interval for tau-b over T2I models covers the population's tau;
- the interval for tau-b over prompts covers the tau-b expected with as many
  other prompts, of the same T2I models.
"""

from typing import Any

import numpy as np
from scipy.stats import norm

from benchmarks.studies import arguments, keep, surroundings
from leaderboard.board.standings import compute_contests
from leaderboard.scores.aggregation import OVERALL, score_sheets
from leaderboard.scores.sheets import Sheet
from leaderboard.statistics.arrays import Floats
from leaderboard.statistics.counts import count_batch, tau_b
from leaderboard.statistics.intervals import KENDALL_SPREAD, Interval, centred_percentiles, over_rows
from leaderboard.statistics.ranks import contest, rank_intervals
from leaderboard.statistics.resampling import prompt_weights
from model.protocol.skills import SKILLS, Dimension, skills_of

T2I_MODELS = 24
PROMPTS = {Dimension.FAITHFULNESS: 100, Dimension.ALIGNMENT: 120}
RESAMPLES = 1_000
SHOWN = ("faithfulness.body", "alignment.object", "alignment.style", "faithfulness", "alignment", OVERALL)
RANKED = ("faithfulness", "alignment.style", OVERALL)
CORRELATIONS = (0.8, 0.9, 0.95)
NOISES = (1.0, 3.0)
CHEAP = 40
"""So many times as many leaderboards are simulated where no answers are needed."""

MIDDLE, STEP, PRESENT = 0.55, 0.25, 0.8
"""A T2I model of middling quality earns 0.55 of the points; faces, hands and bodies are there 8 times in 10."""


def main() -> None:
    """Simulate, print, and with `--save` keep the shares covered."""
    chosen = arguments(__doc__, leaderboards=500)
    generator = np.random.default_rng(2026)
    report: dict[str, Any] = surroundings() | {
        "leaderboards": chosen.leaderboards,
        "leaderboards_for_tau_over_t2i_models": CHEAP * chosen.leaderboards,
        "t2i_models": T2I_MODELS,
        "prompts": sum(PROMPTS.values()),
        "scores": {},
        "ranks": {},
        "tau_over_t2i_models": {},
        "tau_over_prompts": {},
    }
    report["scores"], report["ranks"] = scores_and_ranks(chosen.leaderboards, generator)
    for correlation in CORRELATIONS:
        report["tau_over_t2i_models"][f"population tau {tau_of(correlation):.2f}"] = tau_over_t2i_models(
            correlation, CHEAP * chosen.leaderboards, generator
        )
    for noise in NOISES:
        name = f"noise of a prompt {noise:g} times the spread of T2I models"
        report["tau_over_prompts"][name] = tau_over_prompts(noise, chosen.leaderboards, generator)
    for part in ("scores", "ranks", "tau_over_t2i_models", "tau_over_prompts"):
        print(part)
        for name, share in report[part].items():
            print(f"  {name:<60} {100 * share:5.1f}%")
    if chosen.save:
        keep("coverage", report)


def scores_and_ranks(leaderboards: int, generator: np.random.Generator) -> tuple[dict[str, float], dict[str, float]]:
    """Compute the shares of true scores covered, and of leaderboards of which every true rank is covered."""
    covered = dict.fromkeys(SHOWN, 0.0)
    right = dict.fromkeys(RANKED, 0.0)
    for _ in range(leaderboards):
        quality = 0.6 * generator.normal(size=T2I_MODELS)
        truth = true_scores(quality)
        sheets = {dimension: _sheet(dimension, quality, prompts, generator) for dimension, prompts in PROMPTS.items()}
        tables = {table.key: table for table in score_sheets(sheets, generator, RESAMPLES)}
        for key in SHOWN:
            covered[key] += float(np.mean((tables[key].low <= truth[key]) & (truth[key] <= tables[key].high)))
        parts = compute_contests(sheets)
        for key in RANKED:
            ranks = rank_intervals(contest(*parts[key]))
            first = 1 + (truth[key] > truth[key][:, None]).sum(axis=1)
            last = T2I_MODELS - (truth[key] < truth[key][:, None]).sum(axis=1)
            right[key] += float(np.all((ranks.low <= first) & (last <= ranks.high)))
    return (
        {key: round(total / leaderboards, 4) for key, total in covered.items()},
        {key: round(total / leaderboards, 4) for key, total in right.items()},
    )


def true_scores(quality: Floats) -> dict[str, Floats]:
    """Compute every true score, (T2I models,): the share of answers that reach each grade, added up."""
    expected = {}
    for skill in SKILLS:
        grades = (np.arange(1, skill.best + 1) - 0.5) / skill.best
        expected[skill.key] = norm.sf(((grades - MIDDLE) / STEP - quality[:, None]) / np.sqrt(2)).sum(axis=1)
    faithful = np.array([PRESENT if skill.options[0] < 0 else 1.0 for skill in skills_of(Dimension.FAITHFULNESS)])
    aligned = np.array([1.0, 1.0, 1.0, 0.25, 0.25, 0.25])
    points = {
        dimension: np.stack([expected[skill.key] for skill in skills_of(dimension)], axis=1) @ often
        for dimension, often in ((Dimension.FAITHFULNESS, faithful), (Dimension.ALIGNMENT, aligned))
    }
    both = points[Dimension.FAITHFULNESS] / (4 * faithful.sum()) + points[Dimension.ALIGNMENT] / (2 * aligned.sum())
    return expected | {
        "faithfulness": points[Dimension.FAITHFULNESS] / faithful.sum(),
        "alignment": points[Dimension.ALIGNMENT],
        OVERALL: 50 * both,
    }


def tau_of(correlation: float) -> float:
    """Compute Kendall's tau of a normal population of that correlation."""
    return float(2 / np.pi * np.arcsin(correlation))


def tau_over_t2i_models(correlation: float, leaderboards: int, generator: np.random.Generator) -> float:
    """Compute the share of Fieller's intervals that cover the tau of the population that the T2I models come from."""
    human = generator.normal(size=(leaderboards, T2I_MODELS))
    metric = correlation * human + np.sqrt(1 - correlation**2) * generator.normal(size=human.shape)
    hits = 0
    for value in tau_b(count_batch(human, metric)):
        interval = over_rows(float(value), T2I_MODELS, KENDALL_SPREAD)
        hits += (
            interval.low is not None
            and interval.high is not None
            and interval.low <= tau_of(correlation) <= interval.high
        )
    return round(hits / leaderboards, 4)


def tau_over_prompts(noise: float, leaderboards: int, generator: np.random.Generator) -> float:
    """Compute how often intervals over prompts cover the tau-b expected of the same T2I models and as many prompts."""
    prompts = 100
    strata = np.zeros(prompts, dtype=np.int64)
    hits = 0
    for _ in range(leaderboards):
        human = generator.normal(size=T2I_MODELS)
        metric = 0.9 * human + 0.3 * generator.normal(size=T2I_MODELS)
        spread = noise / np.sqrt(prompts)
        again = [each + spread * generator.normal(size=(2_000, T2I_MODELS)) for each in (human, metric)]
        expected = float(tau_b(count_batch(*again)).mean())
        seen = [each[:, None] + noise * generator.normal(size=(T2I_MODELS, prompts)) for each in (human, metric)]
        weights = prompt_weights(strata, RESAMPLES, generator) / prompts
        value = float(tau_b(count_batch(seen[0].mean(axis=1), seen[1].mean(axis=1))))
        interval = centred_percentiles(value, tau_b(count_batch(weights @ seen[0].T, weights @ seen[1].T)), -1.0, 1.0)
        hits += _covers(interval, expected)
    return round(hits / leaderboards, 4)


def _covers(interval: Interval, truth: float) -> bool:
    return interval.low is not None and interval.high is not None and interval.low <= truth <= interval.high


def _sheet(dimension: Dimension, quality: Floats, prompts: int, generator: np.random.Generator) -> Sheet:
    """Make up answers to newly drawn prompts; each of the last alignment skills is asked by a quarter of them."""
    skills = skills_of(dimension)
    shape = (len(quality), prompts, len(skills))
    best = np.array([skill.best for skill in skills])
    hard = generator.normal(size=(1, prompts, 1))
    seen = quality[:, None, None] + hard + generator.normal(size=shape)
    asked = np.ones(shape[1:], dtype=bool)
    if dimension is Dimension.ALIGNMENT:
        asked[:, 3:] = (np.arange(prompts) % 4)[:, None] == np.array([0, 1, 2])
    present = generator.random(shape) < np.array([PRESENT if skill.options[0] < 0 else 1.0 for skill in skills])
    counted = (asked & present).astype(np.float64)
    points = np.clip(np.round(best * (MIDDLE + STEP * seen)), 0, best) * counted
    names = tuple(map(str, range(len(quality))))
    return Sheet(dimension, skills, names, tuple(map(str, range(prompts))), points, counted, asked)


if __name__ == "__main__":
    main()
