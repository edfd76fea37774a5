"""The exam itself: one pass over the unseen simulated T2I models, then the probes."""

from collections.abc import Callable, Sequence

import numpy as np

from model.closed_world.protocol import protocol_prompts
from model.closed_world.simulation import UNSEEN_MODELS, SimulatedModel
from model.exam.calibration import calibration_error
from model.exam.figures import compare_order, compute_overall_reliability, compute_skill_results
from model.exam.generations import ExaminedEvaluator, ProgressCounter, answer_generations
from model.exam.pictures import HARMLESS
from model.exam.probes import TEXTS, probe_harmless_changes, probe_mirroring, probe_painted_texts, shows_sides
from model.exam.report import ExamReport
from model.protocol.skills import Dimension

QUICK_EVERY = 4
"""Every how many prompts one is used for a quick look."""


def examine(
    evaluator: ExaminedEvaluator,
    *,
    t2i_models: Sequence[SimulatedModel] = UNSEEN_MODELS,
    quick: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ExamReport:
    """Examine an evaluator in the closed world, its protocol's wording and thresholds applying.

    Accuracy, calibration and the order of the T2I models come from one pass over the generations of
    `t2i_models`, drawn at the size submissions have; the probes from a sample of them.

    Args:
        evaluator: Who is examined.
        t2i_models: Simulated T2I models whose generations are judged; an evaluator's training must not have
            seen them.
        quick: Use every fourth prompt only, for a look.
        progress: Called with the number of pictures answered so far, and of all as far as is known by then.
    """
    every = QUICK_EVERY if quick else 1
    clock = ProgressCounter(len(t2i_models) * -(-len(protocol_prompts()) // every), progress)
    papers, even, sideways = answer_generations(evaluator, t2i_models, every, shows_sides, clock)
    clock.expect(len(even) * (len(HARMLESS) + len(TEXTS)) + len(sideways))
    skills = compute_skill_results(papers)
    diagram = compute_overall_reliability(papers)
    orders = [compare_order(papers, dimension) for dimension in Dimension]
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
        images=len(papers),
        mean_accuracy=float(np.mean([own.accuracy for own in skills])),
        skills=tuple(skills),
        calibration_error=calibration_error(diagram),
        reliability=tuple(diagram),
        tau_b=tuple(result for result, _ in orders),
        scores=tuple(score for _, scores in orders for score in scores),
        probes=tuple(probe_harmless_changes(evaluator, even, clock)),
        mirrored=probe_mirroring(evaluator, sideways, clock),
        painted_text=tuple(probe_painted_texts(evaluator, even, clock)),
        thresholds=evaluator.protocol.exam,
    )
