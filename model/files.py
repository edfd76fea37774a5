"""Writing a file so that nobody ever sees half of it."""

import tempfile
from pathlib import Path

from model.problems import BadInput


def write_whole(path: Path, content: str | bytes) -> None:
    """Write beside the file, then put it in place of an earlier one; folders are made as needed.

    Text is written in UTF-8 as it is. Raises `BadInput` where nothing can be written; an earlier file stays then.
    """
    draft = None
    try:
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
