"""Find checkpoints and adapters by name: a local folder, or a repository of the Hugging Face hub."""

from pathlib import Path

from huggingface_hub import snapshot_download

from core.problems import BadInput

_FILES = ["*.json", "*.safetensors", "*.model", "non_lora_trainables.bin"]
_PICKLES = ["pytorch_model*.bin", "adapter_model.bin"]
"""Fetched only where a repository has no safetensors."""


def find_folder(name: str) -> Path:
    """Return the local folder called `name`, or fetch the hub repository of that id; raises `BadInput`."""
    folder = Path(name)
    if folder.is_dir():
        return folder
    if not is_repository(name):
        raise BadInput.one(
            "no_checkpoint", name, "Is neither a folder here nor a hub id (`owner/name`); check the spelling."
        )
    return fetch_repository(name)


def is_repository(name: str) -> bool:
    """Tell whether `name` is written as a hub id (`owner/name`)."""
    return not Path(name).is_absolute() and name.count("/") == 1 and not name.startswith((".", "~"))


def fetch_repository(repository: str) -> Path:
    """Fetch a repository's configuration, tokenizer and weights into a folder; raises `BadInput`."""
    try:
        folder = Path(snapshot_download(repository, allow_patterns=_FILES))
        if not any(folder.glob("*.safetensors")):
            folder = Path(snapshot_download(repository, allow_patterns=[*_FILES, *_PICKLES]))
    except (OSError, ValueError) as error:
        raise BadInput.one("no_checkpoint", repository, f"Cannot be fetched from the hub: {error}") from error
    return folder
