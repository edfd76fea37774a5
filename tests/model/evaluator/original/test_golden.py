"""The original implementation's inputs, logits and scores, case by case, where its recordings are at hand."""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from model.evaluator.checkpoints import Checkpoint, load_checkpoint
from model.evaluator.encoding import QuestionEncoder
from model.evaluator.evaluator import read_answer
from model.evaluator.forward import image_features, packed_logits
from model.evaluator.images import ImagePreparer, normalise
from model.evaluator.original.convert import convert_checkpoint
from model.protocol.schema import ImagePreparation
from model.protocol.skills import Dimension
from model.protocol.templates import TEMPLATES
from tests.helpers.golden import (
    CHECKPOINTS,
    DIMENSIONS,
    GOLDEN,
    Case,
    cases,
    folder,
    needs_golden,
    question,
    recorded,
)
from tests.helpers.paths import SHARED

pytestmark = needs_golden

TOLERANCE = 1e-4
VICUNA = TEMPLATES["vicuna-v1"]
PREPARATION = ImagePreparation(mode="pad", newline=(Dimension.FAITHFULNESS,))

TRAP_1 = "trap 1: the original takes the first integer it reads, whether the question offers it or not"
TRAP_2 = "trap 2: the original said -1, which the question does not offer"
TRAP_2_READ = "trap 2: the original said -1, and its alignment script reads that as 1"

DIFFERENT: dict[str, tuple[int, int, str]] = {
    "a56 1091 faithfulness.commonsense": (-1, 0, TRAP_2),
    "a56 1091 alignment.object": (1, 0, TRAP_2_READ),
    "a56 1091 alignment.count": (3, 1, TRAP_1),
    "a56 1091 alignment.color": (3, 0, TRAP_1),
    "a56 1091 alignment.action": (3, 2, TRAP_1),
    "a56 45 alignment.object": (3, 2, TRAP_1),
    "a56 45 alignment.count": (3, 1, TRAP_1),
    "a56 525 alignment.spatial": (1, 0, TRAP_2_READ),
    "a56 574 alignment.object": (3, 1, TRAP_1),
    "a56 574 alignment.style": (4, 0, TRAP_1),
    "a56 914 alignment.object": (1, 2, TRAP_2_READ),
    "b56 225 faithfulness.object": (-1, 1, TRAP_2),
    "b56 45 faithfulness.object": (-1, 3, TRAP_2),
    "b56 1091 alignment.object": (1, 0, TRAP_2_READ),
    "b56 1091 alignment.color": (1, 2, TRAP_2_READ),
    "b56 45 alignment.object": (3, 2, TRAP_1),
    "b56 45 alignment.style": (1, 2, TRAP_2_READ),
    "b56 574 alignment.count": (3, 0, TRAP_1),
    "b56 574 alignment.action": (3, 2, TRAP_1),
    "b56 914 alignment.count": (3, 1, TRAP_1),
    "b56 914 alignment.action": (3, 2, TRAP_1),
}
"""Every case in which we choose another option than the original scored: its score, our choice, and why."""


@cache
def loaded(checkpoint: str) -> Checkpoint:
    return load_checkpoint(folder(checkpoint), None, torch.device("cpu"), torch.float32)


@cache
def converted(checkpoint: str, parent: Path) -> Checkpoint:
    convert_checkpoint(folder(checkpoint), parent / checkpoint)
    return load_checkpoint(parent / checkpoint, None, torch.device("cpu"), torch.float32)


@torch.inference_mode()
def roots_and_choices(checkpoint: Checkpoint, own: Sequence[Case]) -> tuple[Tensor, list[int], list[int]]:
    """Of all questions on one image, packed: first-token logits, our choices, and what would be chosen of -1 to 4."""
    encoder = QuestionEncoder(checkpoint.tokenizer, VICUNA, PREPARATION.newline)
    with Image.open(GOLDEN / "images" / own[0].image) as image:
        views = [ImagePreparer(PREPARATION, 56).prepare(image)]
    features = image_features(checkpoint.network, views, anyres=False)
    free = [case.question.model_copy(update={"options": (-1, 0, 1, 2, 3, 4)}) for case in own]
    asked = [*(case.question for case in own), *free]
    encoded = [encoder.encode(question) for question in asked]
    logits = packed_logits(checkpoint.network, encoder.prefix, features, [encoded])
    reads = list(torch.split(logits, [1 + len(one.inner) for one in encoded]))
    choices = [read_answer(*one).choice for one in zip(asked, encoded, reads, strict=True)]
    return torch.stack([read[0] for read in reads[: len(own)]]), choices[: len(own)], choices[len(own) :]


