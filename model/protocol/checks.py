"""Check what the parts of a protocol, each valid by itself, get wrong together."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from core.problems import Problem
from model.protocol.schema import Conversation, ImagePreparation, Prompt, SkillQuestion
from model.protocol.skills import SKILL_BY_KEY, SKILLS, Dimension, skills_of

PROMPT_ID = re.compile(r"[A-Za-z0-9_]{1,100}")
"""Ids name files, so they hold letters, digits and underscores only."""


def protocol_problems(
    conversation: Conversation,
    image: ImagePreparation,
    questions: Mapping[str, SkillQuestion],
    prompts: Sequence[Prompt],
    where: str,
) -> Iterator[Problem]:
    """Yield every problem of a protocol's parts; `where` is what messages call the protocol."""
    yield from _conversation_problems(conversation, f"{where}.conversation")
    yield from _image_problems(image, f"{where}.image.newline")
    yield from _question_problems(questions, f"{where}.questions")
    yield from _prompt_problems(prompts, f"{where}.prompts")


def _conversation_problems(conversation: Conversation, where: str) -> Iterator[Problem]:
    if conversation.after_image.count("{question}") != 1:
        yield Problem("placeholder", f"{where}.after_image", "Must hold {question} exactly once.")
    if conversation.answer.count("{option}") != 1:
        yield Problem("placeholder", f"{where}.answer", "Must hold {option} exactly once.")


def _image_problems(image: ImagePreparation, where: str) -> Iterator[Problem]:
    if image.newline and image.mode != "pad":
        yield Problem("newline", where, "Is for mode pad only: anyres ends every row of tiles by itself.")
    if len(set(image.newline)) < len(image.newline):
        yield Problem("newline", where, "Names a dimension twice.")


def _question_problems(questions: Mapping[str, SkillQuestion], where: str) -> Iterator[Problem]:
    for key in questions:
        if key not in SKILL_BY_KEY:
            yield Problem("unknown_skill", f"{where}.{key}", "Is not a skill; see `python -m model skills`.")
    for skill in SKILLS:
        place = f"{where}.{skill.key}"
        question = questions.get(skill.key)
        if question is None:
            yield Problem("missing_skill", place, "Has no question.")
            continue
        if set(question.options) != {str(option) for option in skill.options}:
            options = ", ".join(map(str, skill.options))
            yield Problem("options", f"{place}.options", f"Must describe exactly these options: {options}.")
        if "{element}" in question.template and skill.dimension is Dimension.FAITHFULNESS:
            yield Problem("placeholder", f"{place}.template", "Faithfulness questions have no {element}: remove it.")


def _prompt_problems(prompts: Sequence[Prompt], where: str) -> Iterator[Problem]:
    if not prompts:
        yield Problem("no_prompts", where, "Holds no prompts.")
    counts = Counter((prompt.dimension, prompt.prompt_id) for prompt in prompts)
    for (dimension, prompt_id), count in counts.items():
        place = f"{where}.{dimension}/{prompt_id}"
        if count > 1:
            yield Problem("duplicate_prompt", place, f"Appears {count} times; ids must be unique.")
        if not PROMPT_ID.fullmatch(prompt_id):
            yield Problem("prompt_id", place, "An id holds 1 to 100 letters, digits and underscores, nothing else.")
    for prompt in prompts:
        place = f"{where}.{prompt.dimension}/{prompt.prompt_id}"
        yield from _element_problems(prompt, f"{place}.elements")
        yield from _wording_problems(prompt, f"{place}.questions")


def _element_problems(prompt: Prompt, where: str) -> Iterator[Problem]:
    if prompt.dimension is Dimension.FAITHFULNESS and prompt.elements:
        yield Problem("elements", where, "Faithfulness prompts carry no elements: remove them.")
        return
    keys = {skill.key for skill in skills_of(Dimension.ALIGNMENT)}
    for key, element in prompt.elements.items():
        if key not in keys:
            yield Problem("elements", f"{where}.{key}", "Is not an alignment skill.")
        elif not element.strip():
            yield Problem("elements", f"{where}.{key}", "Is empty; leave the skill out where it does not apply.")


def _wording_problems(prompt: Prompt, where: str) -> Iterator[Problem]:
    keys = {skill.key for skill in skills_of(prompt.dimension)}
    for key, text in prompt.questions.items():
        if key not in keys:
            yield Problem("own_question", f"{where}.{key}", f"Is not a skill of {prompt.dimension}.")
        elif not text.strip():
            yield Problem("own_question", f"{where}.{key}", "Is empty; leave the skill out to have its usual question.")
