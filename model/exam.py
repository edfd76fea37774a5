"""An exam in the closed world: an evaluator's answers against the truth, on pictures it has not seen.

The pictures are drawn at the size simulated T2I models deliver and prepared
by the protocol, as a submission's are. Beside accuracy stands what always
giving the commonest answer would reach.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from model.evaluator import Evaluator
from model.skills import SKILLS
from model.world.draw import DEFAULT_SIZE
from model.world.lessons import make_lesson


@dataclass(frozen=True, slots=True)
class ExamRow:
    """One skill: number of questions, share right, share of the commonest true answer, quadratic weighted kappa."""

    skill: str
    n: int
    accuracy: float
    commonest: float
    weighted_kappa: float


def exam(
    evaluator: Evaluator, images: int, *, seed: str = "exam", progress: Callable[[int], None] | None = None
) -> list[ExamRow]:
    """Examine on `images` fresh lessons; the seed's lessons are none that training draws."""
    truths: dict[str, list[int]] = defaultdict(list)
    choices: dict[str, list[int]] = defaultdict(list)
    batch = 64
    for start in range(0, images, batch):
        lessons = [
            make_lesson(evaluator.protocol, f"{seed}/{number}", DEFAULT_SIZE)
            for number in range(start, min(start + batch, images))
        ]
        found = evaluator.answer([lesson.image for lesson in lessons], [lesson.questions for lesson in lessons])
        for lesson, answers in zip(lessons, found, strict=True):
            for truth, answer in zip(lesson.answers, answers, strict=True):
                truths[answer.skill].append(truth)
                choices[answer.skill].append(answer.choice)
        if progress:
            progress(min(start + batch, images))
    return [
        ExamRow(
            skill=skill.key,
            n=len(truths[skill.key]),
            accuracy=float(np.mean(np.equal(truths[skill.key], choices[skill.key]))),
            commonest=Counter(truths[skill.key]).most_common(1)[0][1] / len(truths[skill.key]),
            weighted_kappa=weighted_kappa(truths[skill.key], choices[skill.key], skill.options),
        )
        for skill in SKILLS
        if truths[skill.key]
    ]


def weighted_kappa(truths: Sequence[int], choices: Sequence[int], options: Sequence[int]) -> float:
    """Cohen's kappa with quadratic weights over the options' order (Cohen 1968); 1 where nothing could disagree."""
    index = {option: position for position, option in enumerate(options)}
    observed = np.zeros((len(options), len(options)))
    for truth, choice in zip(truths, choices, strict=True):
        observed[index[truth], index[choice]] += 1
    expected = np.outer(observed.sum(1), observed.sum(0)) / observed.sum()
    weights = np.square(np.subtract.outer(np.arange(len(options)), np.arange(len(options))))
    disagreement = float((weights * expected).sum())
    return 1 - float((weights * observed).sum()) / disagreement if disagreement else 1.0
