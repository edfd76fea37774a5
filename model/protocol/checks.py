"""Check what the parts of a protocol, each valid by itself, get wrong together."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

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
) -> list[Problem]:
    """Return every problem of a protocol's parts; `where` is what messages call the protocol."""
    return [
        *_conversation_problems(conversation, where),
        *_image_problems(image, where),
        *_question_problems(questions, where),
        *_prompt_problems(prompts, where),
    ]


def _conversation_problems(conversation: Conversation, where: str) -> list[Problem]:
    problems = []
    for field, text, placeholder in (
        ("after_image", conversation.after_image, "{question}"),
        ("answer", conversation.answer, "{option}"),
    ):
        if text.count(placeholder) != 1:
            problems.append(
                Problem("placeholder", f"{where}.conversation.{field}", f"Must hold {placeholder} exactly once.")
            )
    return problems


def _image_problems(image: ImagePreparation, where: str) -> list[Problem]:
    place = f"{where}.image.newline"
    problems = []
    if image.newline and image.mode != "pad":
        problems.append(Problem("newline", place, "Is for mode pad only: anyres ends every row of tiles by itself."))
    if len(set(image.newline)) < len(image.newline):
        problems.append(Problem("newline", place, "Names a dimension twice."))
    return problems


def _question_problems(questions: Mapping[str, SkillQuestion], where: str) -> list[Problem]:
    problems = [
        Problem("unknown_skill", f"{where}.questions.{key}", "Is not a skill; see `python -m model skills`.")
        for key in questions
        if key not in SKILL_BY_KEY
    ]
    for skill in SKILLS:
        place = f"{where}.questions.{skill.key}"
        question = questions.get(skill.key)
        if question is None:
            problems.append(Problem("missing_skill", place, "Has no question."))
            continue
        expected = {str(option) for option in skill.options}
        if set(question.options) != expected:
            options = ", ".join(map(str, skill.options))
            problems.append(Problem("options", f"{place}.options", f"Must describe exactly these options: {options}."))
        if "{element}" in question.template and skill.dimension is Dimension.FAITHFULNESS:
            problems.append(
                Problem("placeholder", f"{place}.template", "Faithfulness questions have no {element}: remove it.")
            )
    return problems


def _prompt_problems(prompts: Sequence[Prompt], where: str) -> list[Problem]:
    problems = []
    if not prompts:
        problems.append(Problem("no_prompts", f"{where}.prompts", "Holds no prompts."))
    counts = Counter((prompt.dimension, prompt.prompt_id) for prompt in prompts)
    for (dimension, prompt_id), count in counts.items():
        place = f"{where}.prompts.{dimension}/{prompt_id}"
        if count > 1:
            problems.append(Problem("duplicate_prompt", place, f"Appears {count} times; ids must be unique."))
        if not PROMPT_ID.fullmatch(prompt_id):
            problems.append(
                Problem("prompt_id", place, "An id holds 1 to 100 letters, digits and underscores, nothing else.")
            )
    for prompt in prompts:
        place = f"{where}.prompts.{prompt.dimension}/{prompt.prompt_id}"
        problems += _element_problems(prompt, f"{place}.elements")
        problems += _wording_problems(prompt, f"{place}.questions")
    return problems


def _element_problems(prompt: Prompt, place: str) -> list[Problem]:
    if prompt.dimension is Dimension.FAITHFULNESS and prompt.elements:
        return [Problem("elements", place, "Faithfulness prompts carry no elements: remove them.")]
    keys = {skill.key for skill in skills_of(Dimension.ALIGNMENT)}
    problems = []
    for key, element in prompt.elements.items():
        if key not in keys:
            problems.append(Problem("elements", f"{place}.{key}", "Is not an alignment skill."))
        elif not element.strip():
            problems.append(
                Problem("elements", f"{place}.{key}", "Is empty; leave the skill out where it does not apply.")
            )
    return problems


def _wording_problems(prompt: Prompt, place: str) -> list[Problem]:
    keys = {skill.key for skill in skills_of(prompt.dimension)}
    problems = []
    for key, text in prompt.questions.items():
        if key not in keys:
            problems.append(Problem("own_question", f"{place}.{key}", f"Is not a skill of {prompt.dimension}."))
        elif not text.strip():
            problems.append(
                Problem("own_question", f"{place}.{key}", "Is empty; leave the skill out to have its usual question.")
            )
    return problems
