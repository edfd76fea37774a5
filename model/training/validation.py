"""How well a split is answered: accuracy and weighted kappa per skill."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.exam.statistics import weighted_kappa
from model.protocol.skills import SKILLS
from model.training.data import LabelledImage


def compute_validation_figures(
    images: Sequence[LabelledImage], choices: NDArray[np.int64], losses: NDArray[np.float64]
) -> dict[str, Any]:
    """Figures of a split from what `Judge` gave for its images, (images, questions) each, in their order.

    `loss` (nats) is the mean over questions; `skills` holds per skill that is
    asked `accuracy` (0 to 1), quadratic `weighted_kappa` (-1 to 1) and `n`;
    `accuracy` and `weighted_kappa` beside it are the means over these skills.
    """
    truths: dict[str, list[int]] = {}
    chosen: dict[str, list[int]] = {}
    total, count = 0.0, 0
    for image, own_choices, own_losses in zip(images, choices, losses, strict=True):
        for number, (question, answer) in enumerate(zip(image.questions, image.answers, strict=True)):
            truths.setdefault(question.skill, []).append(answer)
            chosen.setdefault(question.skill, []).append(question.options[own_choices[number]])
        count += len(image.questions)
        total += float(own_losses[: len(image.questions)].sum())
    skills = {
        skill.key: {
            "accuracy": float(np.mean(np.equal(truths[skill.key], chosen[skill.key]))),
            "weighted_kappa": weighted_kappa(truths[skill.key], chosen[skill.key], skill.options),
            "n": len(truths[skill.key]),
        }
        for skill in SKILLS
        if skill.key in truths
    }
    return {
        "loss": total / count,
        "accuracy": float(np.mean([own["accuracy"] for own in skills.values()])),
        "weighted_kappa": float(np.mean([own["weighted_kappa"] for own in skills.values()])),
        "skills": skills,
    }
