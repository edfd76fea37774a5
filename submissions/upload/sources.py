"""How the images come: an uploaded zip, a path on the command line, or a dataset named on the Hub."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.language import _
from core.problems import BadInput
from core.settings import Settings
from submissions.upload.hub_dataset import SCHEME, HubDataset, fetched


@contextmanager
def handed_over(
    upload: str | None, dataset: str, revision: str, settings: Settings
) -> Iterator[tuple[Path, HubDataset | None]]:
    """The zip or folder to validate, and the dataset at its commit where it was fetched.

    Raises:
        BadInput: neither or both are given, or the dataset cannot be had.
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
    with fetched(HubDataset.parse(dataset, revision), settings) as found:
        yield found


@contextmanager
def named(upload: str, settings: Settings) -> Iterator[tuple[Path, HubDataset | None]]:
    """The same for a path of this machine or `hf://datasets/OWNER/NAME@REVISION`; raises `BadInput`."""
    if not upload.startswith(SCHEME):
        yield Path(upload), None
        return
    with fetched(HubDataset.parse(upload), settings) as found:
        yield found
