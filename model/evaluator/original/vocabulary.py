"""The tokenizer of a converted folder: the source's own files, and a token that stands for the image.

The original code marks the image by a number outside the vocabulary;
transformers' classes want a token. It is added behind the last one, and where
the embeddings have no row left for it, one of zeros is added too. What is
tokenised by the evaluator never holds it.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerBase

from core.problems import BadInput
from model.evaluator.tokenizer import check_embedding_rows, load_tokenizer

IMAGE_TOKEN = "<image>"  # noqa: S105 - a token of a vocabulary

_FILES = ("tokenizer*", "special_tokens_map.json", "added_tokens.json", "vocab*", "merges.txt")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The source's tokenizer and its rows of embeddings; where the image's token stands, and rows added for it."""

    tokenizer: PreTrainedTokenizerBase
    rows: int
    image_token: int
    added_rows: int

    @classmethod
    def plan(cls, source: Path, rows: int) -> "Vocabulary":
        """What the source's tokenizer asks for; raises `BadInput` where it is broken or larger than the embeddings."""
        tokenizer = load_tokenizer(source)
        check_embedding_rows(source, tokenizer, rows)
        image_token = tokenizer.get_vocab().get(IMAGE_TOKEN, len(tokenizer))
        return cls(tokenizer, rows, image_token, max(0, image_token + 1 - rows))

    def write(self, source: Path, target: Path) -> None:
        """Copy the tokenizer's files and add the token; raises `BadInput` where another token would change its id."""
        for pattern in _FILES:
            for path in source.glob(pattern):
                shutil.copyfile(path, target / path.name)
        if IMAGE_TOKEN not in self.tokenizer.get_vocab():
            _add_token(target, self.image_token)
        written = load_tokenizer(target).get_vocab()
        if written != self.tokenizer.get_vocab() | {IMAGE_TOKEN: self.image_token}:
            raise BadInput.one(
                "unfaithful_tokenizer", str(source), f"Its tokenizer cannot take the token {IMAGE_TOKEN} unchanged."
            )


def _add_token(folder: Path, token: int) -> None:
    path = folder / "tokenizer_config.json"
    config = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if "added_tokens_decoder" in config:
        entry = {"content": IMAGE_TOKEN, "special": True}
        entry |= dict.fromkeys(("lstrip", "normalized", "rstrip", "single_word"), False)
        config["added_tokens_decoder"][str(token)] = entry
        path.write_text(json.dumps(config, indent=2, ensure_ascii=False), encoding="utf-8")
        return
    older = folder / "added_tokens.json"
    tokens: dict[str, Any] = json.loads(older.read_text(encoding="utf-8")) if older.is_file() else {}
    older.write_text(json.dumps(tokens | {IMAGE_TOKEN: token}, indent=2, ensure_ascii=False), encoding="utf-8")
