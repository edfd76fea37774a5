"""The recordings of the original implementation (`../shared/golden`), where they are at hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from model.protocol.schema import Question
from model.protocol.skills import SKILL_BY_KEY
from tests.helpers.paths import SHARED

GOLDEN = SHARED / "golden"
CHECKPOINTS = ("a56", "b56")
DIMENSIONS = ("faithfulness", "alignment")

needs_golden = pytest.mark.skipif(not GOLDEN.is_dir(), reason="the recordings are not part of the project")

_SKILLS = {"common": "commonsense"}
"""What the original calls a skill, where we do not call it the same in lower case."""


@dataclass(frozen=True)
class Case:
    """One question on one image: what was sent, and what the original made of it."""

    checkpoint: str
    image: str
    name: str
    question: Question
    record: dict[str, Any]
    logits: Tensor

    @property
    def key(self) -> str:
        return f"{self.checkpoint} {self.image.removesuffix('.png')} {self.question.skill}"

    @property
    def score(self) -> int:
        """What the original parsed from the text."""
        return int(self.record["score"])

    @property
    def said(self) -> str:
        """The text it decoded, without the end of sequence."""
        return str(self.record["decoded_after_slice"]).removesuffix("</s>")


@cache
def recorded() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / "golden.json").read_text(encoding="utf-8"))
    return found


def folder(checkpoint: str) -> Path:
    return GOLDEN / "ckpt" / checkpoint / "evalalign-v1.0-13b-tiny"


def text(name: str) -> str:
    """A question's text behind the image and its line break."""
    asked: Any = recorded()["questions"]
    for part in name.split("/"):
        asked = asked[part]
    return str(asked).removeprefix("<image>\n")


def question(name: str) -> Question:
    dimension, *_, skill = name.lower().split("/")
    key = f"{dimension}.{_SKILLS.get(skill, skill)}"
    return Question(skill=key, text=text(name), options=SKILL_BY_KEY[key].options)


def cases(checkpoint: str, dimension: str) -> Iterator[Case]:
    with np.load(GOLDEN / "first_logits.npz") as arrays:
        logits = torch.from_numpy(arrays[f"{checkpoint}__{dimension}"])
    for row, record in enumerate(recorded()["runs"][f"{checkpoint}/{dimension}"]["records"]):
        name = record["question"]
        yield Case(checkpoint, record["image"], name, question(name), record, logits[row])
