"""Write tables as CSV, JSON or Parquet files, by the ending of the name; a file is written whole or not at all."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pandas as pd

from core.files import write_file_atomically
from core.problems import BadInput
from web.downloads import escape_formula


def _csv(frame: pd.DataFrame) -> bytes:
    texts = {column: frame[column].map(escape_formula) for column in frame.columns if _is_text(frame[column])}
    return frame.assign(**texts).to_csv(index=False, lineterminator="\n").encode()


def _is_text(column: pd.Series) -> bool:
    return bool(pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column))


def _json(frame: pd.DataFrame) -> bytes:
    return f"{frame.to_json(orient='records', indent=1, double_precision=15)}\n".encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.to_parquet(buffer, index=False)
    return buffer.getvalue()


FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {".csv": _csv, ".json": _json, ".parquet": _parquet}
"""By the file's ending, how a table becomes bytes."""

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
}
"""By the file's ending, what it is called over HTTP."""


def write_table(path: Path, frame: pd.DataFrame) -> None:
    """Write a table in the format that the file's ending names; an earlier file is replaced.

    Raises:
        BadInput: The ending names no format, or the file cannot be written.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise BadInput.one("export_format", str(path), f"Name a file that ends in one of {', '.join(FORMATS)}.")
    write_file_atomically(path, form(frame))
