"""One report on an upload that names every problem, or every image that is accepted."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from model.evaluator.decoding import EXTENSIONS, inspect_image
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension
from submissions.upload.archive import Upload, open_upload
from submissions.upload.names import Entry, shown

NAMED = 5
"""How many prompt ids a message names before it only counts."""

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""

Seen = Callable[["AcceptedImage", bytes], None]
"""Called with every accepted image and its bytes."""


@dataclass(frozen=True, slots=True)
class AcceptedImage:
    """One sound image for one prompt; `digest` is the SHA-256 of its bytes, sizes are in pixels."""

    dimension: Dimension
    prompt_id: str
    entry: Entry
    digest: str
    width: int
    height: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an upload holds, and all that is wrong with it.

    `digest` is the SHA-256 of a zip's bytes, or of a folder's sorted paths and
    content digests. `missing` lists the prompt ids without an image, per dimension.
    """

    protocol: Protocol
    problems: tuple[Problem, ...]
    images: tuple[AcceptedImage, ...]
    digest: str
    missing: dict[Dimension, tuple[str, ...]]

    @property
    def ok(self) -> bool:
        """Whether the upload may be submitted."""
        return not self.problems

    def counts(self) -> dict[Dimension, tuple[int, int]]:
        """Accepted images and prompts, per dimension."""
        return {
            dimension: (
                sum(image.dimension is dimension for image in self.images),
                len(self.protocol.prompts_of(dimension)),
            )
            for dimension in Dimension
        }

    def as_dict(self) -> dict[str, Any]:
        """The report as the command line prints it."""
        return {
            "ok": self.ok,
            "problems": [problem.as_dict() for problem in self.problems],
            "protocol": self.protocol.name,
            "protocol_digest": self.protocol.digest,
            "digest": self.digest,
            "accepted": {str(dimension): counts[0] for dimension, counts in self.counts().items()},
            "prompts": {str(dimension): counts[1] for dimension, counts in self.counts().items()},
            "missing": {str(dimension): list(ids) for dimension, ids in self.missing.items()},
        }


@dataclass(frozen=True, slots=True)
class _Placed:
    """A file whose name says which prompt it is for; `extension` is None where it is no image's."""

    entry: Entry
    dimension: Dimension
    prompt_id: str
    extension: str | None

    @property
    def key(self) -> tuple[Dimension, str]:
        return (self.dimension, self.prompt_id)


def validate(
    path: Path, protocol: Protocol, settings: Settings, progress: Progress | None = None, seen: Seen | None = None
) -> Report:
    """Check an upload whole: its names, every image, and its prompt ids against the protocol's.

    Args:
        path: A zip or a folder.
        protocol: Whose prompts the images are for.
        settings: The caps on entries, bytes and pixels.
        progress: Called after every file.
        seen: Called with every accepted image, in the order of the upload.

    Returns:
        The report. It never raises for what is wrong with the upload.
    """
    try:
        with open_upload(path, settings) as upload:
            return _report(upload, protocol, settings, progress, seen)
    except BadInput as error:
        return Report(protocol, error.problems, (), "", {})


