"""Write the tokenizer of a converted folder: the source's files, and a token for the image.

The original code marks the image by a number outside the vocabulary; transformers' classes need a token. It is added
behind the last one, with a row of zeros where the embeddings have none left. The evaluator's own texts never hold it.
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
    """The source's tokenizer, its rows of embeddings, the id of the image's token, and the rows added for it."""

    tokenizer: PreTrainedTokenizerBase
    rows: int
    image_token: int
    added_rows: int

    @classmethod
    def plan(cls, source: Path, rows: int) -> "Vocabulary":
        """Plan the token's id and row; raises `BadInput` for a tokenizer that is broken or too large."""
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
