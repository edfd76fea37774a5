"""Where an upload comes from: a zip sent, a path on the command line, or a dataset on the Hub."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from core.language import _
from core.problems import BadInput
from core.settings import Settings
from submissions.upload.hub_dataset import SCHEME, HubDataset, fetch_dataset


@contextmanager
def open_source(
    upload: str | None, dataset: str, revision: str, settings: Settings
) -> Iterator[tuple[Path, HubDataset | None]]:
    """Open the zip or folder to validate, and name the dataset at its commit where it was fetched.

    Raises:
        BadInput: Neither or both are given, or the dataset cannot be had.
    """
    if not dataset.strip():
        if upload is None:
            text = _("No zip is chosen. Choose the zip of the images, or name a dataset on the Hub.")
            raise BadInput.one("no_upload", "upload", text)
        yield Path(upload), None
        return
    if upload is not None:
        text = _("A zip is chosen and a dataset is named. Keep one of the two.")
        raise BadInput.one("two_uploads", "upload", text)
    with fetch_dataset(HubDataset.parse(dataset, revision), settings) as fetched:
        yield fetched


def open_named_source(upload: str, settings: Settings) -> AbstractContextManager[tuple[Path, HubDataset | None]]:
    """Open a path of this machine or `hf://datasets/OWNER/NAME@REVISION`, as `open_source` does; raises `BadInput`."""
    path, dataset = (None, upload) if upload.startswith(SCHEME) else (upload, "")
    return open_source(path, dataset, "", settings)