def _report(
    upload: Upload, protocol: Protocol, settings: Settings, progress: Progress | None, seen: Seen | None
) -> Report:
    problems = list(upload.problems)
    placed: list[_Placed] = []
    for entry in upload.entries:
        found = _place(entry)
        if isinstance(found, Problem):
            problems.append(found)
            continue
        placed.append(found)
        if found.extension is None:
            problems.append(
                Problem("unsupported_format", shown(entry.name), _("Is not named as an image. Use PNG, JPEG or WebP."))
            )
    problems += _prompt_problems(placed, protocol)

    images: list[AcceptedImage] = []
    contents: list[str] = []
    known = {item.entry.index for item in _firsts(placed) if item.key in protocol.prompt_by_id}
    for done, item in enumerate(placed, start=1):
        if item.extension is not None:
            try:
                content = upload.read(item.entry)
                digest = hashlib.sha256(content).hexdigest()
                contents.append(f"{digest}  {item.entry.path}")
                facts = inspect_image(content, shown(item.entry.name), item.extension, settings.max_image_pixels)
            except BadInput as error:
                problems += error.problems
                if error.problems[0].code == "archive_too_large":
                    break  # every later file would say the same
            else:
                if item.entry.index in known:
                    images.append(
                        AcceptedImage(
                            item.dimension,
                            item.prompt_id,
                            item.entry,
                            digest,
                            facts.width,
                            facts.height,
                            facts.media_type,
                        )
                    )
                    if seen is not None:
                        seen(images[-1], content)
        if progress is not None:
            progress(done, len(placed))
    return Report(
        protocol,
        tuple(problems),
        tuple(images),
        upload.digest or hashlib.sha256("\n".join(sorted(contents)).encode()).hexdigest(),
        _missing(placed, protocol),
    )


def _place(entry: Entry) -> _Placed | Problem:
    """Which prompt the file's name says it is for."""
    path = PurePosixPath(entry.path)
    if len(path.parts) != 2 or path.parts[0] not in set(Dimension):
        return Problem(
            "misplaced_file",
            shown(entry.name),
            _("Is in neither folder. Name every image faithfulness/<prompt id>.png or alignment/<prompt id>.png."),
        )
    extension = path.suffix.lower()
    return _Placed(entry, Dimension(path.parts[0]), path.stem, extension if extension in EXTENSIONS else None)


def _firsts(placed: Sequence[_Placed]) -> list[_Placed]:
    """The first file of every prompt."""
    seen: dict[tuple[Dimension, str], _Placed] = {}
    for item in placed:
        seen.setdefault(item.key, item)
    return list(seen.values())


def _missing(placed: Iterable[_Placed], protocol: Protocol) -> dict[Dimension, tuple[str, ...]]:
    there = {item.key for item in placed}
    return {
        dimension: tuple(
            prompt.prompt_id for prompt in protocol.prompts_of(dimension) if (dimension, prompt.prompt_id) not in there
        )
        for dimension in Dimension
    }


def _prompt_problems(placed: Sequence[_Placed], protocol: Protocol) -> list[Problem]:
    """What the names, taken together, get wrong against the protocol's prompts."""
    problems: list[Problem] = []
    first_of: dict[tuple[Dimension, str], Entry] = {}
    unknown: dict[Dimension, list[str]] = {dimension: [] for dimension in Dimension}
    for item in placed:
        first = first_of.setdefault(item.key, item.entry)
        if first is not item.entry:
            problems.append(
                Problem(
                    "duplicate_prompt",
                    shown(item.entry.name),
                    _("Is for the same prompt as {other}. Keep one of the two.", other=shown(first.name)),
                )
            )
        elif item.key not in protocol.prompt_by_id:
            unknown[item.dimension].append(item.prompt_id)
    for dimension, ids in unknown.items():
        if ids:
            problems.append(
                Problem(
                    "unknown_prompt",
                    f"{dimension}/",
                    _(
                        "{protocol} has no prompt {ids}. Name each image after its prompt's id, or remove it.",
                        protocol=protocol.name,
                        ids=_named(ids),
                    ),
                )
            )
    for dimension, missing in _missing(placed, protocol).items():
        if missing:
            problems.append(
                Problem(
                    "missing_prompts",
                    f"{dimension}/",
                    _(
                        "{missing} of {of} prompts have no image: {ids}. Add {dimension}/<prompt id>.png for each.",
                        missing=len(missing),
                        of=len(protocol.prompts_of(dimension)),
                        ids=_named(missing),
                        dimension=dimension,
                    ),
                )
            )
    return problems


def _named(ids: Sequence[str]) -> str:
    text = ", ".join(shown(prompt_id) for prompt_id in ids[:NAMED])
    return text if len(ids) <= NAMED else _("{ids} and {n} more", ids=text, n=f"{len(ids) - NAMED:,}")
