"""Read and write annotations as JSON lines: one annotator's label of one question about one image per line.

`python -m model dataset import` writes them, training (`--annotations`) and `python -m leaderboard annotations load`
read them. `docs/dataset.md` documents every field.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from core.files import write_file_atomically
from core.problem_list import ProblemList
from model.protocol.schema import FrozenModel
from model.protocol.skills import SKILL_BY_KEY, Dimension

Split = Literal["train", "validation", "test"]

Name = Annotated[str, Field(min_length=1, max_length=100)]


class AnnotationRecord(FrozenModel):
    """One annotation; the fields of a line, in its order.

    `image` is a path relative to the data set's folder. `prompt_id` is the prompt the image was made for, where
    that is known, `split` the part of the data set it belongs to, where that is decided.
    """

    id: str = Field(min_length=1)
    image: str = Field(min_length=1)
    t2i_model: str | None
    dimension: Dimension
    prompt_id: str | None
    skill: str
    question: str = Field(min_length=1)
    annotator: Name
    label: int
    split: Split | None = None

    @model_validator(mode="after")
    def _check_skill(self) -> "AnnotationRecord":
        skill = SKILL_BY_KEY.get(self.skill)
        if skill is None:
            raise ValueError(f"{self.skill} is not a skill; see `python -m model skills`")
        if skill.dimension is not self.dimension:
            raise ValueError(f"{self.skill} is not a skill of {self.dimension}")
        if self.label not in skill.options:
            options = ", ".join(map(str, skill.options))
            raise ValueError(f"the label {self.label} is not an option of {self.skill} ({options})")
        return self


def read_annotation_records(path: Path, problems: ProblemList) -> list[AnnotationRecord]:
    """Return the valid records of a file, and add every problem to `problems`; an empty file is one."""
    records: list[AnnotationRecord] = []
    seen: set[tuple[str, ...]] = set()
    for where, record in _lines(path, problems):
        vote = (record.image, record.skill, record.question, record.annotator)
        if vote in seen:
            problems.add("duplicate_label", where, f"{record.annotator} has labelled this question before.")
            continue
        seen.add(vote)
        records.append(record)
    if not records and not problems.counts:
        problems.add("no_records", path.name, "Holds no annotations.")
    return records


def write_annotation_records(path: Path, records: Iterable[AnnotationRecord]) -> None:
    """Write the records, all or none; raises `BadInput` where the file cannot be written."""
    lines = (f"{record.model_dump_json(ensure_ascii=False)}\n" for record in records)
    write_file_atomically(path, "".join(lines), make_folder=True)


def _lines(path: Path, problems: ProblemList) -> Iterator[tuple[str, AnnotationRecord]]:
    try:
        with path.open(encoding="utf-8-sig", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                where = f"{path.name}: line {number}"
                if not line.strip():
                    continue
                try:
                    yield where, AnnotationRecord.model_validate(json.loads(line))
                except ValidationError as error:
                    for item in error.errors():
                        field = ".".join(map(str, item["loc"]))
                        problems.add("record", where, f"{field}: {item['msg']}." if field else f"{item['msg']}.")
                except ValueError as error:
                    problems.add("not_json", where, f"Is not JSON: {error}.")
    except OSError as error:
        problems.add("no_file", path.name, f"Cannot be read: {error.strerror}.")
    except UnicodeDecodeError as error:
        problems.add("not_utf8", path.name, f"Is not text in UTF-8: {error}.")
