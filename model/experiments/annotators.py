"""How well annotators agree with each other: the ceiling that an evaluator is measured against."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import isfinite
from statistics import fmean

import numpy as np

from model.closed_world.annotators import cohen_kappa
from model.exam.tau import Place, TauInterval, count_points, percentile_interval, tau_b
from model.experiments.data import AnnotatorLabel
from model.experiments.figures import place_of
from model.experiments.results import AnnotatorFigures, HalvesAgreement, PairAgreement, SkillAgreement
from model.protocol.skills import SKILL_BY_KEY, SKILLS, Dimension

RANDOM_SPLITS = 200
"""How often the prompts are halved."""

_Labels = dict[tuple[str, str, str], int]
"""One annotator's labels by image, skill and question text."""


def compute_annotator_figures(votes: Mapping[str, Sequence[AnnotatorLabel]], *, seed: int = 0) -> AnnotatorFigures:
    """Cohen's kappa of all pairs of annotators, pooled and by skill, and how well halves of the labels agree.

    Args:
        votes: Labels by group of T2I models; halves are compared within a group.
        seed: Of the random halves.
    """
    given = _by_annotator(vote for own in votes.values() for vote in own)
    pairs = [
        PairAgreement(annotators=(first, second), n=n, kappa=kappa)
        for first, second in combinations(sorted(given), 2)
        for n, kappa in [_kappa(given[first], given[second])]
        if n
    ]
    return AnnotatorFigures(
        kappa=_mean(pair.kappa for pair in pairs),
        pairs=tuple(pairs),
        skills=tuple(found for skill in SKILLS for found in _skill(skill.key, given)),
        halves=tuple(
            found
            for group, own in votes.items()
            for dimension in Dimension
            for found in _halves(group, own, dimension, seed)
        ),
    )


def _by_annotator(votes: Iterable[AnnotatorLabel]) -> dict[str, _Labels]:
    given: dict[str, _Labels] = {}
    for vote in votes:
        question = vote.label.question
        given.setdefault(vote.annotator, {})[vote.label.image, question.skill, question.text] = vote.label.answer
    return given


def _kappa(first: _Labels, second: _Labels) -> tuple[int, float | None]:
    """How many questions both have labelled, and their kappa on these."""
    shared = [key for key in first if key in second]
    if not shared:
        return 0, None
    kappa = cohen_kappa([first[key] for key in shared], [second[key] for key in shared])
    return len(shared), kappa if isfinite(kappa) else None


def _skill(skill: str, given: Mapping[str, _Labels]) -> list[SkillAgreement]:
    own = {name: {key: label for key, label in labels.items() if key[1] == skill} for name, labels in given.items()}
    found = [_kappa(own[first], own[second]) for first, second in combinations(sorted(own), 2)]
    n = sum(shared for shared, _ in found)
    return [SkillAgreement(skill=skill, n=n, kappa=_mean(kappa for _, kappa in found))] if n else []


def _halves(group: str, votes: Sequence[AnnotatorLabel], dimension: Dimension, seed: int) -> list[HalvesAgreement]:
    """Tau-b between the orders by two halves of the prompts, its mean and the middle 95% of the random splits."""
    options: dict[tuple[str, str, Place], list[int]] = {}
    for vote in votes:
        label = vote.label
        if SKILL_BY_KEY[label.question.skill].dimension is dimension:
            place = place_of(label.image, label.t2i_model)
            options.setdefault((vote.annotator, label.image, place), []).append(label.answer)
    if not options:
        return []
    table = count_points(
        ((place, chosen) for (_, _, place), chosen in options.items()), per_image=dimension is Dimension.ALIGNMENT
    )
    prompts = table.points.shape[1]
    rng = np.random.default_rng(seed)
    half = np.stack([rng.permutation(prompts) < prompts // 2 for _ in range(RANDOM_SPLITS)]).astype(float)
    taus = tau_b(table.scores(half), table.scores(1 - half))
    mean = _mean(float(tau) for tau in taus if np.isfinite(tau))
    middle = TauInterval() if mean is None else percentile_interval(mean, taus)
    return [
        HalvesAgreement(
            group=group,
            dimension=dimension,
            t2i_models=len(table.t2i_models),
            images=len({image for _, image, _ in options}),
            tau_b=mean,
            low=middle.low,
            high=middle.high,
        )
    ]


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
