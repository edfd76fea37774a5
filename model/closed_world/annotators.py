"""Three simulated annotators who label every picture of the closed world, and err as people do.

They are no people; wherever their labels or scores appear they are called simulated. The written rule: an annotator
sees the true answer through noise (normal, of a width that belongs to the skill), adds a strictness of its own, and
gives the nearest option. One is lenient, one strict, one in between. Whether a part is there at all is hardly ever
mistaken: once in a hundred questions that offer -1. A label follows from annotator, T2I model, prompt and skill alone.

The widths were found by bisection on the 24 simulated T2I models and the prompts of `closed-world-v1`: Cohen's kappa of
two annotators, averaged over the three pairs, shall be 0.68 within 0.03, which EvalAlign (arXiv 2406.16562) reports of
its annotators (0.681). Pooled over all questions it comes out higher than skill by skill, because skills differ in
their commonest answers; both lie within that range.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, median_low

from sklearn.metrics import cohen_kappa_score

from model.protocol.schema import Prompt
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Skill

SOURCE = "three simulated annotators (closed world)"
"""The source of simulated T2I models' reference scores; shown beside every figure made of them."""


@dataclass(frozen=True, slots=True)
class SimulatedAnnotator:
    """A simulated annotator; `leniency` is added to every answer, in points, before it is rounded."""

    name: str
    leniency: float


ANNOTATORS: tuple[SimulatedAnnotator, ...] = (
    SimulatedAnnotator("simulated-lenient", 0.2),
    SimulatedAnnotator("simulated-even", 0.0),
    SimulatedAnnotator("simulated-strict", -0.2),
)

NOISE: dict[str, float] = {
    "faithfulness.body": 0.505,
    "faithfulness.hand": 0.51,
    "faithfulness.face": 0.51,
    "faithfulness.object": 0.37,
    "faithfulness.commonsense": 0.36,
    "alignment.object": 0.335,
    "alignment.count": 0.375,
    "alignment.color": 0.385,
    "alignment.style": 0.365,
    "alignment.spatial": 0.385,
    "alignment.action": 0.355,
}
"""Standard deviation of the noise on the true answer, in points, by skill."""

PRESENCE_SLIP = 0.01
"""Share of the questions in which an annotator is mistaken about whether a part is in the picture."""


def simulate_labels(t2i_model: str, prompt: Prompt, truth: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Label a generation by its true answers; returns per annotator's name the label of every skill in `truth`."""
    place = f"{t2i_model}/{prompt.dimension}/{prompt.prompt_id}"
    return {
        annotator.name: {
            key: _label(annotator, SKILL_BY_KEY[key], answer, random.Random(f"{annotator.name}/{place}/{key}"))
            for key, answer in truth.items()
        }
        for annotator in ANNOTATORS
    }


def _label(annotator: SimulatedAnnotator, skill: Skill, answer: int, rng: random.Random) -> int:
    if skill.options[0] == ABSENT and rng.random() < PRESENCE_SLIP:
        return rng.choice(skill.options[1:]) if answer == ABSENT else ABSENT
    if answer == ABSENT:
        return ABSENT
    seen = round(answer + annotator.leniency + rng.gauss(0, NOISE[skill.key]))
    return min(max(seen, 0), skill.best)


def median_labels(labels: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Take the median of the annotators' labels by skill; of an even number the lower one in the middle."""
    skills = next(iter(labels.values()))
    return {skill: median_low([by_skill[skill] for by_skill in labels.values()]) for skill in skills}


def cohen_kappa(first: Sequence[int], second: Sequence[int]) -> float:
    """Compute Cohen's kappa, unweighted, of two annotators' labels on the same questions: 1 at most, 0 by chance.

    Not a number where both always give one and the same label. Raises `ValueError` where the two differ in length, or
    there is nothing to compare.
    """
    return math.nan if len({*first, *second}) == 1 else float(cohen_kappa_score(first, second))


def pairwise_kappa(rows: Sequence[Sequence[int]]) -> float:
    """Average Cohen's kappa over all pairs of annotators, one row of labels each; raises as `cohen_kappa`."""
    return fmean(cohen_kappa(first, second) for first, second in combinations(rows, 2))
