"""LLaVA conversations with human labels to annotation records, and back.

One conversation is one record or several, one per question. LLaVA's format has no place for skill, annotator, split and
what the image's path does not tell; these stand in keys beside it, so that importing an export gives the same records.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from pydantic import ValidationError

from core.problem_list import ProblemList
from model.protocol.annotation_records import AnnotationRecord, Split
from model.protocol.checks import PROMPT_ID
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY
from model.training.labels import IMAGE_TOKEN, LabelledQuestion, SkillFinder, read_conversations, read_labels

UNNAMED_ANNOTATOR = "people"
"""The annotator of labels without a named one."""

_SPLIT_WORDS: dict[str, Split] = {
    "train": "train",
    "training": "train",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "test": "test",
}
_CARD = "dataset.json"


@dataclass(frozen=True, slots=True)
class RecordDefaults:
    """Values for records that lack their own.

    `annotator` gave the labels; `split` is the part of the data set, None for what the file's name says.
    """

    annotator: str = UNNAMED_ANNOTATOR
    split: Split | None = None


@dataclass(frozen=True, slots=True)
class ImportedRecords:
    """Records that were read; `conversations` counts the files' records, `questions` what they ask, placed or not."""

    records: tuple[AnnotationRecord, ...]
    conversations: int
    questions: int


def conversation_files(paths: Iterable[Path]) -> list[Path]:
    """List the files that paths stand for: themselves, or the `.json` files of a folder but its card."""
    files: list[Path] = []
    for path in paths:
        files += sorted(file for file in path.glob("*.json") if file.name != _CARD) if path.is_dir() else [path]
    return files


def import_conversations(
    paths: Sequence[Path], protocol: Protocol, defaults: RecordDefaults, problems: ProblemList
) -> ImportedRecords:
    """Read conversation files (JSON), or folders of them, and give every question its skill by the protocol's wording.

    The records that could be placed are in the files' order; `problems` takes every problem with its file and record.
    """
    finder = SkillFinder(protocol)
    reader = _Reader(problems)
    files = conversation_files(paths)
    if not files:
        problems.add("no_file", ", ".join(map(str, paths)), "Holds no JSON file of conversations.")
    for path in files:
        file_defaults = replace(defaults, split=defaults.split or split_of_name(path.stem))
        for number, conversation in enumerate(read_conversations(path, problems)):
            where = f"{path.name}[{number}]"
            reader.add(conversation, read_labels(conversation, where, finder, problems), where, file_defaults)
    return ImportedRecords(tuple(reader.records), reader.conversations, reader.questions)


def export_conversations(records: Iterable[AnnotationRecord]) -> list[dict[str, Any]]:
    """Make LLaVA conversations, one per record: the question behind the image, and the label as the answer."""
    return [_conversation(record) for record in records]


def split_of_name(name: str) -> Split | None:
    """Read the split from a file's name; None where it names none, or several."""
    splits = {_SPLIT_WORDS[word] for word in re.split(r"[^a-z]+", name.lower()) if word in _SPLIT_WORDS}
    return splits.pop() if len(splits) == 1 else None


class _Reader:
    """Collects records with unique ids, and no question labelled twice by the same annotator."""

    def __init__(self, problems: ProblemList) -> None:
        self.records: list[AnnotationRecord] = []
        self.conversations = self.questions = 0
        self._problems = problems
        self._ids: Counter[str] = Counter()
        self._used_ids: set[str] = set()
        self._labelled: set[tuple[str, ...]] = set()

    def add(
        self, conversation: Any, labels: Sequence[LabelledQuestion | None], where: str, defaults: RecordDefaults
    ) -> None:
        self.conversations += 1
        self.questions += len(labels)
        for label in labels:
            if label is not None:
                self._add(conversation, label, where, defaults)

    def _add(self, conversation: dict[str, Any], label: LabelledQuestion, where: str, defaults: RecordDefaults) -> None:
        values = {key: value for key, value in conversation.items() if value is not None}
        annotator, split = values.get("annotator", defaults.annotator), values.get("split", defaults.split)
        prompt_id = values.get("prompt_id", prompt_id_of(label))
        unusable = [
            *([] if isinstance(annotator, str) and 0 < len(annotator) <= 100 else ["annotator"]),
            *([] if split is None or split in get_args(Split) else ["split"]),
            *([] if prompt_id is None or _is_prompt_id(prompt_id) else ["prompt_id"]),
        ]
        if unusable:
            self._problems.add("record", where, f"Has an unusable value in {', '.join(unusable)}.")
            return
        key = (annotator, *label.key)
        if key in self._labelled:
            self._problems.add("duplicate_label", where, f"{annotator} has labelled this question before.")
            return
        try:
            record = AnnotationRecord(
                id=self._make_unique(values.get("id"), where),
                image=label.image,
                t2i_model=label.t2i_model,
                dimension=SKILL_BY_KEY[label.question.skill].dimension,
                prompt_id=prompt_id,
                skill=label.question.skill,
                question=label.question.text,
                annotator=annotator,
                label=label.answer,
                split=split,
            )
        except ValidationError as error:  # a text that is no Unicode, for one
            self._problems.add("record", where, f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}.")
            return
        self._labelled.add(key)
        self.records.append(record)

    def _make_unique(self, given: Any, where: str) -> str:
        """Take the conversation's id, or its place where it has none; its second question gets `#2`, and so on."""
        base = where if given is None else str(given) or where
        name = base
        while name in self._used_ids:
            self._ids[base] += 1
            name = f"{base}#{self._ids[base] + 1}"
        self._used_ids.add(name)
        return name


def prompt_id_of(label: LabelledQuestion) -> str | None:
    """Return the prompt that an image is named after, as in `<prompt id>.png` or `<dimension>-<prompt id>.png`."""
    dimension = SKILL_BY_KEY[label.question.skill].dimension
    name = PurePosixPath(label.image).stem.removeprefix(f"{dimension}-")
    return name if _is_prompt_id(name) else None


def _is_prompt_id(value: Any) -> bool:
    return isinstance(value, str) and PROMPT_ID.fullmatch(value) is not None


def _conversation(record: AnnotationRecord) -> dict[str, Any]:
    beside = {"t2i_model": record.t2i_model, "skill": record.skill, "prompt_id": record.prompt_id}
    beside |= {"annotator": record.annotator, "split": record.split}
    return {
        "id": record.id,
        "image": record.image,
        **{key: value for key, value in beside.items() if value is not None},
        "conversations": [
            {"from": "human", "value": f"{IMAGE_TOKEN}\n{record.question}"},
            {"from": "gpt", "value": str(record.label)},
        ],
    }
