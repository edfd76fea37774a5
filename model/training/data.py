"""A data set for fine-tuning: labelled images in splits, checked as a whole before the first step.

A data set is a folder with `train.json`, `validation.json` and, optionally, `test.json` (`labels.py` describes them),
the images they name, and a `dataset.json` that may say `"closed_world": true`. The test split is never trained on; it
is read to see that nothing of it leaks into training.
"""

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from core.problem_list import ProblemList
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.training.annotations import read_annotations
from model.training.config import SftConfig
from model.training.labels import LabelledQuestion, SkillFinder, read_split


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """One image with all its questions, and per question its label.

    `name` is its path in the data set, `path` that on disk; `t2i_model` is None where it is not known.
    """

    name: str
    path: Path
    t2i_model: str | None
    questions: tuple[Question, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SftData:
    """The images that a run trains and validates on.

    `digest`: SHA-256 (hex) of the used images' contents, questions and answers, wherever they lie. `shared_images`:
    validation images whose very content is also trained on; above 0 the validation figures are too good.
    """

    train: tuple[LabelledImage, ...]
    validation: tuple[LabelledImage, ...]
    digest: str
    closed_world: bool
    shared_images: int


def read_sft_data(config: SftConfig, protocol: Protocol, problems: ProblemList, *, check_files: bool = True) -> SftData:
    """Read and check the data set of a run; raises `BadInput` with every problem, those in `problems` included.

    `check_files` False leaves the image files alone, and the digest empty: one process of many checks them.
    """
    closed_world = is_closed_world_data(config.data, problems)
    labels = _labels(config, protocol, problems)
    splits = {name: group_by_image(config.data, entries, name, problems) for name, entries in labels.items()}
    if config.limit is not None:
        # A shuffle that depends on nothing but the images' names and the seed.
        splits["train"].sort(key=lambda image: hashlib.sha256(f"{config.seed}/{image.name}".encode()).digest())
        splits["train"] = splits["train"][: config.limit]
    digests = _check_images(splits, problems) if check_files else {}
    shared = _check_leaks(splits, digests, problems)
    problems.raise_if_any()
    digest = _digest(splits, digests) if check_files else ""
    return SftData(tuple(splits["train"]), tuple(splits["validation"]), digest, closed_world, shared)


def _labels(config: SftConfig, protocol: Protocol, problems: ProblemList) -> dict[str, list[LabelledQuestion]]:
    finder = SkillFinder(protocol)
    if config.annotations is not None:
        return read_annotations(config.annotations, finder, problems)
    names = ["train", "validation", *(["test"] if (config.data / "test.json").exists() else [])]
    return {name: read_split(config.data / f"{name}.json", finder, problems) for name in names}


def is_closed_world_data(folder: Path, problems: ProblemList) -> bool:
    """Check whether a data set's `dataset.json` marks it as simulated."""
    path = folder / "dataset.json"
    if not path.is_file():
        return False
    try:
        return bool(json.loads(path.read_text(encoding="utf-8")).get("closed_world"))
    except (OSError, ValueError, AttributeError) as error:
        problems.add("not_json", path.name, f"Is no description of a data set: {error}.")
        return False


def group_by_image(
    folder: Path, labels: Sequence[LabelledQuestion], split: str, problems: ProblemList
) -> list[LabelledImage]:
    """Join the labels of each image, in the order of their first ones."""
    grouped: dict[str, list[LabelledQuestion]] = {}
    for label in labels:
        grouped.setdefault(label.image, []).append(label)
    images = []
    for name, entries in grouped.items():
        t2i_models = {label.t2i_model for label in entries}
        if len(t2i_models) > 1:
            names = ", ".join(sorted(map(str, t2i_models)))
            problems.add("t2i_model", f"{split}: {name}", f"Has records of several T2I models: {names}.")
        questions, answers = tuple(label.question for label in entries), tuple(label.answer for label in entries)
        images.append(LabelledImage(name, folder / name, entries[0].t2i_model, questions, answers))
    return images


def _check_images(splits: dict[str, list[LabelledImage]], problems: ProblemList) -> dict[Path, str]:
    """Compute the SHA-256 (hex) of every sound image file; test images are not decoded, since they are not used."""
    names = {image.path: image.name for images in splits.values() for image in images}
    decoded = {image.path for split in ("train", "validation") for image in splits[split]}
    digests = {}
    with ThreadPoolExecutor() as pool:
        results = pool.map(_check_file, names, [path in decoded for path in names])
        for (path, name), (digest, code, message) in zip(names.items(), results, strict=True):
            if code:
                problems.add(code, name, message)
            else:
                digests[path] = digest
    return digests


def _check_file(path: Path, decode: bool) -> tuple[str, str, str]:
    """Return the file's digest, or the code and message of what is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return "", "missing_image", f"Cannot be read ({error.strerror}), though a record names it."
    if decode:
        try:
            with Image.open(BytesIO(content)) as image:
                image.convert("RGB")
        except Exception as error:  # Pillow's decoders let out whatever a broken file makes them do
            return "", "broken_image", f"Cannot be decoded ({error}). Export or copy it again."
    return hashlib.sha256(content).hexdigest(), "", ""


def _check_leaks(splits: dict[str, list[LabelledImage]], digests: dict[Path, str], problems: ProblemList) -> int:
    """Report what the test split shares with training; returns how many validation images training shares."""
    trained = {digests[image.path]: image for image in splits["train"] if image.path in digests}
    t2i_models = {image.t2i_model for image in splits["train"]} - {None}
    for name in sorted({str(image.t2i_model) for image in splits.get("test", ()) if image.t2i_model in t2i_models}):
        problems.add("leak_t2i_model", "test.json", f"T2I model {name} is also trained on; a test is of unseen ones.")
    for image in splits.get("test", ()):
        same = trained.get(digests.get(image.path, ""))
        if same is not None:
            problems.add("leak_image", f"test.json: {image.name}", f"Is the very image {same.name} that is trained on.")
    return sum(digests.get(image.path, "") in trained for image in splits["validation"])


def _digest(splits: dict[str, list[LabelledImage]], digests: dict[Path, str]) -> str:
    lines = sorted(
        json.dumps([split, digests[image.path], question.skill, question.text, answer])
        for split in ("train", "validation")
        for image in splits[split]
        for question, answer in zip(image.questions, image.answers, strict=True)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
