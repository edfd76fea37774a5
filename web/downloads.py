"""HTTP helpers for files served beside the pages: entity tags, 304, names of downloads, cells of CSV files."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

NO_SNIFF = {"X-Content-Type-Options": "nosniff"}

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def make_etag(content: str | bytes) -> str:
    """Make the strong entity tag of a response's content, or of a text that names its version."""
    data = content.encode() if isinstance(content, str) else content
    return f'"{sha256(data).hexdigest()[:32]}"'


def is_unchanged(headers: Mapping[str, str], etag: str, modified: datetime | None = None) -> bool:
    """Return whether a client has this version already, so that 304 is the answer (RFC 9110, section 13.1).

    Args:
        headers: Of the request. `If-None-Match` takes precedence over `If-Modified-Since`; weak tags count as strong
            ones, because proxies weaken the tags of what they compress.
        etag: The entity tag of the present version.
        modified: When it last changed, aware; None where only tags are compared.
    """
    tags = headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    if modified is None:
        return False
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
        return modified.replace(microsecond=0) <= since
    except (TypeError, ValueError):
        return False


def attachment_headers(name: str) -> dict[str, str]:
    """Make the headers of a download with this file name; letters beyond ASCII survive in `filename*`."""
    name = name.replace("/", "-").replace("@", "-")
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-._ ") else "_" for letter in name)
    disposition = f'attachment; filename="{plain}"'
    if plain != name:
        disposition += f"; filename*=UTF-8''{quote(name, safe='')}"
    return NO_SNIFF | {"Content-Disposition": disposition}


def escape_formula(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run as a formula, as spreadsheets do themselves."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
