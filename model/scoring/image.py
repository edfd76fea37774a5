"""Score one image against its prompt."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from core.problems import BadInput, Problem
from core.settings import Settings
from model.evaluator.decoding import EXTENSIONS, inspect_image
from model.protocol.answers import Answer
from model.protocol.schema import Question
from model.protocol.skills import SKILL_BY_KEY, SKILLS, Dimension
from model.scoring.prompt_reading import MAX_ELEMENT, MAX_PROMPT

if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator


@dataclass(frozen=True, slots=True)
class ImageScore:
    """Answers in the order of the skills, the questions as sent, the skills that did not apply, and seconds taken."""

    answers: tuple[Answer, ...]
    questions: tuple[Question, ...]
    skipped: tuple[str, ...]
    seconds: float


def score_image(evaluator: "Evaluator", image: Image.Image, prompt: str, elements: Mapping[str, str]) -> ImageScore:
    """Answer all faithfulness questions, and the alignment questions that have an element.

    `elements` maps alignment skills to what the prompt asks of them. Raises `BadInput` for an empty or overlong prompt
    and for elements of no alignment skill.
    """
    problems = text_problems(prompt, elements)
    if problems:
        raise BadInput(problems)
    questions = tuple(
        evaluator.protocol.question(skill, prompt, elements.get(skill.key, "").strip())
        for skill in SKILLS
        if skill.dimension is Dimension.FAITHFULNESS or elements.get(skill.key, "").strip()
    )
    started = time.perf_counter()
    (answers,) = evaluator.answer([image], [questions])
    seconds = time.perf_counter() - started
    keys = {question.skill for question in questions}
    return ImageScore(tuple(answers), questions, tuple(skill.key for skill in SKILLS if skill.key not in keys), seconds)


def text_problems(prompt: str, elements: Mapping[str, str]) -> list[Problem]:
    """Check a prompt and its elements, and return every problem."""
    problems = []
    if not prompt.strip():
        problems.append(Problem("no_prompt", "prompt", "Is empty; write what the image was made for."))
    if len(prompt) > MAX_PROMPT:
        problems.append(Problem("prompt_too_long", "prompt", f"Is longer than {MAX_PROMPT:,} characters; shorten it."))
    for key, element in elements.items():
        skill = SKILL_BY_KEY.get(key)
        if skill is None or skill.dimension is not Dimension.ALIGNMENT:
            problems.append(Problem("unknown_skill", key, "Is not an alignment skill; only those have elements."))
        elif len(element) > MAX_ELEMENT:
            problems.append(Problem("element_too_long", key, f"Is longer than {MAX_ELEMENT} characters; shorten it."))
    return problems


def open_image(path: Path, settings: Settings) -> Image.Image:
    """Decode an image file; raises `BadInput` unless it is a sound PNG, JPEG or WebP within the size limits."""
    where = path.name
    extension = path.suffix.lower()
    if extension not in EXTENSIONS:
        raise BadInput.one("not_an_image", where, "Is not named .png, .jpg, .jpeg or .webp.")
    try:
        size = path.stat().st_size
        if size > settings.max_image_bytes:
            raise BadInput.one("image_too_large", where, f"Is larger than {settings.max_image_bytes:,} bytes.")
        content = path.read_bytes()
    except OSError as error:
        raise BadInput.one("unreadable", where, f"Cannot be read: {error.strerror}.") from error
    inspect_image(content, where, extension, settings.max_image_pixels)
    with Image.open(BytesIO(content)) as image:
        image.load()
        return image
