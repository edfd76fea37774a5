"""Fetching an upload from a dataset on the Hugging Face Hub at one commit; it is then checked as any upload is.

Only what lies in folders called `faithfulness` and `alignment` is fetched, or the one zip where there are no such
folders. Sizes are added up before the first byte, and no token of ours is used: what only we may read stays unread.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import escape
from itertools import islice
from pathlib import Path, PurePosixPath

from httpx2 import HTTPError
from huggingface_hub import HfApi, constants, errors, snapshot_download
from huggingface_hub.hf_api import RepoFile
from huggingface_hub.utils.tqdm import disable_progress_bars

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from core.text import format_bytes, make_printable
from model.protocol.skills import Dimension
from submissions.upload.members import size_problem
from submissions.upload.storage import FULL, no_space_error

SCHEME = "hf://datasets/"
"""How a dataset is written as a source, as `huggingface_hub` itself does: `hf://datasets/OWNER/NAME@REVISION`."""

TIMEOUT_SECONDS = 20.0
"""Seconds to wait for an answer of the Hub."""

_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_ADDRESS = re.compile(r"https?://[^/]+/datasets/([^/?#]+/[^/?#]+)(?:/tree/([^?#]+?))?/?")

_OTHER_FILES = 100
"""Files beside the images that a dataset may hold: a card, a licence, a table."""


@dataclass(frozen=True, slots=True)
class HubDataset:
    """A dataset on the Hub at a branch, tag or commit."""

    repository: str
    revision: str

    @classmethod
    def parse(cls, name: str, revision: str = "") -> "HubDataset":
        """Parse `OWNER/NAME`, its page's address or `hf://datasets/OWNER/NAME@REVISION`; raises `BadInput`.

        `revision` is what was typed beside it; empty for the one in the name, or else the branch `main`.
        """
        name, revision = name.strip(), revision.strip()
        address = _ADDRESS.fullmatch(name)
        if address:
            name, revision_in_name = address[1], address[2] or ""
        else:
            name, _at, revision_in_name = name.removeprefix(SCHEME).partition("@")
        problems = []
        if not _REPOSITORY.fullmatch(name):
            text = _("Is not the name of a dataset on the Hub. Write OWNER/NAME.")
            problems.append(Problem("bad_dataset", "dataset", text))
        revision = revision or revision_in_name or "main"
        if not _REVISION.fullmatch(revision) or ".." in revision:
            text = _("Is not a revision. Give a branch, a tag or a commit, or none.")
            problems.append(Problem("bad_revision", "revision", text))
        if problems:
            raise BadInput(problems)
        return cls(name, revision)

    @property
    def source(self) -> str:
        """How a submission names the dataset it was made from: `hf://datasets/OWNER/NAME@REVISION`."""
        return f"{SCHEME}{self.repository}@{self.revision}"

    @property
    def address(self) -> str:
        """Its page on the Hub."""
        return f"{hub_address()}/datasets/{self.repository}/tree/{self.revision}"


def hub_address() -> str:
    """Return the address of the Hub in use: `HF_ENDPOINT`, or the public one."""
    return (os.environ.get("HF_ENDPOINT") or constants.ENDPOINT).rstrip("/")


@contextmanager
def fetch_dataset(dataset: HubDataset, settings: Settings) -> Iterator[tuple[Path, HubDataset]]:
    """Fetch the images into a folder that is gone afterwards.

    Returns:
        The folder or zip to validate, and the dataset at the commit that its revision stands for.

    Raises:
        BadInput: The Hub cannot be reached, has no such dataset or revision, does not show it to everybody, or it
            holds no images or too much. Nothing is kept then.
    """
    root = settings.data_dir / "staging"
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix="hub-", ignore_cleanup_errors=True) as folder:
        with _translated_errors(dataset):
            pinned = _pin(dataset)
            patterns, place = _select_upload(_list_files(pinned, settings), pinned, settings)
            path = _download(pinned, patterns, Path(folder)) / place
        yield path, pinned


def _pin(dataset: HubDataset) -> HubDataset:
    info = HfApi(endpoint=hub_address(), token=False).dataset_info(
        dataset.repository, revision=dataset.revision, timeout=TIMEOUT_SECONDS
    )
    if info.sha is None or not _COMMIT.fullmatch(info.sha):
        raise _unreachable(dataset, _("it names no commit"))
    return HubDataset(dataset.repository, info.sha)


def _list_files(dataset: HubDataset, settings: Settings) -> list[RepoFile]:
    """List every file of the dataset; a list too long to be a submission's is cut off."""
    most = settings.max_archive_entries + _OTHER_FILES
    entries = HfApi(endpoint=hub_address(), token=False).list_repo_tree(
        dataset.repository, recursive=True, revision=dataset.revision, repo_type="dataset"
    )
    files = [entry for entry in islice(entries, most + 1) if isinstance(entry, RepoFile)]
    outside = next((file.path for file in files if ".." in PurePosixPath(file.path).parts), None)
    if outside is not None:
        raise BadInput.one("path_traversal", make_printable(outside), _("Points outside the dataset."))
    if len(files) > most:
        text = _("Holds more than {n} files, the most that are allowed.", n=f"{settings.max_archive_entries:,}")
        raise BadInput.one("too_many_entries", dataset.repository, text)
    return files


