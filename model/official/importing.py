"""Make a protocol of a clone of EvalAlign's repository, with exactly the questions of its files.

A question is stored as its skill's template and the prompt's element where the two give exactly its text, and else as
the prompt's own wording. As in the original, a prompt has the questions that `question_info` holds.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from core.problems import BadInput, Problem
from model.official.clone import PROMPT_FILES, Clone
from model.official.names import ALIGNMENT_NAMES, FAITHFULNESS_NAMES, NOTHING
from model.protocol.protocol import Protocol
from model.protocol.schema import Conversation
from model.protocol.skills import SKILL_BY_KEY

_IMAGE_LINE = "<image>\n"
"""The beginning of every question in the released files: the image's place and a line break."""

_LIST_OF_OPTIONS = re.compile(r"(?:Options|Answer):")
_OPTION = re.compile(r"(?:(?<=\s)|^)(-?\d+)[.,]")
_TAIL = re.compile(r",?\s*the answer is$")

_SKILL_OF = {name: key for key, name in ALIGNMENT_NAMES.items()}
_PAD_COLOR = (122, 116, 104)
_NEWLINE = ("faithfulness",)
"""The original hands the image over in a list for faithfulness only, and only then appends `image_newline`."""


class _Record(BaseModel):
    """A record of a prompt file; those of the faithfulness file have no infos."""

    prompt_id: str
    prompt: str
    result_info: dict[str, str] = {}
    question_info: dict[str, str] = {}


def official_protocol(clone: Clone, conversation: Conversation, name: str) -> Protocol:
    """Make the protocol of a clone's files; raises `BadInput` with every problem of the files."""
    problems: list[Problem] = []
    if not conversation.after_image.startswith("\n"):
        raise ValueError("the files' questions begin with the image and a line break; the conversation must have it")
    faithfulness = _records(clone.faithfulness, PROMPT_FILES[0], problems)
    alignment = _records(clone.alignment, PROMPT_FILES[1], problems)
    worded = {
        record.prompt_id: _read_questions(record, f"{PROMPT_FILES[1]}: {record.prompt_id}", problems)
        for record in alignment
    }
    questions = {
        key: _without_image(text, f"question {FAITHFULNESS_NAMES[key]}", problems)
        for key, text in clone.questions.items()
    }
    templates = questions | _alignment_templates(alignment, worded, problems)
    wording = {}
    for key, template in templates.items():
        try:
            meanings = _read_meanings(template, SKILL_BY_KEY[key].options, f"question of {key}")
        except BadInput as refusal:
            problems.extend(refusal.problems)
            continue
        wording[key] = {"template": template, "options": meanings}
    if problems:
        raise BadInput(problems)
    data = {
        "name": name,
        "title": "EvalAlign",
        "description": "The released prompts and questions of EvalAlign, imported from a clone of its repository.",
        "licence": clone.licence,
        "source": _source(clone),
        "conversation": conversation.model_dump(),
        "image": {"mode": "pad", "pad_color": _PAD_COLOR, "newline": _NEWLINE},
        "aggregation": "evalalign",
        "questions": wording,
        "prompts": [
            *({"prompt_id": r.prompt_id, "dimension": "faithfulness", "text": r.prompt} for r in faithfulness),
            *(_alignment_prompt(record, worded[record.prompt_id]) for record in alignment),
        ],
    }
    protocol = _keep_wording(Protocol.parse(data, name), questions, worded)
    return Protocol.parse(protocol.model_dump(mode="json"), name)


def _records(data: Any, where: str, problems: list[Problem]) -> list[_Record]:
    if not isinstance(data, list):
        problems.append(Problem("prompt_file", where, "Is not a list of prompts."))
        return []
    records = []
    for number, record in enumerate(data):
        try:
            records.append(_Record.model_validate(record))
        except ValidationError as error:
            problems += [
                Problem("prompt_file", f"{where}[{number}].{'.'.join(map(str, item['loc']))}", f"{item['msg']}.")
                for item in error.errors()
            ]
    return records


def _read_questions(record: _Record, where: str, problems: list[Problem]) -> dict[str, str]:
    """Read the questions of an alignment prompt by skill, without the image's line."""
    questions = {}
    for name, text in record.question_info.items():
        if name not in _SKILL_OF:
            problems.append(Problem("unknown_skill", where, f"Asks about {name!r}, which is none of the six skills."))
            continue
        questions[_SKILL_OF[name]] = _without_image(text, f"{where}.{name}", problems)
    return questions


def _without_image(text: str, where: str, problems: list[Problem]) -> str:
    if not text.startswith(_IMAGE_LINE) or "<image>" in text[len(_IMAGE_LINE) :]:
        problems.append(Problem("image_token", where, "Does not begin with <image> and a line break, or has it twice."))
        return text
    return text[len(_IMAGE_LINE) :]


def _element(record: _Record, key: str) -> str:
    """Return the prompt's element of a skill, empty where the file says that there is none."""
    element = record.result_info.get(ALIGNMENT_NAMES[key], "")
    return "" if element.strip(" ;").casefold() in ("", NOTHING) else element


def _alignment_templates(
    records: Sequence[_Record], worded: dict[str, dict[str, str]], problems: list[Problem]
) -> dict[str, str]:
    templates = {}
    for key, name in ALIGNMENT_NAMES.items():
        questions = [(worded[r.prompt_id][key], _element(r, key)) for r in records if key in worded[r.prompt_id]]
        template = _find_template(questions)
        if template is None:
            problems.append(Problem("no_questions", PROMPT_FILES[1], f"Holds no question about {name}."))
        else:
            templates[key] = template
    return templates


def _alignment_prompt(record: _Record, questions: dict[str, str]) -> dict[str, Any]:
    return {
        "prompt_id": record.prompt_id,
        "dimension": "alignment",
        "text": record.prompt,
        "elements": {
            key: _element(record, key) for key in ALIGNMENT_NAMES if key in questions and _element(record, key)
        },
        "questions": {key: text for key, text in questions.items() if not _element(record, key)},
    }


def _keep_wording(protocol: Protocol, questions: dict[str, str], worded: dict[str, dict[str, str]]) -> Protocol:
    """Give prompts their own wording wherever the protocol's templates give another text than the files."""
    prompts = []
    for prompt in protocol.prompts:
        texts = worded[prompt.prompt_id] if prompt.dimension == "alignment" else questions
        sent = {question.skill: question.text for question in protocol.questions_for(prompt)}
        exceptions = prompt.questions | {key: text for key, text in texts.items() if sent[key] != text}
        prompts.append(prompt.model_copy(update={"questions": exceptions}))
    return protocol.model_copy(update={"prompts": tuple(prompts)})


def _source(clone: Clone) -> str:
    """Describe the source, with a digest of the texts that is independent of the files' layout."""
    content = json.dumps([clone.faithfulness, clone.alignment, clone.questions], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return f"EvalAlign's repository (SAIS-FUXI/EvalAlign; arXiv 2406.16562), SHA-256 of the texts {digest}"


def _find_template(questions: Sequence[tuple[str, str]]) -> str | None:
    """Find the template, with `{element}`, of most of a skill's questions with their elements; None without any."""
    templates: Counter[str] = Counter()
    for question, element in questions:
        starts = [match.start() for match in re.finditer(f"(?={re.escape(element)})", question)] if element else []
        templates.update({f"{question[:start]}{{element}}{question[start + len(element) :]}" for start in starts})
    if templates:
        return templates.most_common(1)[0][0]
    return questions[0][0] if questions else None


def _read_meanings(template: str, options: Sequence[int], where: str) -> dict[str, str]:
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
