"""A labelled data set for the experiments: images of a split with questions, labels, truths, annotators.

Everything comes from the data set's own files, so a real one and the closed world's are read alike. A generation
belongs to the prompt that its file is named after, as in `images/<t2i_model>/<prompt>.png`.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core.problem_list import ProblemList
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY
from model.training.annotations import AnnotatorLabel, read_annotator_csv, read_label_csv
from model.training.data import LabelledImage, group_by_image, is_closed_world_data
from model.training.labels import SkillFinder, read_split

SPLITS = ("train", "validation", "test")

ANNOTATION_FILES = {"annotations.csv": "seen", "test_annotations.csv": "unseen"}
"""Files of labels by annotator, and the T2I models they are of; a data set may lack the second."""

_CARD, _TRUTH = "dataset.json", "truth.csv"

Truths = dict[tuple[str, str, str], int]
"""True options by image, skill and question text."""


@dataclass(frozen=True)
class ExperimentData:
    """A data set that was read and checked; `truths` is empty where the true options are not known.

    `splits` is empty where it was read for its annotators' labels alone; `annotations` holds these by group of T2I
    models.
    """

    folder: Path
    closed_world: bool
    splits: dict[str, tuple[LabelledImage, ...]]
    truths: Truths
    annotations: dict[str, tuple[AnnotatorLabel, ...]]

    @property
    def name(self) -> str:
        """The last part of the folder's path, without the rest of the path."""
        return self.folder.resolve().name

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of records, truths and the contents of all images."""
        texts = [*(f"{split}.json" for split in self.splits), _TRUTH, _CARD]
        return _digest(self.folder, [*texts, *(image.name for images in self.splits.values() for image in images)])

    @cached_property
    def annotations_digest(self) -> str:
        """SHA-256 (hex) of the files of annotators' labels."""
        return _digest(self.folder, [*ANNOTATION_FILES, _CARD])


def prompt_of(image: str) -> str:
    """Return the prompt an image was made for: its file's name without the extension."""
    return Path(image).stem


def one_prompt_in(every: int, images: Sequence[LabelledImage]) -> list[LabelledImage]:
    """Choose the images of one prompt in `every`, in their order; of each dimension's prompts the same share.

    Prompts are chosen by a hash of their names: counting along would keep
    to a rhythm in which a data set happens to be written.
    """
    prompts: dict[str, set[str]] = {}
    for image in images:
        prompts.setdefault(SKILL_BY_KEY[image.questions[0].skill].dimension, set()).add(prompt_of(image.name))
    chosen = {
        prompt
        for names in prompts.values()
        for prompt in sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())[::every]
    }
    return [image for image in images if prompt_of(image.name) in chosen]


def has_annotator_labels(folder: Path) -> bool:
    """Check whether the data set holds the labels of each annotator."""
    return any((folder / name).is_file() for name in ANNOTATION_FILES)


def read_experiment_data(
    folder: Path, protocol: Protocol, problems: ProblemList, *, splits: bool, annotators: bool
) -> ExperimentData:
    """Read a data set's splits (train, validation, test; truths, if any) and annotators' labels, as requested.

    Raises `BadInput` with every problem, those in `problems` included. Images
    are only looked for here: training decodes its own, and so does scoring.
    """
    finder = SkillFinder(protocol)
    closed_world = is_closed_world_data(folder, problems)
    images = {name: _read_images(folder, name, finder, problems) for name in SPLITS} if splits else {}
    truths = _read_truths(folder / _TRUTH, finder, problems) if splits else {}
    labels = {}
    if annotators:
        labels = {
            group: tuple(read_annotator_csv(folder / name, finder, problems))
            for name, group in ANNOTATION_FILES.items()
            if (folder / name).is_file()
        }
        if not labels:
            problems.add("no_file", next(iter(ANNOTATION_FILES)), "Does not exist; the data set names no annotators.")
    problems.raise_if_any()
    return ExperimentData(
        folder, closed_world, images, truths, {group: entries for group, entries in labels.items() if entries}
    )


def _read_images(folder: Path, split: str, finder: SkillFinder, problems: ProblemList) -> tuple[LabelledImage, ...]:
    images = group_by_image(folder, read_split(folder / f"{split}.json", finder, problems), split, problems)
    for image in images:
        if not image.path.is_file():
            problems.add("missing_image", image.name, "Cannot be read, though a record names it.")
        if image.t2i_model is None:
            problems.add(
                "no_t2i_model", f"{split}: {image.name}", "Its T2I model is not known; name it in `t2i_model`."
            )
    return tuple(images)


def _read_truths(path: Path, finder: SkillFinder, problems: ProblemList) -> Truths:
    if not path.is_file():
        return {}
    return {label.key: label.answer for _, _, label in read_label_csv(path, finder, problems, "truth")}


def _digest(folder: Path, names: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(set(names)):
        path = folder / name
        if path.is_file():
            digest.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
