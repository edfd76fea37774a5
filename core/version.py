"""The version of the project, as pyproject.toml states it."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """Return the version, for example `0.1.0`."""
    text = (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
