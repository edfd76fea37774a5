"""Labels of several annotators per question, from a CSV, reduced to one.

Columns: image, dimension, prompt_id, t2i_model, skill, question, annotator,
label. An image's question keeps the median of its labels, the lower one of two
in the middle, so that the label is one that somebody gave.
"""

import csv
import hashlib
from pathlib import Path
from statistics import median_low

from model.problems import BadInput
from model.sft.findings import Findings
from model.sft.records import Label, SkillFinder, check_image_path, labelled, t2i_model_of, unknown_question

COLUMNS = ("image", "t2i_model", "skill", "question", "annotator", "label")
"""What is read; other columns may stand beside them."""

_VALIDATED = 10
"""One image in so many is validated with."""


def read_annotations(path: Path, finder: SkillFinder, findings: Findings) -> dict[str, list[Label]]:
    """Splits `train` and `validation` from one file; every problem goes to `findings`.

    A tenth of the images, chosen by a hash of their names, is validated with: the same on every machine.
    """
    given: dict[tuple[str, str, str], list[Label]] = {}
    seen: set[tuple[str, ...]] = set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if lacking:
                findings.add("columns", path.name, f"Has no column {', '.join(lacking)}.")
                return {"train": [], "validation": []}
            for row in reader:
                where = f"{path.name}: line {reader.line_num}"
                try:
                    label = _label(row, where, finder)
                except BadInput as refusal:
                    findings.extend(refusal)
                    continue
                key = (label.image, label.question.skill, label.question.text)
                vote = (*key, row["annotator"])
                if vote in seen:
                    findings.add("duplicate_label", where, f"{row['annotator']} has labelled this question before.")
                seen.add(vote)
                given.setdefault(key, []).append(label)
    except OSError as error:
        findings.add("no_file", path.name, f"Cannot be read: {error.strerror}.")
    except (UnicodeDecodeError, csv.Error) as error:
        findings.add("not_csv", path.name, f"Is not CSV in UTF-8: {error}.")
    splits: dict[str, list[Label]] = {"train": [], "validation": []}
    for own in given.values():
        first = own[0]
        answer = median_low(label.answer for label in own)
        validated = hashlib.sha256(first.image.encode()).digest()[0] % _VALIDATED == 0
        splits["validation" if validated else "train"].append(
            Label(first.image, first.t2i_model, first.question, answer)
        )
    for name, labels in splits.items():
        if not labels:
            findings.add("empty_split", path.name, f"Leaves nothing for {name}.")
    return splits


def _label(row: dict[str, str | None], where: str, finder: SkillFinder) -> Label:
    if any(row[column] is None for column in COLUMNS):
        raise BadInput.one("record", where, "Has fewer fields than the header.")
    image, text, label = row["image"] or "", row["question"] or "", row["label"] or ""
    check_image_path(image, where)
    skill = row["skill"] or finder.find(text)
    if skill is None:
        raise unknown_question(text, where)
    return labelled(image, row["t2i_model"] or t2i_model_of(image), skill, text, label.strip(), where)
