"""What of a question is its skill's fixed wording, what its prompt's element, and what its options mean."""

import re
from collections import Counter
from collections.abc import Sequence

from core.problems import BadInput

IMAGE_LINE = "<image>\n"
"""What every question of the released files begins with: the image's place and a line break."""

_LIST_OF_OPTIONS = re.compile(r"(?:Options|Answer):")
_OPTION = re.compile(r"(?:(?<=\s)|^)(-?\d+)[.,]")
_TAIL = re.compile(r",?\s*the answer is$")


def element_template(asked: Sequence[tuple[str, str]]) -> str | None:
    """The template, with `{element}`, that gives most of the questions of a skill; None where none is asked.

    Args:
        asked: Questions, each with its prompt's element.
    """
    templates: Counter[str] = Counter()
    for question, element in asked:
        templates.update(
            {f"{question[:at]}{{element}}{question[at + len(element) :]}" for at in _at(element, question)}
        )
    if templates:
        return templates.most_common(1)[0][0]
    return asked[0][0] if asked else None


def _at(element: str, question: str) -> list[int]:
    """Where the element stands in the question."""
    return [found.start() for found in re.finditer(f"(?={re.escape(element)})", question)] if element else []


def option_meanings(template: str, options: Sequence[int], where: str) -> dict[str, str]:
    """What a question says of each option, by the option as text.

    Args:
        template: The question, which lists its options behind `Options:` or `Answer:`, each as `1.words` or `1, words`.
        options: The skill's options, ascending.
        where: What messages call the question.

    Raises:
        BadInput: It lists other options, or none.
    """
    heads = list(_LIST_OF_OPTIONS.finditer(template))
    listed = template[heads[-1].end() :] if heads else ""
    marks = list(_OPTION.finditer(listed))
    if [int(mark[1]) for mark in marks] != list(options):
        told = ", ".join(mark[1] for mark in marks) or "none"
        wanted = ", ".join(map(str, options))
        raise BadInput.one("options", where, f"Lists the options {told}; its skill has {wanted}.")
    ends = [mark.start() for mark in marks[1:]] + [len(listed)]
    meanings = [_TAIL.sub("", listed[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)]
    return {str(option): meaning.strip(" ,.") for option, meaning in zip(options, meanings, strict=True)}
