"""Checkpoints and adapters by name: a folder here, or a repository of the Hugging Face hub, fetched."""

from pathlib import Path

from huggingface_hub import snapshot_download

from core.problems import BadInput

_WANTED = ["*.json", "*.safetensors", "*.model", "non_lora_trainables.bin"]
_PICKLES = ["pytorch_model*.bin", "adapter_model.bin"]
"""Fetched only where a repository has no safetensors."""


def find_folder(name: str) -> Path:
    """The folder called `name`, or the hub repository of that id, fetched; raises `BadInput`."""
    folder = Path(name)
    if folder.is_dir():
        return folder
    if not is_repository(name):
        raise BadInput.one(
            "no_checkpoint", name, "Is neither a folder here nor a hub id (`owner/name`); check the spelling."
        )
    return fetch_repository(name)


def is_repository(name: str) -> bool:
    """Whether `name` is written as a hub id."""
    return not Path(name).is_absolute() and name.count("/") == 1 and not name.startswith((".", "~"))


def fetch_repository(repository: str) -> Path:
    """The folder with the repository's configuration, tokenizer and weights; raises `BadInput`."""
    try:
        folder = Path(snapshot_download(repository, allow_patterns=_WANTED))
        if not any(folder.glob("*.safetensors")):
            folder = Path(snapshot_download(repository, allow_patterns=[*_WANTED, *_PICKLES]))
    except (OSError, ValueError) as error:
        raise BadInput.one("no_checkpoint", repository, f"Cannot be fetched from the hub: {error}") from error
    return folder
