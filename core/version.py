"""Which version of the project this is: what pyproject.toml says."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """For example `0.1.0`."""
    text = (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
