"""The choice of a tokenizer class: the one whose ids are those the checkpoint was trained with.

A sentencepiece model says by itself how text becomes ids, and the original
code follows it. Of transformers' ways one does for Llama's (a `▁` stands
before the line break that follows an image), another for the Yi models that
the 34B is built on, and none for both; so they are asked, and the first that
agrees with sentencepiece is taken.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import sentencepiece
from transformers import AutoTokenizer, LlamaTokenizer, PreTrainedTokenizerBase

from core.problems import BadInput
from model.evaluator.layout import KEPT_VOCABULARY, has_original_layout, read_config

TOKENIZER_FILES = ("tokenizer.json", "tokenizer.model")

_PROBES = ("\nAre there 2 cats?  Options: -1. ANSWER: 3", "A chat between a user", "\n", "a\n\nb")
"""Chunks as they stand before and behind an image: a line break first, spaces in a row, digits, signs."""

_WAYS: tuple[Callable[..., PreTrainedTokenizerBase], ...] = (
    LlamaTokenizer.from_pretrained,
    # Without the space that the class else puts before every chunk.
    partial(LlamaTokenizer.from_pretrained, add_prefix_space=False),
    AutoTokenizer.from_pretrained,
)


def load_tokenizer(base: Path) -> PreTrainedTokenizerBase:
    """The checkpoint's tokenizer.

    Raises `BadInput` where it is broken, and, for checkpoints in the original
    layout or converted from it, where no class gives its own ids.
    """
    model = base / "tokenizer.model"
    if not model.is_file() or ((base / "tokenizer.json").is_file() and not _follows_the_original(base)):
        return _load(AutoTokenizer.from_pretrained, base)
    for way in _WAYS:
        tokenizer = _load(way, base)
        if _agrees(tokenizer, model):
            return tokenizer
    if _follows_the_original(base):
        raise BadInput.one(
            "unfaithful_tokenizer",
            str(base),
            "No tokenizer class of the installed transformers gives the ids of its tokenizer.model, "
            "so its answers would not be the original's.",
        )
    return _load(AutoTokenizer.from_pretrained, base)


def check_embedding_rows(base: Path, tokenizer: PreTrainedTokenizerBase, rows: int) -> None:
    """Raises `BadInput` where the tokenizer has tokens for which the weights have no row."""
    if len(tokenizer) > rows:
        raise BadInput.one(
            "tokenizer_mismatch",
            str(base),
            f"The tokenizer has {len(tokenizer)} tokens, the weights only {rows}; they do not belong together.",
        )


def _follows_the_original(base: Path) -> bool:
    return has_original_layout(base) or KEPT_VOCABULARY in read_config(base)


def _load(way: Callable[..., PreTrainedTokenizerBase], base: Path) -> PreTrainedTokenizerBase:
    try:
        tokenizer = way(base)
    except Exception as error:  # a broken tokenizer file raises a bare Exception
        raise BadInput.one("broken_tokenizer", str(base), f"The tokenizer cannot be loaded: {error}") from error
    return tokenizer


def _agrees(tokenizer: PreTrainedTokenizerBase, model: Path) -> bool:
    try:
        own = sentencepiece.SentencePieceProcessor(model_file=str(model))
    except (OSError, RuntimeError) as error:
        raise BadInput.one("broken_tokenizer", str(model), f"Is no sentencepiece model: {error}") from error
    return all(tokenizer(text, add_special_tokens=False)["input_ids"] == own.encode(text) for text in _PROBES)
