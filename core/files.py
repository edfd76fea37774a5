"""Writing a file so that nobody ever sees half of it."""

import tempfile
from pathlib import Path

from core.problems import BadInput


def write_whole(path: Path, content: str | bytes, *, make_folder: bool = False) -> None:
    """Write beside the file, then put it in place of an earlier one; `make_folder`: also make the folder it lies in.

    Text is written in UTF-8 as it is. Raises `BadInput` where nothing can be written; an earlier file stays then.
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
