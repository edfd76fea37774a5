"""One image's answers as the JSON that the command line prints, the API sends and the page hands out."""

from typing import TYPE_CHECKING, Any

from model.scoring.folder import answer_json
from model.scoring.image import ImageScore

# Importing torch takes seconds; who only shows or describes a score should not wait for it.
if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator


def image_json(evaluator: "Evaluator", score: ImageScore) -> dict[str, Any]:
    """Answers with the wording of the chosen option and the question as sent, what was not asked, and who judged."""
    questions = evaluator.protocol.questions
    return {
        "answers": [
            answer_json(answer, question) | {"meaning": questions[answer.skill].options[str(answer.choice)]}
            for answer, question in zip(score.answers, score.questions, strict=True)
        ],
        "skipped": list(score.skipped),
        **evaluator_json(evaluator),
        "seconds": score.seconds,
    }


def evaluator_json(evaluator: "Evaluator") -> dict[str, Any]:
    """The evaluator and the protocol that gave the answers."""
    return {
        "evaluator": evaluator.digest,
        "evaluator_name": evaluator.name,
        "closed_world": evaluator.closed_world,
        "protocol": evaluator.protocol.digest,
    }
