"""A small golden set of our own: recorded by `plain_llava.py` and sentencepiece, compared in `test_small_golden`.

    python -m tests.helpers.small_golden

writes `tests/helpers/data/small_golden.json` and the two tokenizers beside it anew. The
weights are not kept: they follow from a seed (`tests/helpers/original_layout.py`).
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from PIL import Image
from torch import Tensor

from model.protocol.skills import SKILL_BY_KEY
from tests.helpers import original_layout as layout
from tests.helpers import plain_llava as plain

DATA = Path(__file__).parent / "data"
RECORDS = DATA / "small_golden.json"

STYLES = {"llama": "vicuna-v1", "yi": "mpt"}
"""Kind of tokenizer, and the conversation that goes with it."""

SEED = 22

PICTURES = {"square": (1, 40, 40), "wide": (2, 90, 21), "tall": (3, 17, 60)}
"""Arguments of `original_layout.picture_bytes`."""

QUESTIONS = {
    "faithfulness.hand": "Are there  herons with hands? Options: -1. none 0. wrong 4. right",
    "faithfulness.object": "Is the rope a rope?",
    "alignment.count": "Are there two herons(heron: two;)? Answer: 0, no. 2, yes.",
}
"""Invented; two spaces in a row and odd punctuation are meant."""


def picture(name: str) -> Image.Image:
    return Image.fromarray(layout.picture_bytes(*PICTURES[name]))


def write_checkpoint(folder: Path, style: str) -> dict[str, Tensor]:
    """The checkpoint of a style, with the kept tokenizer where there is one."""
    weights = layout.write_checkpoint(folder, style=style, seed=SEED)
    kept = DATA / f"{style}.model"
    if kept.is_file():
        shutil.copyfile(kept, folder / "tokenizer.model")
    return weights


def sent(style: str, question: str) -> tuple[str, str]:
    """Text before and after the picture, spelt out here so that nothing of ours decides it."""
    if style == "llama":
        system = (
            "A chat between a curious user and an artificial intelligence assistant. "
            "The assistant gives helpful, detailed, and polite answers to the user's questions."
        )
        return f"{system} USER: ", f"\n{question} ASSISTANT:"
    system = (
        "A conversation between a user and an LLM-based AI assistant. The assistant gives helpful and honest answers."
    )
    return (
        f"<|im_start|>system\n{system}<|im_end|><|im_start|>user\n",
        f"\n{question}<|im_end|><|im_start|>assistant\n",
    )


def main() -> None:
    """Record everything anew."""
    DATA.mkdir(exist_ok=True)
    for style in STYLES:
        (DATA / f"{style}.model").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as place:
        records = {style: _record(Path(place) / style, style) for style in STYLES}
    RECORDS.write_text(json.dumps(records, separators=(",", ":")) + "\n", encoding="utf-8")


def _record(folder: Path, style: str) -> dict[str, Any]:
    weights = {name: tensor.float() for name, tensor in write_checkpoint(folder, style).items()}
    shutil.copyfile(folder / "tokenizer.model", DATA / f"{style}.model")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))
    found: dict[str, Any] = {"pixels": {}, "ids": {}, "answers": []}
    for name in PICTURES:
        view = plain.pixels(picture(name), layout.SIDE)
        found["pixels"][name] = hashlib.sha256(view.numpy().tobytes()).hexdigest()
        tokens = plain.image_tokens(weights, config, layout.TOWER_CONFIGURATION, view)
        for skill, question in QUESTIONS.items():
            ends = torch.cat([tokens, weights["model.image_newline"][None]])
            image = ends if skill.startswith("faithfulness") else tokens
            found["answers"].append(
                {"picture": name, "skill": skill}
                | _answer(weights, config, pieces, image, style, skill, question, found["ids"])
            )
    return found


def _answer(
    weights: dict[str, Tensor],
    config: dict[str, Any],
    pieces: sentencepiece.SentencePieceProcessor,
    image: Tensor,
    style: str,
    skill: str,
    question: str,
    ids: dict[str, list[list[int]]],
) -> dict[str, Any]:
    before, after = sent(style, question)
    prefix = ([pieces.bos_id()] if style == "llama" else []) + pieces.encode(before)
    suffix = pieces.encode(after)
    ids[skill] = [prefix, suffix]
    table = weights["model.embed_tokens.weight"]
    sequence = torch.cat([table[torch.tensor(prefix)], image, table[torch.tensor(suffix)]])
    options = SKILL_BY_KEY[skill].options
    space = " " if style == "llama" else ""
    spellings = [pieces.encode(f"{after}{space}{option}")[len(suffix) :] for option in options]
    logits = plain.next_logits(weights, config, sequence)
    return {
        "choice": options[plain.greedy(weights, config, sequence, spellings)],
        "logits": [round(value, 5) for value in logits.tolist()],
    }


if __name__ == "__main__":
    main()
