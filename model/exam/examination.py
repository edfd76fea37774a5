"""The exam itself: one pass over the unseen simulated T2I models, then the probes."""

from collections.abc import Callable, Sequence

import numpy as np

from model.closed_world.protocol import protocol_prompts
from model.closed_world.simulation import UNSEEN_MODELS, SimulatedModel
from model.exam.calibration import calibration_error
from model.exam.figures import compare_order, compute_overall_reliability, compute_skill_results
from model.exam.generations import (
    SAMPLE_EVERY,
    ExaminedEvaluator,
    MarkedGeneration,
    ProbeSample,
    ProgressCounter,
    answer_generations,
)
from model.exam.pictures import HARMLESS
from model.exam.probes import TEXTS, probe_harmless_changes, probe_mirroring, probe_painted_texts, shows_sides
from model.exam.report import ExamReport
from model.protocol.skills import Dimension

QUICK_EVERY = 4
"""A quick look uses one prompt in so many."""


def examine(
    evaluator: ExaminedEvaluator,
    *,
    t2i_models: Sequence[SimulatedModel] = UNSEEN_MODELS,
    quick: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExamReport:
    """Examine an evaluator in the closed world, with its protocol's wording and thresholds.

    Accuracy, calibration and the order of the T2I models come from one pass over the generations of `t2i_models`,
    which the evaluator's training must not have seen; the probes from a sample of them. `quick`: every fourth prompt
    only. `progress` takes the number of images answered so far, and of all as far as is known by then.
    """
    every = QUICK_EVERY if quick else 1
    counter = ProgressCounter(len(t2i_models) * -(-len(protocol_prompts()) // every), progress)
    generations: list[MarkedGeneration] = []
    samples: list[ProbeSample] = []
    sideways: list[ProbeSample] = []
    for sample in answer_generations(evaluator, t2i_models, every, counter):
        if len(generations) % SAMPLE_EVERY == 0:
            samples.append(sample)
        if shows_sides(sample.generation):
            sideways.append(sample)
        generations.append(sample.generation)
    counter.add_total(len(samples) * (len(HARMLESS) + len(TEXTS)) + len(sideways))
    skills = compute_skill_results(generations)
    diagram = compute_overall_reliability(generations)
    orders = [compare_order(generations, dimension) for dimension in Dimension]
    return ExamReport(
        evaluator=evaluator.digest,
        evaluator_name=evaluator.name,
        base_digest=evaluator.base_digest,
        adapter_digest=evaluator.adapter_digest,
        dtype=evaluator.dtype,
        protocol=evaluator.protocol.digest,
        protocol_name=evaluator.protocol.name,
        quick=quick,
        t2i_models=tuple(t2i_model.name for t2i_model in t2i_models),
        images=len(generations),
        mean_accuracy=float(np.mean([skill.accuracy for skill in skills])),
        skills=tuple(skills),
        calibration_error=calibration_error(diagram),
        reliability=tuple(diagram),
        tau_b=tuple(result for result, _ in orders),
        scores=tuple(score for _, scores in orders for score in scores),
        probes=tuple(probe_harmless_changes(evaluator, samples, counter)),
        mirrored=probe_mirroring(evaluator, sideways, counter),
        painted_text=tuple(probe_painted_texts(evaluator, samples, counter)),
        thresholds=evaluator.protocol.exam,
    )
