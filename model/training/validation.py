"""How well a trained network answers a split: accuracy and weighted kappa per skill."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.evaluator.accuracy import measure_accuracy
from model.protocol.skills import SKILLS
from model.training.data import LabelledImage


def compute_validation_figures(
    images: Sequence[LabelledImage], choices: NDArray[np.int64], losses: NDArray[np.float64]
) -> dict[str, Any]:
    """Compute a split's figures from what `AdaptedNetwork` gave for its images, (images, questions) each, in order.

    `loss` (nats) is the mean over questions; `skills` holds per skill that is
    asked `accuracy` (0 to 1), quadratic `weighted_kappa` (-1 to 1) and `n`;
    `accuracy` and `weighted_kappa` beside it are the means over these skills.
    """
    pairs: dict[str, list[tuple[int, int]]] = {}
    total, count = 0.0, 0
    for image, image_choices, image_losses in zip(images, choices, losses, strict=True):
        for number, (question, label) in enumerate(zip(image.questions, image.answers, strict=True)):
            pairs.setdefault(question.skill, []).append((label, question.options[image_choices[number]]))
        count += len(image.questions)
        total += float(image_losses[: len(image.questions)].sum())
    skills = {skill.key: measure_accuracy(pairs[skill.key], skill.options) for skill in SKILLS if skill.key in pairs}
    return {
        "loss": total / count,
        "accuracy": float(np.mean([skill.accuracy for skill in skills.values()])),
        "weighted_kappa": float(np.mean([skill.weighted_kappa for skill in skills.values()])),
        "skills": {
            key: {"accuracy": skill.accuracy, "weighted_kappa": skill.weighted_kappa, "n": skill.n}
            for key, skill in skills.items()
        },
    }