def _select_upload(files: list[RepoFile], dataset: HubDataset, settings: Settings) -> tuple[list[str], str]:
    """Select the files that make the upload; raises `BadInput` where that is unclear, or more than is allowed.

    Returns:
        Patterns of the paths to fetch, and where the upload then lies, relative to the dataset.
    """
    folders = {PurePosixPath(file.path).parent for file in files}
    tops = {folder.parent for folder in folders if folder.name in set(Dimension)}
    zips = [file for file in files if file.path.lower().endswith(".zip")]
    if len(tops) == 1:
        top = tops.pop().as_posix().removeprefix(".")
        start = f"{top}/" if top else ""
        chosen = [file for file in files if any(file.path.startswith(f"{start}{item}/") for item in Dimension)]
        problems = [
            size_problem(make_printable(file.path), settings.max_image_bytes)
            for file in chosen
            if file.size > settings.max_image_bytes
        ]
        patterns, place = [f"{escape(start)}{item}/*" for item in Dimension], top
    elif len(zips) == 1 and not tops:
        chosen, problems = zips, []
        patterns, place = [escape(zips[0].path)], zips[0].path
    else:
        raise BadInput.one(
            "no_upload_in_dataset",
            dataset.repository,
            _("Has several pairs of folders; keep one faithfulness/ and one alignment/.")
            if tops
            else _("Holds neither the folders faithfulness/ and alignment/ with images nor one zip."),
        )
    total = sum(file.size for file in chosen)
    if total > settings.max_archive_bytes:
        limit = format_bytes(settings.max_archive_bytes)
        text = _("Its images take {size}; at most {limit} are allowed.", size=format_bytes(total), limit=limit)
        problems.append(Problem("archive_too_large", dataset.repository, text))
    if problems:
        raise BadInput(problems)
    return patterns, place


def _download(dataset: HubDataset, patterns: list[str], folder: Path) -> Path:
    target = folder / "dataset"
    disable_progress_bars()  # they would only fill the server's log
    snapshot_download(
        dataset.repository,
        repo_type="dataset",
        revision=dataset.revision,
        local_dir=target,
        cache_dir=folder / "cache",
        allow_patterns=patterns,
        etag_timeout=TIMEOUT_SECONDS,
        token=False,
        endpoint=hub_address(),
    )
    shutil.rmtree(target / ".cache", ignore_errors=True)  # what the Hub's library notes for itself
    return target


@contextmanager
def _translated_errors(dataset: HubDataset) -> Iterator[None]:
    """Turn what the Hub's library raises into `BadInput` about the dataset."""
    where = dataset.repository
    try:
        yield
    except errors.GatedRepoError:
        text = _("Asks for permission before it may be read. Open it to everybody, or upload a zip.")
        raise BadInput.one("hub_not_open", where, text) from None
    except errors.RepositoryNotFoundError:
        text = _("The Hub has no dataset of this name that everybody may read. Check the spelling, or make it public.")
        raise BadInput.one("hub_not_found", where, text) from None
    except errors.RevisionNotFoundError:
        text = _("The dataset has no revision {revision}. Give a branch, a tag or a commit.", revision=dataset.revision)
        raise BadInput.one("hub_no_revision", where, text) from None
    except errors.HFValidationError as error:
        raise BadInput.one("bad_dataset", where, f"{error}") from None
    except errors.HfHubHTTPError as error:
        raise _unreachable(dataset, f"{error.response.status_code}") from error
    except HTTPError as error:
        raise _unreachable(dataset, type(error).__name__) from error
    except errors.XetDownloadError as error:
        raise _unreachable(dataset, "Xet") from error
    except OSError as error:
        if error.errno is None:  # not the system's: the library's own
            raise _unreachable(dataset, type(error.__cause__ or error).__name__) from error
        if error.errno in FULL:
            raise no_space_error() from error
        raise


def _unreachable(dataset: HubDataset, reason: str) -> BadInput:
    text = _(
        "The Hub at {address} could not be read ({reason}). Try again later, or upload a zip.",
        address=hub_address(),
        reason=reason,
    )
    return BadInput.one("hub_unreachable", dataset.repository, text)
