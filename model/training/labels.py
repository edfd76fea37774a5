r"""Labelled questions from files: LLaVA's conversation format, record by record.

A record is `{id, image, conversations: [{from: "human", value: "<image>\n<question>"}, {from: "gpt", value: "2"}]}`
with a question and its answer, or several in turn; `image` is a path below the data set's folder. `t2i_model` and
`skill` may be given; otherwise the T2I model is the image's first folder below `images/`, and the skill the one whose
question in the protocol has this wording. The released EvalAlign data set (arXiv 2406.16562) is in this format.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from core.problem_list import ProblemList
from core.problems import BadInput
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.protocol.skills import SKILL_BY_KEY, SKILLS

IMAGE_TOKEN = "<image>"  # noqa: S105 - LLaVA's placeholder, no password


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """One question on one image with its label; `image` is relative to the data set's folder."""

    image: str
    t2i_model: str | None
    question: Question
    answer: int

    @property
    def key(self) -> tuple[str, str, str]:
        """The image, skill and question text that it is a label of."""
        return self.image, self.question.skill, self.question.text


class SkillFinder:
    """Finds a question's skill by the protocol's wording.

    First by the exact text that a prompt words itself, then by the templates with any element in them; if neither
    fits, once more with every run of white space taken for one space.
    """

    def __init__(self, protocol: Protocol) -> None:
        templates = {skill.key: protocol.questions[skill.key].template for skill in SKILLS}
        texts = [(text, key) for prompt in protocol.prompts for key, text in prompt.questions.items()]
        self._exact = _Wordings(texts, templates)
        self._spaced = _Wordings(
            [(_single_spaced(text), key) for text, key in texts],
            {key: _single_spaced(text) for key, text in templates.items()},
        )

    def find(self, text: str) -> str | None:
        """Find the key of the skill that asks this, or None where none or more than one does."""
        return self._exact.find(text) or self._spaced.find(_single_spaced(text))

    def require(self, text: str, where: str) -> str:
        """Find the key of the skill that asks this; raises `BadInput` where none or more than one does."""
        skill = self.find(text)
        if skill is None:
            raise BadInput.one(
                "unknown_question", where, f"No skill of the protocol asks {text[:80]!r}; name it in `skill`."
            )
        return skill


class _Wordings:
    """Texts and templates, by skill, that a question is compared with."""

    def __init__(self, texts: Iterable[tuple[str, str]], templates: Mapping[str, str]) -> None:
        self._texts: dict[str, set[str]] = {}
        for text, key in texts:
            self._texts.setdefault(text, set()).add(key)
        self._patterns = []
        for key, template in templates.items():
            pieces = re.split(r"\{element\}|\{prompt\}", template)
            pattern = re.compile("(?:.+)".join(map(re.escape, pieces)), re.DOTALL)
            self._patterns.append((sum(map(len, pieces)), key, pattern))
        # Where several wordings fit, the one with the most fixed text says the most.
        self._patterns.sort(key=lambda entry: -entry[0])

    def find(self, text: str) -> str | None:
        keys = self._texts.get(text)
        if keys:
            return next(iter(keys)) if len(keys) == 1 else None
        fitting = [(fixed, key) for fixed, key, pattern in self._patterns if pattern.fullmatch(text)]
        if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
            return None
        return fitting[0][1]


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def read_split(path: Path, finder: SkillFinder, problems: ProblemList) -> list[LabelledQuestion]:
    """Read the sound labels of one file; every problem goes to `problems`, an empty file being one."""
    records = read_conversations(path, problems)
    ids = Counter(str(record["id"]) for record in records if isinstance(record, dict) and "id" in record)
    for key, count in ids.items():
        if count > 1:
            problems.add("duplicate_id", f"{path.name}: {key}", f"Is the id of {count} records; ids must be unique.")
    labels = []
    for number, record in enumerate(records):
        labels += [label for label in read_labels(record, f"{path.name}[{number}]", finder, problems) if label]
    return labels


def read_conversations(path: Path, problems: ProblemList) -> list[Any]:
    """Read the records of one file, nothing where it holds none; the reason goes to `problems`."""
    try:
        records = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problems.add("no_file", path.name, f"Cannot be read ({error.strerror}); the data set needs it.")
        return []
    except (ValueError, RecursionError) as error:
        problems.add("not_json", path.name, f"Is not JSON in UTF-8: {error}.")
        return []
    if not isinstance(records, list):
        problems.add("not_json", path.name, "Is not a list of records.")
        return []
    if not records:
        problems.add("empty_split", path.name, "Holds no records.")
    return records


