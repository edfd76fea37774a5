"""Write scores as the JSON that the command line, the API and the page give."""

from typing import TYPE_CHECKING, Any

from model.protocol.answers import Answer
from model.protocol.schema import Question
from model.scoring.folder import FolderScore
from model.scoring.image import ImageScore

if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator


def image_json(evaluator: "Evaluator", score: ImageScore) -> dict[str, Any]:
    """Return one image's answers with meanings and questions, the skipped skills, and the evaluator."""
    questions = evaluator.protocol.questions
    return {
        "answers": [
            _answer_json(answer, question) | {"meaning": questions[answer.skill].options[str(answer.choice)]}
            for answer, question in zip(score.answers, score.questions, strict=True)
        ],
        "skipped": list(score.skipped),
        **_evaluator_json(evaluator, score.seconds),
    }


def folder_json(evaluator: "Evaluator", score: FolderScore) -> dict[str, Any]:
    """Return the answers of a folder's images, the scores of the skills, what was left out, and the evaluator."""
    plan = score.plan
    return {
        "images": [
            {
                "image": image.name,
                "prompts": [
                    {"dimension": str(prompt.dimension), "prompt_id": prompt.prompt_id} for prompt in image.prompts
                ],
                "answers": [_answer_json(*pair) for pair in zip(answers, image.questions, strict=True)],
            }
            for image, answers in zip(plan.images, score.answers, strict=True)
        ],
        "skills": {key: {"score": mean, "n": n} for key, (mean, n) in score.skill_scores().items()},
        "without_prompt": list(plan.without_prompt),
        "prompts_without_image": {str(dimension): list(names) for dimension, names in plan.missing.items()},
        "other_files": list(plan.other_files),
        **_evaluator_json(evaluator, score.seconds),
    }


def _answer_json(answer: Answer, question: Question) -> dict[str, Any]:
    return {
        "skill": answer.skill,
        "choice": answer.choice,
        "expected": answer.expected,
        "absent": answer.absent,
        "probabilities": {str(option): p for option, p in answer.probabilities.items()},
        "question": question.text,
    }


def _evaluator_json(evaluator: "Evaluator", seconds: float) -> dict[str, Any]:
    return {
        "evaluator": evaluator.digest,
        "evaluator_name": evaluator.name,
        "closed_world": evaluator.closed_world,
        "protocol": evaluator.protocol.digest,
        "seconds": seconds,
    }
