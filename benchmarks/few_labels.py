"""Few labels, honest scores: does prediction-powered inference keep its promise in the closed world?

    python -m benchmarks.few_labels [--trials N] [--labelled N] [--save]

The population of a simulated T2I model are its scenes for many fresh prompts,
planned, not drawn; people are the three simulated annotators, and the truth is
the score that their labels of the whole population give. The evaluator is
*simulated* too, by a stated confusion: it gives the true answer 75 times in 100,
else the next grade up (20) or down (5): a kind judge, as real ones are. Each
trial draws as many images as a submission has, has a few of them labelled, and
asks whether the interval covers the truth, and how wide it is beside that of
the labels alone. `told` is how often there is an interval at all: where nearly
all labels are alike there is none.
"""

from typing import Any

import numpy as np

from benchmarks.studies import arguments, keep, surroundings
from leaderboard.statistics.debiased import Estimate, Sums, debias
from model.closed_world.annotators import ANNOTATORS, simulate_labels
from model.closed_world.fresh import sample_fresh_prompts
from model.closed_world.simulation import SIMULATED_MODELS, plan_generations
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension, skills_of

POPULATION = 1_500
IMAGES = {Dimension.FAITHFULNESS: 100, Dimension.ALIGNMENT: 120}
RIGHT, KIND = 0.75, 0.20


def main() -> None:
    """Simulate, print, and with `--save` keep what came out."""
    chosen = arguments(__doc__, trials=200, labelled=40)
    generator = np.random.default_rng(2026)
    report: dict[str, Any] = surroundings() | {
        "trials_per_t2i_model": chosen.trials,
        "labelled": chosen.labelled,
        "images": {dimension.value: number for dimension, number in IMAGES.items()},
        "population": POPULATION,
        "evaluator": f"simulated: right {RIGHT:.0%}, a grade too kind {KIND:.0%}, else a grade too strict",
        "scores": {},
    }
    print(f"{'':<26}{'covered':>24}{'mean width':>24}{'ratio':>8}{'told':>8}")
    print(f"{'score':<26}{'debiased':>12}{'labels':>12}{'debiased':>12}{'labels':>12}")
    for dimension in Dimension:
        populations = [_population(number, dimension, generator) for number in range(0, len(SIMULATED_MODELS), 3)]
        for key in (str(dimension), *(skill.key for skill in skills_of(dimension))):
            row = _trials(key, dimension, populations, chosen.trials, chosen.labelled, generator)
            report["scores"][key] = row
            print(
                f"{key:<26}{row['covered']:>12.1%}{row['covered_by_labels_alone']:>12.1%}"
                f"{row['width']:>12.3f}{row['width_of_labels_alone']:>12.3f}{row['width_ratio']:>8.2f}{row['told']:>8.1%}"
            )
    if chosen.save:
        keep("few_labels", report)


Population = dict[str, tuple[Sums, Sums]]
"""By key, what people and what the evaluator make of every image of a population."""


def _population(number: int, dimension: Dimension, generator: np.random.Generator) -> Population:
    t2i_model = SIMULATED_MODELS[number]
    skills = [skill.key for skill in skills_of(dimension)]
    people = np.zeros((2, POPULATION, len(skills)))
    judged = np.zeros_like(people)
    for image, planned in enumerate(
        plan_generations(t2i_model, sample_fresh_prompts(dimension, POPULATION, seed=number + 1))
    ):
        given = simulate_labels(t2i_model.name, planned.prompt, planned.truth)
        for key, truth in planned.truth.items():
            place = skills.index(key)
            for labels in given.values():
                people[:, image, place] += (
                    np.array([labels[key], 1.0]) / len(ANNOTATORS) if labels[key] != ABSENT else 0.0
                )
            answer = _answer(key, truth, generator)
            judged[:, image, place] = [answer, 1.0] if answer != ABSENT else 0.0
    by_skill = {key: (_sums(people[:, :, [place]]), _sums(judged[:, :, [place]])) for place, key in enumerate(skills)}
    both = (_sums(people), _sums(judged))
    if dimension is Dimension.ALIGNMENT:
        both = (Sums(both[0].above, np.ones(POPULATION)), Sums(both[1].above, np.ones(POPULATION)))
    return by_skill | {str(dimension): both}


def _answer(key: str, truth: int, generator: np.random.Generator) -> int:
    if truth == ABSENT:
        return ABSENT
    luck = generator.random()
    step = 0 if luck < RIGHT else 1 if luck < RIGHT + KIND else -1
    return int(np.clip(truth + step, 0, SKILL_BY_KEY[key].best))


def _sums(table: np.ndarray) -> Sums:
    return Sums(table[0].sum(axis=1), table[1].sum(axis=1))


def _trials(
    key: str,
    dimension: Dimension,
    populations: list[Population],
    trials: int,
    labelled: int,
    generator: np.random.Generator,
) -> dict[str, float]:
    hits, widths = np.zeros(2), np.zeros(2)
    defined = done = 0
    for population in populations:
        people, judged = population[key]
        images_asked = np.flatnonzero(_asked(population, key))
        images = round(IMAGES[dimension] * len(images_asked) / POPULATION)
        few = max(10, round(labelled * len(images_asked) / POPULATION))
        for _ in range(trials):
            drawn = generator.choice(images_asked, size=images, replace=False)
            estimates = debias(_some(people, drawn[:few]), _some(judged, drawn[:few]), _some(judged, drawn[few:]))
            for place, estimate in enumerate((estimates.debiased, estimates.labels_only)):
                hits[place] += _covers(estimate, people.score)
                widths[place] += (estimate.high or 0.0) - (estimate.low or 0.0)
            defined += estimates.debiased.score is not None
            done += 1
    return {
        "covered": round(float(hits[0]) / defined, 4),
        "covered_by_labels_alone": round(float(hits[1]) / defined, 4),
        "width": round(float(widths[0]) / defined, 4),
        "width_of_labels_alone": round(float(widths[1]) / defined, 4),
        "width_ratio": round(float(widths[0] / widths[1]), 4),
        "told": round(defined / done, 4),
        "trials": done,
    }


def _asked(population: Population, key: str) -> np.ndarray:
    """Find the images with the question: an annotator or the evaluator counted it."""
    people, judged = population[key]
    if key in SKILL_BY_KEY and SKILL_BY_KEY[key].dimension is Dimension.ALIGNMENT:
        asked: np.ndarray = (people.below > 0) | (judged.below > 0)
        return asked
    return np.ones(len(people.below), dtype=bool)


def _some(sums: Sums, places: np.ndarray) -> Sums:
    return Sums(sums.above[places], sums.below[places])


def _covers(estimate: Estimate, truth: float) -> bool:
    return estimate.low is not None and estimate.high is not None and estimate.low <= truth <= estimate.high


if __name__ == "__main__":
    main()
