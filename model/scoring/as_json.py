"""Write scores as the JSON that the command line, the API and the page give."""

from typing import TYPE_CHECKING, Any

from model.scoring.folder import answer_json
from model.scoring.image import ImageScore

if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator


def image_json(evaluator: "Evaluator", score: ImageScore) -> dict[str, Any]:
    """Return one image's answers with meanings and questions, the skipped skills, and the evaluator."""
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
    """Return the evaluator and the protocol behind the answers."""
    return {
        "evaluator": evaluator.digest,
        "evaluator_name": evaluator.name,
        "closed_world": evaluator.closed_world,
        "protocol": evaluator.protocol.digest,
    }
