"""A submitter's description of a T2I model, checked whole."""

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from core.language import _
from core.problems import BadInput, Problem
from leaderboard.store.tables import name_key

MAX_PARAMETERS = 10**15
"""Largest number of weights taken seriously."""

_MARKUP = re.compile(r"<[^>]*>|<[A-Za-z/!?]")
_PARAMETERS = re.compile(r"(\d+(?:\.\d+)?)\s*([KMBT]?)", re.IGNORECASE)
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}


def _plain(text: str) -> str:
    text = text.strip()
    if any(not character.isprintable() for character in text if character not in "\n\t"):
        raise PydanticCustomError("control", _("Has characters that cannot be printed. Remove them."))
    if _MARKUP.search(text):
        raise PydanticCustomError("markup", _("Has markup (<...>). Write plain text."))
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise PydanticCustomError("control", _("Must be one line. Remove the line breaks and tabs."))
    return _plain(text)


def _name(text: str) -> str:
    if not text:
        raise PydanticCustomError("empty", _("Is missing. Give the T2I model a name."))
    return text


def _link(text: str) -> str:
    if not text:
        return text
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        sound = False
    if not sound:
        raise PydanticCustomError("link", _("Is not a web address. Write it whole: https://…"))
    return text


def parse_parameters(text: str) -> int | None:
    """Read the number of weights from `2.6B`, `860M`, `12000000` or nothing; raises `ValueError` for anything else."""
    text = text.strip().replace(",", "").replace("_", "")
    if not text:
        return None
    match = _PARAMETERS.fullmatch(text) if len(text) <= 30 else None
    count = round(float(match[1]) * _UNITS[match[2].upper()]) if match else 0
    if not 0 < count <= MAX_PARAMETERS:
        raise ValueError(_("Is not a number of parameters. Write for example 2.6B, 860M or 12000000."))
    return count


Line = Annotated[str, AfterValidator(_one_line)]


class ModelMetadata(BaseModel):
    """A T2I model as its submitter describes it. Build it with `parse`.

    Lengths are those of the columns of `leaderboard.store.tables.T2IModel`; `parameters` counts weights.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Line, Field(max_length=100), AfterValidator(_name)]
    organisation: Annotated[Line, Field(max_length=100)] = ""
    link: Annotated[Line, Field(max_length=500), AfterValidator(_link)] = ""
    licence: Annotated[Line, Field(max_length=100)] = ""
    open_weights: bool | None = None
    parameters: int | None = None
    notes: Annotated[str, Field(max_length=2000), AfterValidator(_plain)] = ""

    @property
    def name_key(self) -> str:
        """The name as it is compared, see `leaderboard.store.tables.name_key`."""
        return name_key(self.name)

    @classmethod
    def parse(cls, *, parameters: str = "", **fields: str | bool | None) -> "ModelMetadata":
        """Check all fields as typed by a person, by name; raises `BadInput` with every problem."""
        problems: list[Problem] = []
        count = None
        try:
            count = parse_parameters(parameters)
        except ValueError as error:
            problems.append(Problem("bad_parameters", "parameters", str(error)))
        try:
            metadata = cls.model_validate(fields | {"parameters": count})
        except ValidationError as error:
            problems[:0] = [_problem(item) for item in error.errors()]
        if problems:
            raise BadInput(problems)
        return metadata


def _problem(error: Any) -> Problem:
    field, text = str(error["loc"][0]), error["msg"]
    if error["type"] == "string_too_long":
        text = _("Is longer than {n} characters. Shorten it.", n=f"{error['ctx']['max_length']:,}")
    return Problem(f"bad_{field}", field, text)
