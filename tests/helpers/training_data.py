"""A small labelled data set for the tests of fine-tuning: squares whose colour tells the answers."""

import csv
import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY

SKILLS = ("faithfulness.body", "alignment.count")


def record(protocol: Protocol, image: str, skill: str, answer: int) -> dict[str, Any]:
    """One record as LLaVA writes it."""
    question = protocol.question(SKILL_BY_KEY[skill], "two red cats, flat", "two cats")
    return {
        "id": f"{image}/{skill}",
        "image": image,
        "conversations": [
            {"from": "human", "value": f"<image>\n{question.text}"},
            {"from": "gpt", "value": str(answer)},
        ],
    }


def paint(path: Path, number: int) -> int:
    """A picture of its own per number, and its answer (0 to 2): which third of it is bright."""
    path.parent.mkdir(parents=True, exist_ok=True)
    answer = number % 3
    image = Image.new("RGB", (30, 24), (number % 7, 0, number // 7))
    ImageDraw.Draw(image).rectangle((answer * 10, 0, answer * 10 + 9, 24), fill=(250, 250, 200))
    image.save(path)
    return answer


def write_data(folder: Path, protocol: Protocol, *, train: int = 24, validation: int = 6, test: int = 0) -> Path:
    """A data set of so many images per split; every image is asked about its body, every second about its count."""
    number = 0
    for split, count in {"train": train, "validation": validation, "test": test}.items():
        records = []
        for _ in range(count):
            image = f"images/{'unseen' if split == 'test' else 'seen'}-{number % 2}/{number}.png"
            answer = paint(folder / image, number)
            records.append(record(protocol, image, "faithfulness.body", answer))
            if number % 2:
                records.append(record(protocol, image, "alignment.count", 2 - answer))
            number += 1
        if count:
            write_split(folder, split, records)
    return folder


def read_split(folder: Path, split: str) -> list[dict[str, Any]]:
    """The records of a split."""
    records: list[dict[str, Any]] = json.loads((folder / f"{split}.json").read_text())
    return records


def write_split(folder: Path, split: str, records: Any) -> None:
    """Replace the records of a split."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{split}.json").write_text(json.dumps(records))


def write_annotations(folder: Path, protocol: Protocol, labels: dict[str, list[int]]) -> Path:
    """A CSV of the body question's labels per image, one annotator each, and the images."""
    path = folder / "annotations.csv"
    for number, image in enumerate(labels):
        paint(folder / image, number)
    text = protocol.question(SKILL_BY_KEY["faithfulness.body"], "", "").text
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["image", "dimension", "prompt_id", "t2i_model", "skill", "question", "annotator", "label"])
        for image, own in labels.items():
            for annotator, label in enumerate(own):
                rows.writerow([image, "faithfulness", "f1", "seen", "faithfulness.body", text, annotator, label])
    return path
