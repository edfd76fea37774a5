"""Labels of several annotators per question, reduced to one.

They come as CSV (columns image, dimension, prompt_id, t2i_model, skill,
question, annotator, label, and split where it is decided) or as JSON lines
(`model.protocol.annotation_records`). An image's question keeps the median of its
labels, the lower one of two in the middle, so that the label is one that
somebody gave.
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
from model.training.labels import (
    LabelledQuestion,
    SkillFinder,
    check_image_path,
    label_question,
    t2i_model_of_path,
    unknown_question_refusal,
)

COLUMNS = ("image", "t2i_model", "skill", "question", "annotator", "label")
"""What is read of a CSV file; other columns may stand beside them."""

_VALIDATED = 10
"""One image in so many is validated with, of those whose split is not decided."""


@dataclass(frozen=True, slots=True)
class _Vote:
    """One annotator's label, and the split it is decided to belong to."""

    label: LabelledQuestion
    annotator: str
    split: str | None


def read_annotations(path: Path, finder: SkillFinder, problems: ProblemList) -> dict[str, list[LabelledQuestion]]:
    """Splits `train` and `validation`, and `test` where there is one, from one file.

    Every problem goes to `problems`. Where nothing decides an image's split, a tenth of the images, chosen by a hash
    of their names, is validated with: the same on every machine.
    """
    given: dict[tuple[str, str, str], list[_Vote]] = {}
    for vote in _of_lines(path, problems) if path.suffix == ".jsonl" else _of_csv(path, finder, problems):
        question = vote.label.question
        given.setdefault((vote.label.image, question.skill, question.text), []).append(vote)
    splits: dict[str, list[LabelledQuestion]] = {"train": [], "validation": []}
    for own in given.values():
        first = own[0].label
        answer = median_low(vote.label.answer for vote in own)
        label = LabelledQuestion(first.image, first.t2i_model, first.question, answer)
        splits.setdefault(own[0].split or _drawn_split(first.image), []).append(label)
    for name, labels in splits.items():
        if not labels:
            problems.add("empty_split", path.name, f"Leaves nothing for {name}.")
    return splits


def _drawn_split(image: str) -> str:
    return "validation" if hashlib.sha256(image.encode()).digest()[0] % _VALIDATED == 0 else "train"


def _of_lines(path: Path, problems: ProblemList) -> Iterator[_Vote]:
    for record in read_annotation_records(path, problems):
        try:
            check_image_path(record.image, f"{path.name}: {record.id}")
        except BadInput as refusal:
            problems.extend(refusal)
            continue
        label = label_question(
            record.image, record.t2i_model, record.skill, record.question, str(record.label), record.id
        )
        yield _Vote(label, record.annotator, record.split)


def _of_csv(path: Path, finder: SkillFinder, problems: ProblemList) -> Iterator[_Vote]:
    seen: set[tuple[str, ...]] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if lacking:
                problems.add("columns", path.name, f"Has no column {', '.join(lacking)}.")
                return
            for row in reader:
                where = f"{path.name}: line {reader.line_num}"
                try:
                    label, split = _label(row, where, finder), _split(row, where)
                except BadInput as refusal:
                    problems.extend(refusal)
                    continue
                annotator = row["annotator"] or ""
                vote = (label.image, label.question.skill, label.question.text, annotator)
                if vote in seen:
                    problems.add("duplicate_label", where, f"{annotator} has labelled this question before.")
                seen.add(vote)
                yield _Vote(label, annotator, split)
    except OSError as error:
        problems.add("no_file", path.name, f"Cannot be read: {error.strerror}.")
    except (UnicodeDecodeError, csv.Error) as error:
        problems.add("not_csv", path.name, f"Is not CSV in UTF-8: {error}.")


def _split(row: dict[str, str | None], where: str) -> str | None:
    split = row.get("split") or None
    if split is not None and split not in get_args(Split):
        raise BadInput.one("split", where, f"The split {split[:40]!r} is none of {', '.join(get_args(Split))}.")
    return split


def _label(row: dict[str, str | None], where: str, finder: SkillFinder) -> LabelledQuestion:
    if any(row[column] is None for column in COLUMNS):
        raise BadInput.one("record", where, "Has fewer fields than the header.")
    image, text, label = row["image"] or "", row["question"] or "", row["label"] or ""
    check_image_path(image, where)
    skill = row["skill"] or finder.find(text)
    if skill is None:
        raise unknown_question_refusal(text, where)
    return label_question(image, row["t2i_model"] or t2i_model_of_path(image), skill, text, label.strip(), where)