def test_our_templates_are_the_originals() -> None:
    templates = json.loads((SHARED / "evalalign" / "conversation_templates.json").read_text())
    for ours, theirs in (("vicuna-v1", "v1"), ("mpt", "mpt")):
        sent = TEMPLATES[ours].before_image + "<image>" + TEMPLATES[ours].after_image.format(question="Why?")
        form = templates[theirs]["format"].replace("{system}", templates[theirs]["system"])
        assert sent == form.replace("{question}", "<image>\nWhy?")


@pytest.mark.parametrize("checkpoint", CHECKPOINTS)
def test_a_llama_tokenizer_gives_the_originals_ids(checkpoint: str) -> None:
    tokenizer = loaded(checkpoint).tokenizer
    encoder = QuestionEncoder(tokenizer, VICUNA)
    assert len(recorded()["input_ids"]["llama"]) == 26
    for name, ids in recorded()["input_ids"]["llama"].items():
        encoded = encoder.encode(question(name).model_copy(update={"options": (-1, 0, 1, 2, 3, 4)}))
        assert [*encoder.prefix, recorded()["image_placeholder_id"], *encoded.suffix] == ids, name
        spelt = [tokenizer.convert_ids_to_tokens([edge.token for edge in path]) for path in encoded.paths]
        assert spelt[0] == ["\u2581-", "1"]
        assert spelt[3] == ["\u2581", "2"]


def test_padded_views_equal_the_originals_exactly() -> None:
    preparer = ImagePreparer(PREPARATION, 56)
    wanted = {case.image: case.record["images_sha256_f32"] for c in CHECKPOINTS for case in cases(c, "faithfulness")}
    assert len(wanted) == 7
    with np.load(GOLDEN / "pixels56_u8.npz") as pixels:
        for name, digest in wanted.items():
            with Image.open(GOLDEN / "images" / name) as image:
                views = preparer.prepare(image).views
            assert hashlib.sha256(views.numpy().tobytes()).hexdigest() == digest, name
            assert torch.equal(views[0], normalise(Image.fromarray(pixels[name].transpose(1, 2, 0)))), name


@pytest.mark.parametrize("way", ["in place", "converted"])
@pytest.mark.parametrize("checkpoint", CHECKPOINTS)
@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_logits_and_choices_are_the_originals(
    checkpoint: str, dimension: str, way: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    judge = loaded(checkpoint) if way == "in place" else converted(checkpoint, tmp_path_factory.getbasetemp())
    different, seen = {}, 0
    for _, group in groupby(cases(checkpoint, dimension), key=lambda case: case.image):
        own = list(group)
        logits, choices, free = roots_and_choices(judge, own)
        for case, row, choice, unbound in zip(own, logits, choices, free, strict=True):
            seen += 1
            assert (row - case.logits).abs().max() < TOLERANCE, case.key
            assert str(unbound) == case.said, f"{case.key}: decoding says what it said, bound to no options"
            if choice != case.score:
                different[case.key] = (case.score, choice, _reason(case))
    assert seen == {"faithfulness": 35, "alignment": 21}[dimension]
    listed = {key: case for key, case in DIFFERENT.items() if key.startswith(checkpoint) and f" {dimension}." in key}
    assert different == listed


def _reason(case: Case) -> str:
    """The one thing that can explain another choice; that it does is what the unbound decoding shows."""
    if case.said == "-1" and case.score == 1:
        return TRAP_2_READ
    assert case.score not in case.question.options, f"{case.key} differs for no known reason"
    return TRAP_2 if case.score == -1 else TRAP_1


@pytest.mark.parametrize("checkpoint", CHECKPOINTS)
def test_the_number_of_image_tokens_is_the_originals(checkpoint: str) -> None:
    """Trap 7: the newline is appended for faithfulness only, and only where the checkpoint has one."""
    judge = loaded(checkpoint)
    encoder = QuestionEncoder(judge.tokenizer, VICUNA, PREPARATION.newline)
    for dimension in DIMENSIONS:
        for case in cases(checkpoint, dimension):
            encoded = encoder.encode(case.question)
            newline = encoded.newline and hasattr(judge.network.model, "image_newline")
            assert case.record["inputs_embeds_len"] == len(encoder.prefix) + 16 + newline + len(encoded.suffix)
