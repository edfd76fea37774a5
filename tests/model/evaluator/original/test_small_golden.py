"""Checkpoints in the original layout give what an independent implementation recorded of them: ids, pixels, logits."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import torch

from model.evaluator.checkpoints import load_checkpoint
from model.evaluator.encoding import QuestionEncoder
from model.evaluator.evaluator import read_answer
from model.evaluator.forward import image_features, packed_logits
from model.evaluator.images import ImagePreparer
from model.evaluator.original.convert import convert_checkpoint
from model.protocol.schema import ImagePreparation, Question
from model.protocol.skills import SKILL_BY_KEY, Dimension
from model.protocol.templates import TEMPLATES
from tests.helpers import original_layout as layout
from tests.helpers.small_golden import PICTURES, QUESTIONS, RECORDS, STYLES, picture, write_checkpoint

PREPARATION = ImagePreparation(mode="pad", newline=(Dimension.FAITHFULNESS,))


@pytest.fixture(scope="module", params=STYLES)
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def recorded(style: str) -> Any:
    return json.loads(RECORDS.read_text(encoding="utf-8"))[style]


@pytest.fixture(scope="module")
def original(style: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original") / style
    write_checkpoint(folder, style)
    return folder


@pytest.mark.parametrize("way", ["in place", "converted"])
def test_ids_logits_and_choices_are_the_recorded_ones(
    style: str, way: str, recorded: Any, original: Path, tmp_path: Path
) -> None:
    if way == "converted":
        convert_checkpoint(original, tmp_path / "converted", shard_bytes=20_000)
    folder = original if way == "in place" else tmp_path / "converted"
    checkpoint = load_checkpoint(folder, None, torch.device("cpu"), torch.float32)
    encoder = QuestionEncoder(checkpoint.tokenizer, TEMPLATES[STYLES[style]], PREPARATION.newline)
    asked = [Question(skill=key, text=text, options=SKILL_BY_KEY[key].options) for key, text in QUESTIONS.items()]
    encoded = [encoder.encode(question) for question in asked]
    for question, own in zip(asked, encoded, strict=True):
        assert [list(encoder.prefix), list(own.suffix)] == recorded["ids"][question.skill]
    answers = iter(recorded["answers"])
    for name in PICTURES:
        views = [ImagePreparer(PREPARATION, layout.SIDE).prepare(picture(name))]
        with torch.inference_mode():
            features = image_features(checkpoint.network, views, anyres=False)
            logits = packed_logits(checkpoint.network, encoder.prefix, features, [encoded])
        for question, own, read in zip(
            asked, encoded, torch.split(logits, [1 + len(one.inner) for one in encoded]), strict=True
        ):
            wanted = next(answers)
            assert (wanted["picture"], wanted["skill"]) == (name, question.skill)
            assert (read[0] - torch.tensor(wanted["logits"])).abs().max() < 1e-4
            assert read_answer(question, own, read).choice == wanted["choice"]


def test_padded_views_are_the_recorded_ones(recorded: Any) -> None:
    for name, digest in recorded["pixels"].items():
        views = ImagePreparer(PREPARATION, layout.SIDE).prepare(picture(name)).views
        assert hashlib.sha256(views.numpy().tobytes()).hexdigest() == digest, name


def test_the_recorded_choices_vary(recorded: Any) -> None:
    assert len({answer["choice"] for answer in recorded["answers"]}) > 2
