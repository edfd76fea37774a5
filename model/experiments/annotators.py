"""How well annotators agree with each other: the ceiling that an evaluator is measured against."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from math import isfinite
from statistics import fmean

import numpy as np

from model.closed_world.annotators import cohen_kappa
from model.exam.tau import Place, TauInterval, count_points, percentile_interval, tau_b
from model.experiments.figures import place_of
from model.experiments.results import AnnotatorFigures, HalvesAgreement, PairAgreement, SkillAgreement
from model.protocol.skills import SKILL_BY_KEY, SKILLS, Dimension
from model.training.annotations import AnnotatorLabel

RANDOM_SPLITS = 200
"""How often the prompts are halved."""

_LabelsByQuestion = dict[tuple[str, str, str], int]
"""One annotator's labels by image, skill and question text."""


def compute_annotator_figures(labels: Mapping[str, Sequence[AnnotatorLabel]], *, seed: int = 0) -> AnnotatorFigures:
    """Compute Cohen's kappa of all pairs of annotators, pooled and by skill, and how well halves of the labels agree.

    `labels` are grouped by T2I models, and halves compared within a group; `seed` is that of the random halves.
    """
    by_annotator: dict[str, _LabelsByQuestion] = {}
    for entry in chain.from_iterable(labels.values()):
        by_annotator.setdefault(entry.annotator, {})[entry.label.key] = entry.label.answer
    pairs = [
        PairAgreement(annotators=annotators, n=n, kappa=kappa) for annotators, n, kappa in _pairwise_kappa(by_annotator)
    ]
    return AnnotatorFigures(
        kappa=_mean(pair.kappa for pair in pairs),
        pairs=tuple(pairs),
        skills=tuple(_skill_agreements(by_annotator)),
        halves=tuple(
            agreement
            for group, entries in labels.items()
            for dimension in Dimension
            if (agreement := _compare_halves(group, entries, dimension, seed))
        ),
    )


def _pairwise_kappa(
    by_annotator: Mapping[str, _LabelsByQuestion],
) -> Iterator[tuple[tuple[str, str], int, float | None]]:
    """Yield pairs of annotators, how many questions both have labelled (at least one), and their kappa on these."""
    for first, second in combinations(sorted(by_annotator), 2):
        shared = [key for key in by_annotator[first] if key in by_annotator[second]]
        if shared:
            kappa = cohen_kappa(*([by_annotator[name][key] for key in shared] for name in (first, second)))
            yield (first, second), len(shared), kappa if isfinite(kappa) else None


def _skill_agreements(by_annotator: Mapping[str, _LabelsByQuestion]) -> Iterator[SkillAgreement]:
    for skill in SKILLS:
        of_skill = {
            name: {key: label for key, label in labels.items() if key[1] == skill.key}
            for name, labels in by_annotator.items()
        }
        pairs = list(_pairwise_kappa(of_skill))
        if pairs:
            yield SkillAgreement(
                skill=skill.key, n=sum(n for _, n, _ in pairs), kappa=_mean(kappa for _, _, kappa in pairs)
            )


def _compare_halves(
    group: str, labels: Sequence[AnnotatorLabel], dimension: Dimension, seed: int
) -> HalvesAgreement | None:
    """Compute tau-b between the orders by two halves of the prompts: the mean and middle 95% of the random splits.

    None where there are no labels of the dimension.
    """
    options: dict[tuple[str, str, Place], list[int]] = {}
    for entry in labels:
        label = entry.label
        if SKILL_BY_KEY[label.question.skill].dimension is dimension:
            place = place_of(label.image, label.t2i_model)
            options.setdefault((entry.annotator, label.image, place), []).append(label.answer)
    if not options:
        return None
    table = count_points(
        ((place, chosen) for (_, _, place), chosen in options.items()), per_image=dimension is Dimension.ALIGNMENT
    )
    prompts = table.points.shape[1]
    generator = np.random.default_rng(seed)
    half = np.stack([generator.permutation(prompts) < prompts // 2 for _ in range(RANDOM_SPLITS)]).astype(float)
    taus = tau_b(table.scores(half), table.scores(1 - half))
    mean = _mean(float(tau) for tau in taus if np.isfinite(tau))
    middle = TauInterval() if mean is None else percentile_interval(mean, taus)
    return HalvesAgreement(
        group=group,
        dimension=dimension,
        t2i_models=len(table.t2i_models),
        images=len({image for _, image, _ in options}),
        tau_b=mean,
        low=middle.low,
        high=middle.high,
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
