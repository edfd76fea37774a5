"""Score a folder of images by a protocol.

An image is named by its prompt's id, `<prompt id>.<extension>`, and lies in the folder itself, for the prompts of both
dimensions, or in a subfolder named by the dimension, as in a submission. An image without a prompt of its name gets the
faithfulness questions, which need none. No score is divided by the number of files; missing images are listed.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

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
"""Images held in memory at once; the evaluator cuts them into smaller batches."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FolderImage:
    """One image: its path, its path within the folder, the prompts it was made for, and its questions."""

    path: Path
    name: str
    prompts: tuple[Prompt, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """The images of a folder, all sound; files that are no images; the ids of prompts without an image."""

    images: tuple[FolderImage, ...]
    other_files: tuple[str, ...]
    missing: dict[Dimension, tuple[str, ...]]

    @property
    def without_prompt(self) -> tuple[str, ...]:
        """The names of images without a prompt of their name."""
        return tuple(image.name for image in self.images if not image.prompts)


@dataclass(frozen=True, slots=True)
class FolderScore:
    """A plan with the answers to every image's questions, and the seconds that scoring took."""

    plan: FolderPlan
    answers: tuple[tuple[Answer, ...], ...]
    seconds: float

    def skill_scores(self) -> dict[str, tuple[float | None, int]]:
        """Return per skill the mean of the answers, without those of -1, and their number."""
        choices: dict[str, list[int]] = {}
        for answer in chain.from_iterable(self.answers):
            choices.setdefault(answer.skill, []).append(answer.choice)
        counted = {key: [c for c in choices[key] if c != ABSENT] for key in SKILL_BY_KEY if key in choices}
        return {key: (fmean(points) if points else None, len(points)) for key, points in counted.items()}


def plan_folder(folder: Path, protocol: Protocol, settings: Settings) -> FolderPlan:
    """Match the images of a folder with prompts and questions.

    Raises `BadInput` naming every unsound image, several images for one prompt, images of a dimension's subfolder
    without a prompt, and a folder without images.
    """
    prompts = protocol.prompt_by_id
    problems: list[Problem] = []
    images, other = [], []
    for path, name, dimensions in _files(folder):
        if path.suffix.lower() not in EXTENSIONS:
            other.append(name)
            continue
        image_prompts = tuple(prompts[key] for dimension in dimensions if (key := (dimension, path.stem)) in prompts)
        if not image_prompts and len(dimensions) == 1:
            problems.append(Problem("no_prompt", name, f"{protocol.name} has no {dimensions[0]} prompt of this name."))
        try:
            open_image(path, settings)
        except BadInput as refusal:
            problems += [Problem(problem.code, name, problem.message) for problem in refusal.problems]
        images.append(FolderImage(path, name, image_prompts, _questions(protocol, image_prompts)))
    problems.extend(_duplicates(images))
    if not _faithfulness_needs_no_prompt(protocol):
        problems.extend(
            Problem("no_prompt", image.name, f"Is named after no prompt of {protocol.name}, whose questions quote it.")
            for image in images
            if not image.prompts and "/" not in image.name
        )
    if not images:
        problems.append(Problem("no_images", str(folder), f"Holds no images ({', '.join(EXTENSIONS)})."))
    if problems:
        raise BadInput(problems)
    covered = {(prompt.dimension, prompt.prompt_id) for image in images for prompt in image.prompts}
    missing = {
        dimension: tuple(key[1] for key in prompts if key[0] is dimension and key not in covered)
        for dimension in Dimension
    }
    return FolderPlan(tuple(images), tuple(other), missing)


def score_folder(
    evaluator: "Evaluator", plan: FolderPlan, settings: Settings, progress: Progress = lambda done, total: None
) -> FolderScore:
    """Answer all questions of a plan; `progress` is called with images done and images in all."""
    started = time.perf_counter()
    answers: list[tuple[Answer, ...]] = []
    for start in range(0, len(plan.images), BATCH):
        batch = plan.images[start : start + BATCH]
        batch_answers = evaluator.answer(
            [open_image(image.path, settings) for image in batch], [image.questions for image in batch]
        )
        answers.extend(map(tuple, batch_answers))
        progress(len(answers), len(plan.images))
    return FolderScore(plan, tuple(answers), time.perf_counter() - started)


def _faithfulness_needs_no_prompt(protocol: Protocol) -> bool:
    """Tell whether no faithfulness question quotes the prompt."""
    return not any("{prompt}" in protocol.questions[skill.key].template for skill in skills_of(Dimension.FAITHFULNESS))


def _files(folder: Path) -> list[tuple[Path, str, tuple[Dimension, ...]]]:
    """List files, their names in the folder, and the dimensions of their prompts; hidden files are left out."""
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


def _duplicates(images: Sequence[FolderImage]) -> list[Problem]:
    names: dict[tuple[Dimension, str], list[str]] = {}
    for image in images:
        for prompt in image.prompts:
            names.setdefault((prompt.dimension, prompt.prompt_id), []).append(image.name)
    return [
        Problem("two_images", ", ".join(same), f"Are all for {dimension} prompt {prompt_id}; leave one.")
        for (dimension, prompt_id), same in names.items()
        if len(same) > 1
    ]
