"""Load the tokenizer whose ids are those that the checkpoint was trained with.

A sentencepiece model defines how text becomes ids, and the original code follows it. Of transformers' classes one does
for Llama (with a `▁` before the line break that follows an image), another for the Yi models under the 34B, and none
for both; so the first class that agrees with sentencepiece is taken.
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
"""Texts as before and behind an image: a line break first, spaces in a row, digits, signs."""

_LOADERS: tuple[Callable[..., PreTrainedTokenizerBase], ...] = (
    LlamaTokenizer.from_pretrained,
    # Without the space that the class otherwise puts before every text.
    partial(LlamaTokenizer.from_pretrained, add_prefix_space=False),
    AutoTokenizer.from_pretrained,
)


def load_tokenizer(base: Path) -> PreTrainedTokenizerBase:
    """Load the checkpoint's tokenizer.

    Raises `BadInput` where it is broken and, for checkpoints in the original layout or converted from it, where no
    class gives the original ids.
    """
    model = base / "tokenizer.model"
    if not model.is_file() or ((base / "tokenizer.json").is_file() and not _follows_the_original(base)):
        return _load(AutoTokenizer.from_pretrained, base)
    for loader in _LOADERS:
        tokenizer = _load(loader, base)
        if _matches_sentencepiece(tokenizer, model):
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
    """Check that the weights have a row for every token; raises `BadInput`."""
    if len(tokenizer) > rows:
        raise BadInput.one(
            "tokenizer_mismatch",
            str(base),
            f"The tokenizer has {len(tokenizer)} tokens, the weights only {rows}; they do not belong together.",
        )


def _follows_the_original(base: Path) -> bool:
    return has_original_layout(base) or KEPT_VOCABULARY in read_config(base)


def _load(loader: Callable[..., PreTrainedTokenizerBase], base: Path) -> PreTrainedTokenizerBase:
    try:
        return loader(base)
    except Exception as error:  # a broken tokenizer file raises a bare Exception
        raise BadInput.one("broken_tokenizer", str(base), f"The tokenizer cannot be loaded: {error}") from error


def _matches_sentencepiece(tokenizer: PreTrainedTokenizerBase, model: Path) -> bool:
    try:
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(model))
    except (OSError, RuntimeError) as error:
        raise BadInput.one("broken_tokenizer", str(model), f"Is no sentencepiece model: {error}") from error
    return all(tokenizer(text, add_special_tokens=False)["input_ids"] == pieces.encode(text) for text in _PROBES)
