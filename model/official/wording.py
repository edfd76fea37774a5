"""Split questions into their skill's fixed wording, their prompt's element, and the meanings of their options."""

import re
from collections import Counter
from collections.abc import Sequence

from core.problems import BadInput

IMAGE_LINE = "<image>\n"
"""The beginning of every question in the released files: the image's place and a line break."""

_LIST_OF_OPTIONS = re.compile(r"(?:Options|Answer):")
_OPTION = re.compile(r"(?:(?<=\s)|^)(-?\d+)[.,]")
_TAIL = re.compile(r",?\s*the answer is$")


def element_template(questions: Sequence[tuple[str, str]]) -> str | None:
    """Find the template, with `{element}`, of most of a skill's questions with their elements; None without any."""
    templates: Counter[str] = Counter()
    for question, element in questions:
        starts = [match.start() for match in re.finditer(f"(?={re.escape(element)})", question)] if element else []
        templates.update({f"{question[:start]}{{element}}{question[start + len(element) :]}" for start in starts})
    if templates:
        return templates.most_common(1)[0][0]
    return questions[0][0] if questions else None


def option_meanings(template: str, options: Sequence[int], where: str) -> dict[str, str]:
    """Read the meaning of each option, by the option as text, from a question.

    It lists its options behind `Options:` or `Answer:`, each as `1.words` or `1, words`; raises `BadInput` where these
    are not the skill's `options` (ascending). `where` is the question's name in messages.
    """
    heads = list(_LIST_OF_OPTIONS.finditer(template))
    listed = template[heads[-1].end() :] if heads else ""
    marks = list(_OPTION.finditer(listed))
    if [int(mark[1]) for mark in marks] != list(options):
        numbers, expected = ", ".join(mark[1] for mark in marks) or "none", ", ".join(map(str, options))
        raise BadInput.one("options", where, f"Lists the options {numbers}; its skill has {expected}.")
    ends = [mark.start() for mark in marks[1:]] + [len(listed)]
    meanings = [_TAIL.sub("", listed[mark.end() : end].strip()) for mark, end in zip(marks, ends, strict=True)]
    return {str(option): meaning.strip(" ,.") for option, meaning in zip(options, meanings, strict=True)}
