"""Scoring a folder of images by a protocol: which prompt each was made for, what it is asked, what came out.

An image is named by its prompt's id, `<prompt id>.<extension>`, and lies in
the folder itself or in a subfolder named by the dimension, as in a submission.
In the folder itself it is asked what every prompt of its name asks. An image
that no prompt is named after is asked the faithfulness questions, which need
none. Nothing is divided by the number of files: what is missing is told.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from core.problems import BadInput, Problem
from core.settings import Settings
from model.evaluator.decoding import EXTENSIONS
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt, Question
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension, skills_of
from model.scoring.image import open_image

if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator

BATCH = 64
"""Images held in memory at once; the evaluator cuts them into batches of its own."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FolderImage:
    """One image; `name` is its path in the folder. The prompts it was made for, and all that is asked of it."""

    path: Path
    name: str
    prompts: tuple[Prompt, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """The images of a folder, all sound; files that are no images; prompts of the protocol that no image is for."""

    images: tuple[FolderImage, ...]
    other_files: tuple[str, ...]
    missing: dict[Dimension, tuple[str, ...]]

    @property
    def without_prompt(self) -> tuple[str, ...]:
        """Images that are named after no prompt."""
        return tuple(image.name for image in self.images if not image.prompts)


@dataclass(frozen=True, slots=True)
class FolderScore:
    """The plan and, image by image, the answers to its questions; seconds of scoring."""

    plan: FolderPlan
    answers: tuple[tuple[Answer, ...], ...]
    seconds: float

    def skill_scores(self) -> dict[str, tuple[float | None, int]]:
        """Per skill that was asked: the mean of the answers, -1 left out, and how many were counted."""
        choices: dict[str, list[int]] = {}
        for answer in (answer for own in self.answers for answer in own):
            choices.setdefault(answer.skill, []).append(answer.choice)
        counted = {key: [c for c in choices[key] if c != ABSENT] for key in SKILL_BY_KEY if key in choices}
        return {key: (fmean(own) if own else None, len(own)) for key, own in counted.items()}


def plan_folder(folder: Path, protocol: Protocol, settings: Settings) -> FolderPlan:
    """What is to be asked of which image of the folder.

    Raises `BadInput` naming every image that is not sound, several images for
    one prompt, images of a dimension's subfolder without a prompt, and a folder without images.
    """
    prompts = {(prompt.dimension, prompt.prompt_id): prompt for prompt in protocol.prompts}
    problems: list[Problem] = []
    images, other = [], []
    for path, name, dimensions in _files(folder):
        if path.suffix.lower() not in EXTENSIONS:
            other.append(name)
            continue
        own = tuple(prompts[key] for dimension in dimensions if (key := (dimension, path.stem)) in prompts)
        if not own and len(dimensions) == 1:
            problems.append(Problem("no_prompt", name, f"{protocol.name} has no {dimensions[0]} prompt of this name."))
        problems.extend(_unsound(path, name, settings))
        images.append(FolderImage(path, name, own, _questions(protocol, own)))
    problems.extend(_doubles(images))
    if not _asked_without_prompt(protocol):
        problems.extend(
            Problem("no_prompt", image.name, f"Is named after no prompt of {protocol.name}, whose questions quote it.")
            for image in images
            if not image.prompts and "/" not in image.name
        )
    if not images:
        problems.append(Problem("no_images", str(folder), f"Holds no images ({', '.join(EXTENSIONS)})."))
    if problems:
        raise BadInput(problems)
    seen = {(prompt.dimension, prompt.prompt_id) for image in images for prompt in image.prompts}
    missing = {
        dimension: tuple(name for own, name in prompts if own is dimension and (own, name) not in seen)
        for dimension in Dimension
    }
    return FolderPlan(tuple(images), tuple(other), missing)


def score_folder(
    evaluator: "Evaluator", plan: FolderPlan, settings: Settings, progress: Progress = lambda done, total: None
) -> FolderScore:
    """Ask all of it; `progress` is called with images done, and of how many."""
    started = time.perf_counter()
    answers: list[tuple[Answer, ...]] = []
    for start in range(0, len(plan.images), BATCH):
        batch = plan.images[start : start + BATCH]
        found = evaluator.answer(
            [open_image(image.path, settings) for image in batch], [image.questions for image in batch]
        )
        answers.extend(map(tuple, found))
        progress(len(answers), len(plan.images))
    return FolderScore(plan, tuple(answers), time.perf_counter() - started)


def _asked_without_prompt(protocol: Protocol) -> bool:
    """Whether the faithfulness questions can be asked of an image whose prompt is not known."""
    return not any("{prompt}" in protocol.questions[skill.key].template for skill in skills_of(Dimension.FAITHFULNESS))


def _files(folder: Path) -> list[tuple[Path, str, tuple[Dimension, ...]]]:
    """Files with their names and the dimensions whose prompts they can be for; hidden ones are passed over."""
    places: dict[Path, tuple[Dimension, ...]] = {folder: tuple(Dimension)}
    places |= {folder / dimension: (dimension,) for dimension in Dimension if (folder / dimension).is_dir()}
    return [
        (path, path.relative_to(folder).as_posix(), dimensions)
        for place, dimensions in places.items()
        for path in sorted(place.iterdir())
        if path.is_file() and not path.name.startswith(".")
    ]


def _questions(protocol: Protocol, prompts: Sequence[Prompt]) -> tuple[Question, ...]:
    if prompts:
        return tuple(question for prompt in prompts for question in protocol.questions_for(prompt))
    return tuple(protocol.question(skill, "", "") for skill in skills_of(Dimension.FAITHFULNESS))


def _unsound(path: Path, name: str, settings: Settings) -> list[Problem]:
    try:
        open_image(path, settings)
    except BadInput as refusal:
        return [Problem(problem.code, name, problem.message) for problem in refusal.problems]
    return []


def _doubles(images: Sequence[FolderImage]) -> list[Problem]:
    names: dict[tuple[Dimension, str], list[str]] = {}
    for image in images:
        for prompt in image.prompts:
            names.setdefault((prompt.dimension, prompt.prompt_id), []).append(image.name)
    return [
        Problem("two_images", ", ".join(own), f"Are all for {dimension} prompt {prompt_id}; leave one.")
        for (dimension, prompt_id), own in names.items()
        if len(own) > 1
    ]


def answer_json(answer: Answer, question: Question) -> dict[str, Any]:
    """One answer as the command line prints it."""
    return {
        "skill": answer.skill,
        "choice": answer.choice,
        "expected": answer.expected,
        "absent": answer.absent,
        "probabilities": {str(option): p for option, p in answer.probabilities.items()},
        "question": question.text,
    }


def folder_json(score: FolderScore) -> dict[str, Any]:
    """Everything but who judged, as the command line prints it."""
    plan = score.plan
    missing: Mapping[Dimension, tuple[str, ...]] = plan.missing
    return {
        "images": [
            {
                "image": image.name,
                "prompts": [
                    {"dimension": str(prompt.dimension), "prompt_id": prompt.prompt_id} for prompt in image.prompts
                ],
                "answers": [answer_json(*pair) for pair in zip(own, image.questions, strict=True)],
            }
            for image, own in zip(plan.images, score.answers, strict=True)
        ],
        "skills": {key: {"score": mean, "n": n} for key, (mean, n) in score.skill_scores().items()},
        "without_prompt": list(plan.without_prompt),
        "prompts_without_image": {str(dimension): list(names) for dimension, names in missing.items()},
        "other_files": list(plan.other_files),
    }
