"""One report on an upload that names every problem, or every image that is accepted."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from core.text import make_printable
from model.evaluator.decoding import EXTENSIONS, inspect_image
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension
from submissions.upload.archive import Upload, open_upload
from submissions.upload.members import UploadMember

NAMED = 5
"""How many prompt ids a message names before it only counts."""

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""

ImageHandler = Callable[["AcceptedImage", bytes], None]
"""Called with every accepted image and its bytes."""


@dataclass(frozen=True, slots=True)
class AcceptedImage:
    """One sound image for one prompt; `digest` is the SHA-256 of its bytes, sizes are in pixels."""

    dimension: Dimension
    prompt_id: str
    member: UploadMember
    digest: str
    width: int
    height: int
    media_type: str


@dataclass(frozen=True, slots=True)
class UploadReport:
    """The images of an upload, and all that is wrong with it.

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
        """Count accepted images and prompts, per dimension."""
        return {
            dimension: (
                sum(image.dimension is dimension for image in self.images),
                len(self.protocol.prompts_of(dimension)),
            )
            for dimension in Dimension
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
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
class _PlacedFile:
    """A file whose name says which prompt it is for; `extension` is None where it is no image's."""

    member: UploadMember
    dimension: Dimension
    prompt_id: str
    extension: str | None

    @property
    def key(self) -> tuple[Dimension, str]:
        return (self.dimension, self.prompt_id)

    @property
    def where(self) -> str:
        return make_printable(self.member.name)


def validate_upload(
    path: Path,
    protocol: Protocol,
    settings: Settings,
    progress: Progress | None = None,
    on_accepted: ImageHandler | None = None,
) -> UploadReport:
    """Check an upload, a zip or a folder, whole: its names, every image, and its prompt ids against the protocol's.

    `progress` is called after every file, `on_accepted` with every accepted image, in the order of the upload. Never
    raises for what is wrong with the upload.
    """
    try:
        with open_upload(path, settings) as upload:
            return _report(upload, protocol, settings, progress, on_accepted)
    except BadInput as error:
        return UploadReport(protocol, error.problems, (), "", {})


def _report(
    upload: Upload, protocol: Protocol, settings: Settings, progress: Progress | None, on_accepted: ImageHandler | None
) -> UploadReport:
    problems = list(upload.problems)
    files: list[_PlacedFile] = []
    for member in upload.members:
        file = _place(member)
        if isinstance(file, Problem):
            problems.append(file)
            continue
        files.append(file)
        if file.extension is None:
            text = _("Is not named as an image. Use PNG, JPEG or WebP.")
            problems.append(Problem("unsupported_format", file.where, text))
    first_files = {file.key: file for file in reversed(files)}
    missing = {
        dimension: tuple(
            prompt.prompt_id
            for prompt in protocol.prompts_of(dimension)
            if (dimension, prompt.prompt_id) not in first_files
        )
        for dimension in Dimension
    }
    problems += _prompt_problems(files, first_files, protocol)
    problems += _missing_problems(missing, protocol)

    images: list[AcceptedImage] = []
    contents: list[str] = []
    for done, file in enumerate(files, start=1):
        if file.extension is not None:
            try:
                content = upload.read(file.member)
                digest = hashlib.sha256(content).hexdigest()
                contents.append(f"{digest}  {file.member.path}")
                facts = inspect_image(content, file.where, file.extension, settings.max_image_pixels)
            except BadInput as error:
                problems += error.problems
                if error.problems[0].code == "archive_too_large":
                    break  # every later file would say the same
            else:
                if file.key in protocol.prompt_by_id and first_files[file.key] is file:
                    image = AcceptedImage(*file.key, file.member, digest, facts.width, facts.height, facts.media_type)
                    images.append(image)
                    if on_accepted is not None:
                        on_accepted(image, content)
        if progress is not None:
            progress(done, len(files))
    return UploadReport(
        protocol,
        tuple(problems),
        tuple(images),
        upload.digest or hashlib.sha256("\n".join(sorted(contents)).encode()).hexdigest(),
        missing,
    )


def _place(member: UploadMember) -> _PlacedFile | Problem:
    """Read from a file's path which prompt it is for."""
    path = PurePosixPath(member.path)
    if len(path.parts) != 2 or path.parts[0] not in set(Dimension):
        text = _("Is in neither folder. Name every image faithfulness/<prompt id>.png or alignment/<prompt id>.png.")
        return Problem("misplaced_file", make_printable(member.name), text)
    extension = path.suffix.lower()
    return _PlacedFile(member, Dimension(path.parts[0]), path.stem, extension if extension in EXTENSIONS else None)


def _prompt_problems(
    files: Sequence[_PlacedFile], first_files: Mapping[tuple[Dimension, str], _PlacedFile], protocol: Protocol
) -> list[Problem]:
    """Name files for one prompt twice (`first_files` has the first of each), and files for no prompt."""
    problems: list[Problem] = []
    unknown: dict[Dimension, list[str]] = {dimension: [] for dimension in Dimension}
    for file in files:
        first = first_files[file.key]
        if first is not file:
            text = _("Is for the same prompt as {other}. Keep one of the two.", other=first.where)
            problems.append(Problem("duplicate_prompt", file.where, text))
        elif file.key not in protocol.prompt_by_id:
            unknown[file.dimension].append(file.prompt_id)
    for dimension, ids in unknown.items():
        if ids:
            text = _(
                "{protocol} has no prompt {ids}. Name each image after its prompt's id, or remove it.",
                protocol=protocol.name,
                ids=_join_ids(ids),
            )
            problems.append(Problem("unknown_prompt", f"{dimension}/", text))
    return problems


def _missing_problems(missing: Mapping[Dimension, Sequence[str]], protocol: Protocol) -> list[Problem]:
    problems: list[Problem] = []
    for dimension, ids in missing.items():
        if ids:
            text = _(
                "{missing} of {of} prompts have no image: {ids}. Add {dimension}/<prompt id>.png for each.",
                missing=len(ids),
                of=len(protocol.prompts_of(dimension)),
                ids=_join_ids(ids),
                dimension=dimension,
            )
            problems.append(Problem("missing_prompts", f"{dimension}/", text))
    return problems


def _join_ids(ids: Sequence[str]) -> str:
    text = ", ".join(make_printable(prompt_id) for prompt_id in ids[:NAMED])
    return text if len(ids) <= NAMED else _("{ids} and {n} more", ids=text, n=f"{len(ids) - NAMED:,}")
