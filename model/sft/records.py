r"""Labelled questions from files: LLaVA's conversation format, record by record.

A record is `{id, image, conversations: [{from: "human", value: "<image>\n<question>"}, {from: "gpt", value: "2"}]}`
with one question and its answer; `image` is a path below the data set's folder. `t2i_model` and `skill` may be named;
otherwise the T2I model is the image's first folder below `images/`, and the skill the one whose question in the
protocol reads like this one. The released EvalAlign data set (arXiv 2406.16562) is in this format.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from model.problems import BadInput
from model.protocol import Protocol, Question
from model.sft.findings import Findings
from model.skills import SKILL_BY_KEY, SKILLS

IMAGE_TOKEN = "<image>"  # noqa: S105 - LLaVA's placeholder, no password


@dataclass(frozen=True, slots=True)
class Label:
    """One question on one image with its true option; `image` is relative to the data set's folder."""

    image: str
    t2i_model: str | None
    question: Question
    answer: int


class SkillFinder:
    """Tells a question's skill by the protocol's wording."""

    def __init__(self, protocol: Protocol) -> None:
        self._patterns = []
        for skill in SKILLS:
            pieces = re.split(r"\{element\}|\{prompt\}", protocol.questions[skill.key].template)
            pattern = re.compile("(?:.+)".join(map(re.escape, pieces)), re.DOTALL)
            self._patterns.append((sum(map(len, pieces)), skill.key, pattern))
        # Where several wordings fit, the one with the most fixed text says the most.
        self._patterns.sort(key=lambda entry: -entry[0])

    def find(self, text: str) -> str | None:
        """The key of the skill that asks this, or None where none or more than one does."""
        fitting = [(fixed, key) for fixed, key, pattern in self._patterns if pattern.fullmatch(text)]
        if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
            return None
        return fitting[0][1]


def read_split(path: Path, finder: SkillFinder, findings: Findings) -> list[Label]:
    """The sound records of one file; every problem goes to `findings`, an empty file being one."""
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        findings.add("no_file", path.name, f"Cannot be read ({error.strerror}); the data set needs it.")
        return []
    except ValueError as error:
        findings.add("not_json", path.name, f"Is not JSON in UTF-8: {error}.")
        return []
    if not isinstance(records, list):
        findings.add("not_json", path.name, "Is not a list of records.")
        return []
    if not records:
        findings.add("empty_split", path.name, "Holds no records.")
        return []
    for key, count in _ids(records).items():
        if count > 1:
            findings.add("duplicate_id", f"{path.name}: {key}", f"Is the id of {count} records; ids must be unique.")
    labels = []
    for number, record in enumerate(records):
        try:
            labels.append(_label(record, f"{path.name}[{number}]", finder))
        except BadInput as refusal:
            findings.extend(refusal)
    return labels


def t2i_model_of(image: str) -> str | None:
    """The image's first folder below `images/`, or None where it lies otherwise."""
    parts = PurePosixPath(image).parts
    return parts[1] if len(parts) > 2 and parts[0] == "images" else None


def check_image_path(image: str, where: str) -> None:
    """Raise `BadInput` for a path that is not a plain relative one: a data set reaches into no other folder."""
    path = PurePosixPath(image)
    if not image or path.is_absolute() or ".." in path.parts or "\\" in image or "\0" in image:
        raise BadInput.one("image_path", where, f"`image` is {image!r}; give a path relative to the data set's folder.")


def labelled(image: str, t2i_model: str | None, skill: str, text: str, answer: str, where: str) -> Label:
    """A label of a known skill; raises `BadInput` for an unknown skill and for an answer that is no option of it."""
    known = SKILL_BY_KEY.get(skill)
    if known is None:
        raise BadInput.one("unknown_skill", where, f"`{skill}` is not a skill; see `python -m model skills`.")
    if not re.fullmatch(r"-?\d{1,3}", answer) or int(answer) not in known.options:
        options = ", ".join(map(str, known.options))
        raise BadInput.one("answer", where, f"The answer {answer[:40]!r} is not an option of {skill} ({options}).")
    return Label(image, t2i_model, Question(skill=skill, text=text, options=known.options), int(answer))


def unknown_question(text: str, where: str) -> BadInput:
    """The refusal of a question whose skill nothing tells."""
    return BadInput.one("unknown_question", where, f"No skill of the protocol asks {text[:80]!r}; name it in `skill`.")


def _ids(records: Iterable[Any]) -> Counter[str]:
    return Counter(str(record["id"]) for record in records if isinstance(record, dict) and "id" in record)


def _label(record: Any, where: str, finder: SkillFinder) -> Label:
    if not isinstance(record, dict) or not isinstance(record.get("image"), str):
        raise BadInput.one("record", where, "Is not a record with an `image` (a path as text).")
    image, t2i_model, skill = record["image"], record.get("t2i_model"), record.get("skill")
    check_image_path(image, where)
    if t2i_model is not None and not isinstance(t2i_model, str):
        raise BadInput.one("record", where, "`t2i_model` is not text.")
    asked, answer = _turns(record.get("conversations"), where)
    count = asked.count(IMAGE_TOKEN)
    if count != 1:
        raise BadInput.one("image_token", where, f"The question holds {IMAGE_TOKEN} {count} times, not once.")
    text = _without_image(asked)
    if skill is None:
        skill = finder.find(text)
        if skill is None:
            raise unknown_question(text, where)
    return labelled(image, t2i_model or t2i_model_of(image), str(skill), text, answer.strip(), where)


def _turns(conversations: Any, where: str) -> tuple[str, str]:
    """What the human says and what the assistant answers."""
    if isinstance(conversations, list) and len(conversations) == 2 and all(isinstance(t, dict) for t in conversations):
        human, assistant = conversations
        said, answered = human.get("value"), assistant.get("value")
        speakers = (human.get("from"), assistant.get("from"))
        if speakers == ("human", "gpt") and isinstance(said, str) and isinstance(answered, str):
            return said, answered
    raise BadInput.one(
        "conversations", where, "`conversations` is not one question by `human` and one answer by `gpt`, both text."
    )


def _without_image(asked: str) -> str:
    """The question's own words: the image's place and the line break beside it belong to the conversation."""
    if asked.startswith(f"{IMAGE_TOKEN}\n"):
        return asked[len(IMAGE_TOKEN) + 1 :]
    if asked.endswith(f"\n{IMAGE_TOKEN}"):
        return asked[: -len(IMAGE_TOKEN) - 1]
    return asked.replace(IMAGE_TOKEN, "").strip()
