"""The state of a page as the query of its address: one base class that reads, checks and writes it.

A page declares its parameters as fields of a subclass of `Query`:

    class ExploreQuery(Query):
        board: Text = ""
        skill: Text = ""
        page: PageNumber = 1

`ExploreQuery.read(pairs)` takes any address: a value that cannot be used is dropped, its field keeps the default, and a
problem says so. `query.address()` writes only what differs from the defaults, so equal states have equal addresses.
A field's alias is the name of its parameter; a field that is a tuple may be repeated in the address.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Self, get_origin
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from core.language import _
from core.problems import Problem

LONGEST_TEXT = 200
"""Characters of a text that are read from an address; the rest is cut off."""


class Query(BaseModel):
    """What a page's address asks for; immutable, every field has a default."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True)

    filters: ClassVar[tuple[str, ...]] = ()
    """Fields that narrow what the page lists, in subclasses that filter."""

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]]) -> tuple[Self, list[Problem]]:
        """Read an address's parameters.

        Args:
            pairs: Names and values of the parameters, in order; names of other pages' parameters are ignored.

        Returns:
            The query, where an empty text means the default, and a problem (code `bad_address`) for each parameter
            that was dropped.
        """
        fields = {field.alias or name: (name, field) for name, field in cls.model_fields.items()}
        texts: dict[str, list[str]] = {}
        for parameter, text in pairs:
            if parameter in fields:
                texts.setdefault(parameter, []).append(text)
        values: dict[str, Any] = {}
        for parameter, given in texts.items():
            name, field = fields[parameter]
            if _is_repeated(field):
                values[name] = given
            elif text := given[-1].strip():
                values[name] = text
        problems: list[Problem] = []
        while True:
            try:
                return cls.model_validate(values), problems
            except ValidationError as refusal:
                before = len(values)
                for error in refusal.errors():
                    # A check of several fields names those it makes useless; see `reject_fields`.
                    names = error.get("ctx", {}).get("fields") or [error["loc"][0]]
                    names = [fields[name][0] if name in fields else name for name in names]
                    if not values.keys() & set(names):
                        continue  # dropped already: one of several errors of a repeated parameter
                    for name in names:
                        values.pop(name, None)
                    parameter = cls.model_fields[names[-1]].alias or names[-1]
                    message = error["msg"].removeprefix("Value error, ")
                    problems.append(Problem("bad_address", parameter, message))
                if len(values) == before:
                    raise  # no parameter is at fault: the class refuses its own defaults

    def address(self) -> str:
        """Write the query string, `?board=...&page=2`; a field that has its default is left out."""
        return f"?{urlencode(self.pairs())}"

    def pairs(self) -> list[tuple[str, str]]:
        """List the parameters of the address that differ from their defaults, repeated ones once per value."""
        dumped = self.model_dump(exclude_defaults=True)
        return [
            (field.alias or name, text)
            for name, field in type(self).model_fields.items()
            if name in dumped
            for text in parameter_texts(dumped[name])
        ]

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed; the values are taken as they are."""
        return self.model_copy(update=changes)

    @property
    def is_filtered(self) -> bool:
        """Whether any of the class's `filters` differs from its default."""
        fields = type(self).model_fields
        return any(getattr(self, name) != fields[name].default for name in self.filters)

    def without_filters(self) -> Self:
        """Return a copy with every filter at its default, on the first page."""
        fields = type(self).model_fields
        names = [*self.filters, *(["page"] if "page" in fields else [])]
        return self.replace(**{name: fields[name].default for name in names})


def reject_fields(message: str, *fields: str) -> PydanticCustomError:
    """Make the error that a `model_validator` raises: all these fields are dropped, the problem names the last one."""
    return PydanticCustomError("bad_address", "{message}", {"message": message, "fields": list(fields)})


def parameter_texts(value: Any) -> list[str]:
    """Write a field's value as the texts of its parameter; none for None and the empty text."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, tuple | list):
        return [str(item) for item in value] or [""]
    return [str(value).removesuffix(".0") if isinstance(value, float) else str(value)]


def one_of(*choices: str) -> BeforeValidator:
    """Make a check that a text is one of some words; the problem lists them."""

    def check(text: Any) -> Any:
        if isinstance(text, str) and text not in choices:
            raise ValueError(_("Is none of: {choices}.", choices=", ".join(choices)))
        return text

    return BeforeValidator(check)


def _is_repeated(field: FieldInfo) -> bool:
    return tuple in (get_origin(field.annotation), *map(get_origin, getattr(field.annotation, "__args__", ())))


def _cut(text: Any) -> Any:
    return text[:LONGEST_TEXT] if isinstance(text, str) else text


def _read_size(text: Any) -> Any:
    try:
        size = float(text)
    except ValueError:
        size = math.nan
    if not 0 <= size < math.inf:
        raise ValueError(_("Is not a number of billions of parameters, as 0.9 or 12."))
    return size


def _read_day(text: Any) -> Any:
    try:
        return text if isinstance(text, date) else date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(_("Is not a day, as 2026-01-31.")) from None


def _read_page(text: Any) -> Any:
    if isinstance(text, str) and not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text)):
        raise ValueError(_("Is not a page's number."))
    return int(text)


def _read_distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _split_commas(texts: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if texts is None else _read_distinct([key for text in texts for key in text.split(",")])


def _join_commas(keys: tuple[str, ...] | None) -> list[str] | None:
    return None if keys is None else [",".join(keys)]


Text = Annotated[str, BeforeValidator(_cut)]
Flag = Annotated[bool, one_of("yes", "no")]
"""`yes` or `no` in the address."""
Size = Annotated[float, BeforeValidator(_read_size)]
"""Billions of parameters of a T2I model."""
Day = Annotated[date, BeforeValidator(_read_day)]
"""A day as 2026-01-31."""
PageNumber = Annotated[int, BeforeValidator(_read_page)]
"""From 1."""
Texts = Annotated[tuple[str, ...], BeforeValidator(_read_distinct)]
"""A parameter that may be repeated; the same text counts once."""
Keys = Annotated[tuple[str, ...] | None, BeforeValidator(_split_commas), PlainSerializer(_join_commas)]
"""Keys with commas between in one parameter; None where the address does not have it."""
