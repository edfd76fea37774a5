"""Byte-level BPE tokenizers, trained on the texts of a run: they spell any text, and common words are one token."""

from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

_SPECIAL = ("<pad>", "<s>", "</s>", "<image>")
"""Special tokens of a base, in the order of their ids."""

IMAGE_TOKEN = _SPECIAL.index("<image>")
"""The id of the token that stands for a patch."""

_CAPTION_SPECIAL = ("<pad>", "<unk>", "<start>", "<end>")
"""In the order of their ids. The end is not the third one: transformers takes a CLIP with id 2 as its end for an old
one, whose end is the largest id."""


def train_tokenizer(texts: Iterable[str], vocabulary: int = 768) -> PreTrainedTokenizerFast:
    """Train a base's tokenizer of at most `vocabulary` tokens."""
    pad, start, end, _ = _SPECIAL
    tokenizer = _train_bpe(Tokenizer(models.BPE()), texts, vocabulary, _SPECIAL, prefix_space=False)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=pad, bos_token=start, eos_token=end, model_max_length=4096
    )


def train_caption_tokenizer(texts: Iterable[str], vocabulary: int = 512) -> PreTrainedTokenizerFast:
    """Train a CLIP's tokenizer of at most `vocabulary` tokens, which lowers case and frames a text by start and end."""
    pad, unknown, start, end = _CAPTION_SPECIAL
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer = _train_bpe(tokenizer, texts, vocabulary, _CAPTION_SPECIAL, prefix_space=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}", special_tokens=[(mark, tokenizer.token_to_id(mark)) for mark in (start, end)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=pad, unk_token=unknown, bos_token=start, eos_token=end
    )


def _train_bpe(
    tokenizer: Tokenizer, texts: Iterable[str], vocabulary: int, special: Sequence[str], *, prefix_space: bool
) -> Tokenizer:
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix_space)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(special),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
