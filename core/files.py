"""Write a file atomically: readers see the earlier content or the new one, never a part."""

import tempfile
from pathlib import Path

from core.problems import BadInput


def write_file_atomically(path: Path, content: str | bytes, *, make_folder: bool = False) -> None:
    """Write a file beside its place, then move it there; `make_folder` also makes the folder.

    Text is encoded in UTF-8. Raises `BadInput` where the file cannot be written; an earlier file stays as it was.
    """
    draft = None
    try:
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            draft = Path(file.name)
            file.write(content.encode() if isinstance(content, str) else content)
        draft.chmod(0o644)
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        raise BadInput.one("unwritable", str(path), f"Cannot be written: {error.strerror}.") from None