def t2i_model_of_path(image: str) -> str | None:
    """Return the image's first folder below `images/`, or None where it lies elsewhere."""
    parts = PurePosixPath(image).parts
    return parts[1] if len(parts) > 2 and parts[0] == "images" else None


def check_image_path(image: str, where: str) -> None:
    """Raise `BadInput` for a path that is not a plain relative one, and so leaves the data set's folder."""
    path = PurePosixPath(image)
    if not image or path.is_absolute() or ".." in path.parts or "\\" in image or "\0" in image:
        raise BadInput.one("image_path", where, f"`image` is {image!r}; give a path relative to the data set's folder.")


def label_question(
    image: str, t2i_model: str | None, skill: str, text: str, answer: str, where: str
) -> LabelledQuestion:
    """Make a label of a known skill; raises `BadInput` for an unknown skill or an answer that is no option of it."""
    known = SKILL_BY_KEY.get(skill)
    if known is None:
        raise BadInput.one("unknown_skill", where, f"`{skill}` is not a skill; see `python -m model skills`.")
    if not re.fullmatch(r"-?\d{1,3}", answer) or int(answer) not in known.options:
        options = ", ".join(map(str, known.options))
        raise BadInput.one("answer", where, f"The answer {answer[:40]!r} is not an option of {skill} ({options}).")
    return LabelledQuestion(image, t2i_model, Question(skill=skill, text=text, options=known.options), int(answer))


def read_labels(record: Any, where: str, finder: SkillFinder, problems: ProblemList) -> list[LabelledQuestion | None]:
    """Read a record's labels, one per question, None where one cannot be placed; the reason goes to `problems`.

    A record that is malformed as a whole has no questions.
    """
    try:
        if not isinstance(record, dict) or not isinstance(record.get("image"), str):
            raise BadInput.one("record", where, "Is not a record with an `image` (a path as text).")
        check_image_path(record["image"], where)
        if not isinstance(record.get("t2i_model"), str | None):
            raise BadInput.one("record", where, "`t2i_model` is not text.")
        turns = _turns(record.get("conversations"), where)
    except BadInput as refusal:
        problems.extend(refusal)
        return []
    labels: list[LabelledQuestion | None] = []
    for number, (question, answer) in enumerate(turns):
        place = where if len(turns) == 1 else f"{where} question {number + 1}"
        try:
            labels.append(_label(record, _question_text(question, place, first=number == 0), answer, place, finder))
        except BadInput as refusal:
            problems.extend(refusal)
            labels.append(None)
    return labels


def _label(record: dict[str, Any], text: str, answer: str, where: str, finder: SkillFinder) -> LabelledQuestion:
    image, skill = record["image"], record.get("skill")
    if skill is None:
        skill = finder.require(text, where)
    return label_question(
        image, record.get("t2i_model") or t2i_model_of_path(image), str(skill), text, answer.strip(), where
    )


def _turns(conversations: Any, where: str) -> list[tuple[str, str]]:
    """Pair the human's questions with the assistant's answers; at least one of each."""
    turns = conversations if isinstance(conversations, list) else []
    pairs = list(zip(turns[::2], turns[1::2], strict=False))
    if pairs and len(turns) % 2 == 0 and all(_is_turn(a, "human") and _is_turn(b, "gpt") for a, b in pairs):
        return [(human["value"], assistant["value"]) for human, assistant in pairs]
    raise BadInput.one(
        "conversations", where, "`conversations` is not questions by `human` and answers by `gpt` in turn, all text."
    )


def _is_turn(turn: Any, speaker: str) -> bool:
    return isinstance(turn, dict) and turn.get("from") == speaker and isinstance(turn.get("value"), str)


def _question_text(turn: str, where: str, *, first: bool) -> str:
    """Take the question's words from a turn; its first one holds the image once, later ones at most once."""
    count = turn.count(IMAGE_TOKEN)
    if count > 1 or (first and count == 0):
        raise BadInput.one("image_token", where, f"The question holds {IMAGE_TOKEN} {count} times, not once.")
    text = _without_image(turn) if count else turn
    if not text.strip():
        raise BadInput.one("unknown_question", where, "The question holds no words.")
    return text


def _without_image(turn: str) -> str:
    """Remove the image's place and the line break beside it: they belong to the conversation."""
    if turn.startswith(f"{IMAGE_TOKEN}\n"):
        return turn[len(IMAGE_TOKEN) + 1 :]
    if turn.endswith(f"\n{IMAGE_TOKEN}"):
        return turn[: -len(IMAGE_TOKEN) - 1]
    return turn.replace(IMAGE_TOKEN, "").strip()
