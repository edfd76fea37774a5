"""A labelled data set as the experiments need it: images of a split with questions, labels, truths, annotators.

Everything comes from the data set's own files, so a real one and the closed
world's are read alike. A generation belongs to the prompt that its file is
named after, as in `images/<t2i_model>/<prompt>.png`.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from core.problem_list import ProblemList
from core.problems import BadInput
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY
from model.training.data import LabelledImage
from model.training.labels import LabelledQuestion, SkillFinder, label_question, read_split, unknown_question_refusal

SPLITS = ("train", "validation", "test")

ANNOTATION_FILES = {"annotations.csv": "seen", "test_annotations.csv": "unseen"}
"""Files of labels by annotator, and the T2I models they are of; a data set may lack the second."""

_CARD, _TRUTH = "dataset.json", "truth.csv"

Truths = dict[tuple[str, str, str], int]
"""True options by image, skill and question text."""


@dataclass(frozen=True, slots=True)
class AnnotatorLabel:
    """One annotator's label of one question."""

    annotator: str
    label: LabelledQuestion


@dataclass(frozen=True)
class ExperimentData:
    """A data set that was read and checked; `truths` is empty where only people know.

    `splits` is empty where it was read for its annotators alone.
    """

    folder: Path
    closed_world: bool
    splits: dict[str, tuple[LabelledImage, ...]]
    truths: Truths
    votes: dict[str, tuple[AnnotatorLabel, ...]]

    @property
    def name(self) -> str:
        """The last part of the folder's name, which says nothing of a machine."""
        return self.folder.resolve().name

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of records, truths and the contents of all images."""
        texts = [*(f"{split}.json" for split in self.splits), _TRUTH, _CARD]
        return _digest(self.folder, [*texts, *(image.name for own in self.splits.values() for image in own)])

    @cached_property
    def votes_digest(self) -> str:
        """SHA-256 (hex) of the files of annotators' labels."""
        return _digest(self.folder, [*ANNOTATION_FILES, _CARD])


def prompt_of(image: str) -> str:
    """The prompt an image was made for: its file's name without the extension."""
    return Path(image).stem


def one_prompt_in(every: int, images: Sequence[LabelledImage]) -> list[LabelledImage]:
    """The images of one prompt in `every`, in their order; of the prompts of each dimension just as many.

    Which prompts follows from their names, by a hash: counting along would keep
    to a rhythm in which a data set happens to be written.
    """
    prompts: dict[str, set[str]] = {}
    for image in images:
        prompts.setdefault(SKILL_BY_KEY[image.questions[0].skill].dimension, set()).add(prompt_of(image.name))
    chosen = {prompt for own in prompts.values() for prompt in sorted(own, key=_shuffled)[::every]}
    return [image for image in images if prompt_of(image.name) in chosen]


def _shuffled(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


def has_annotator_labels(folder: Path) -> bool:
    """Whether the data set tells what each annotator said."""
    return any((folder / name).is_file() for name in ANNOTATION_FILES)


def read_experiment_data(
    folder: Path, protocol: Protocol, problems: ProblemList, *, splits: bool, votes: bool
) -> ExperimentData:
    """Read a data set's `splits` (train, validation, test; truths, if any) and annotators' `votes`, as wanted.

    Raises `BadInput` with every problem, those in `problems` included. Images
    are only looked for here: training decodes its own, and so does scoring.
    """
    finder = SkillFinder(protocol)
    closed_world = _closed_world(folder, problems)
    images = {name: _read_images(folder, name, finder, problems) for name in SPLITS} if splits else {}
    truths = _read_truths(folder / _TRUTH, finder, problems) if splits else {}
    found = {group: _read_votes(folder / name, finder, problems) for name, group in ANNOTATION_FILES.items() if votes}
    if votes and not has_annotator_labels(folder):
        problems.add("no_file", next(iter(ANNOTATION_FILES)), "Is not there; the data set tells of no annotators.")
    problems.raise_if_any()
    return ExperimentData(folder, closed_world, images, truths, {group: own for group, own in found.items() if own})


def _closed_world(folder: Path, problems: ProblemList) -> bool:
    card: Any = _json(folder / _CARD, problems) if (folder / _CARD).is_file() else {}
    return isinstance(card, dict) and bool(card.get("closed_world"))


def _json(path: Path, problems: ProblemList) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problems.add("not_json", path.name, f"Is not JSON in UTF-8: {error}.")
        return None


def _read_images(folder: Path, split: str, finder: SkillFinder, problems: ProblemList) -> tuple[LabelledImage, ...]:
    grouped: dict[str, list[LabelledQuestion]] = {}
    for label in read_split(folder / f"{split}.json", finder, problems):
        grouped.setdefault(label.image, []).append(label)
    for name, own in grouped.items():
        if not (folder / name).is_file():
            problems.add("missing_image", name, "Cannot be read, though a record names it.")
        if own[0].t2i_model is None:
            problems.add("no_t2i_model", f"{split}: {name}", "Nothing tells its T2I model; name it in `t2i_model`.")
    return tuple(
        LabelledImage(
            name,
            folder / name,
            own[0].t2i_model,
            tuple(label.question for label in own),
            tuple(label.answer for label in own),
        )
        for name, own in grouped.items()
    )


def _read_truths(path: Path, finder: SkillFinder, problems: ProblemList) -> Truths:
    if not path.is_file():
        return {}
    labels = _read_rows(path, finder, problems, "truth")
    return {(own.image, own.question.skill, own.question.text): own.answer for _, own in labels}


def _read_votes(path: Path, finder: SkillFinder, problems: ProblemList) -> tuple[AnnotatorLabel, ...]:
    if not path.is_file():
        return ()
    votes = []
    seen: set[tuple[str, str, str, str]] = set()
    for row, label in _read_rows(path, finder, problems, "label", "annotator"):
        vote = (row["annotator"], label.image, label.question.skill, label.question.text)
        if vote in seen:
            problems.add("duplicate_label", path.name, f"{vote[0]} labels {vote[2]} of {label.image} more than once.")
        seen.add(vote)
        votes.append(AnnotatorLabel(row["annotator"], label))
    return tuple(votes)


def _read_rows(
    path: Path, finder: SkillFinder, problems: ProblemList, answer: str, *more: str
) -> list[tuple[dict[str, str], LabelledQuestion]]:
    """The sound rows of a CSV whose column `answer` holds an option of the question in the row."""
    found = []
    columns = ("image", "t2i_model", "skill", "question", answer, *more)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [column for column in columns if column not in (reader.fieldnames or ())]
            if lacking:
                problems.add("columns", path.name, f"Has no column {', '.join(lacking)}.")
                return []
            for row in reader:
                try:
                    found.append((row, _label(row, f"{path.name}: line {reader.line_num}", finder, columns, answer)))
                except BadInput as refusal:
                    problems.extend(refusal)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.add("not_csv", path.name, f"Is not CSV in UTF-8: {error}.")
    return found


def _label(
    row: dict[str, str | None], where: str, finder: SkillFinder, columns: Iterable[str], answer: str
) -> LabelledQuestion:
    values = {column: row[column] for column in columns}
    if None in values.values():
        raise BadInput.one("record", where, "Has fewer fields than the header.")
    text = {column: value or "" for column, value in values.items()}
    skill = text["skill"] or finder.find(text["question"])
    if skill is None:
        raise unknown_question_refusal(text["question"], where)
    return label_question(
        text["image"], text["t2i_model"] or None, skill, text["question"], text[answer].strip(), where
    )


def _digest(folder: Path, names: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(set(names)):
        path = folder / name
        if path.is_file():
            digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
