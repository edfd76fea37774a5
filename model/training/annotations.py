"""Labels of several annotators per question, reduced to one.

They come as CSV (columns image, dimension, prompt_id, t2i_model, skill, question, annotator, label, and split where it
is decided) or as JSON lines (`model.protocol.annotation_records`). An image's question keeps the median of its labels,
the lower one of two in the middle, so that the label is one that an annotator gave.
"""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from typing import get_args

from core.problem_list import ProblemList
from core.problems import BadInput
from model.protocol.annotation_records import Split, read_annotation_records
from model.training.labels import LabelledQuestion, SkillFinder, check_image_path, label_question, t2i_model_of_path

_VALIDATION_SHARE = 10
"""One image in so many is validated with, of those whose split is not decided."""


@dataclass(frozen=True, slots=True)
class AnnotatorLabel:
    """One annotator's label of one question; `split` is None where it is not decided."""

    annotator: str
    label: LabelledQuestion
    split: str | None = None


def read_annotations(path: Path, finder: SkillFinder, problems: ProblemList) -> dict[str, list[LabelledQuestion]]:
    """Read splits `train` and `validation`, and `test` where there is one, from one file.

    Every problem goes to `problems`. Where nothing decides an image's split, a tenth of the images, chosen by a hash
    of their names, is validated with: the same on every machine.
    """
    by_question: dict[tuple[str, str, str], list[AnnotatorLabel]] = {}
    read = _read_lines(path, problems) if path.suffix == ".jsonl" else read_annotator_csv(path, finder, problems)
    for entry in read:
        by_question.setdefault(entry.label.key, []).append(entry)
    splits: dict[str, list[LabelledQuestion]] = {"train": [], "validation": []}
    for entries in by_question.values():
        first = entries[0].label
        answer = median_low(entry.label.answer for entry in entries)
        label = LabelledQuestion(first.image, first.t2i_model, first.question, answer)
        splits.setdefault(entries[0].split or _draw_split(first.image), []).append(label)
    for name, labels in splits.items():
        if not labels:
            problems.add("empty_split", path.name, f"Leaves nothing for {name}.")
    return splits


def _draw_split(image: str) -> str:
    return "validation" if hashlib.sha256(image.encode()).digest()[0] % _VALIDATION_SHARE == 0 else "train"


def _read_lines(path: Path, problems: ProblemList) -> Iterator[AnnotatorLabel]:
    for record in read_annotation_records(path, problems):
        try:
            check_image_path(record.image, f"{path.name}: {record.id}")
        except BadInput as refusal:
            problems.extend(refusal)
            continue
        label = label_question(
            record.image, record.t2i_model, record.skill, record.question, str(record.label), record.id
        )
        yield AnnotatorLabel(record.annotator, label, record.split)


def read_annotator_csv(path: Path, finder: SkillFinder, problems: ProblemList) -> Iterator[AnnotatorLabel]:
    """Read the sound labels of a CSV with columns `annotator` and `label`; problems are those of `read_label_csv`."""
    seen: set[tuple[str, ...]] = set()
    for where, row, label in read_label_csv(path, finder, problems, "label", "annotator"):
        annotator, split = row["annotator"] or "", row.get("split") or None
        if split is not None and split not in get_args(Split):
            problems.add("split", where, f"The split {split[:40]!r} is none of {', '.join(get_args(Split))}.")
            continue
        key = (annotator, *label.key)
        if key in seen:
            problems.add("duplicate_label", where, f"{annotator} has labelled this question before.")
        seen.add(key)
        yield AnnotatorLabel(annotator, label, split)


def read_label_csv(
    path: Path, finder: SkillFinder, problems: ProblemList, answer: str, *more: str
) -> Iterator[tuple[str, dict[str, str | None], LabelledQuestion]]:
    """Yield the place, values and label of each sound row of a CSV in UTF-8; problems name their line.

    It has columns `image`, `t2i_model`, `skill` (may be empty), `question`, those in `more`, and one called as `answer`
    says, with an option of the row's question.
    """
    columns = ("image", "t2i_model", "skill", "question", *more, answer)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [column for column in columns if column not in (reader.fieldnames or ())]
            if lacking:
                problems.add("columns", path.name, f"Has no column {', '.join(lacking)}.")
                return
            for row in reader:
                where = f"{path.name}: line {reader.line_num}"
                try:
                    label = _label_of_row(row, where, finder, columns)
                except BadInput as refusal:
                    problems.extend(refusal)
                    continue
                yield where, row, label
    except OSError as error:
        problems.add("no_file", path.name, f"Cannot be read: {error.strerror}.")
    except (UnicodeDecodeError, csv.Error) as error:
        problems.add("not_csv", path.name, f"Is not CSV in UTF-8: {error}.")


def _label_of_row(
    row: dict[str, str | None], where: str, finder: SkillFinder, columns: tuple[str, ...]
) -> LabelledQuestion:
    if any(row[column] is None for column in columns):
        raise BadInput.one("record", where, "Has fewer fields than the header.")
    image, t2i_model, skill, text, *_, answer = (row[column] or "" for column in columns)
    check_image_path(image, where)
    skill = skill or finder.require(text, where)
    return label_question(image, t2i_model or t2i_model_of_path(image), skill, text, answer.strip(), where)
