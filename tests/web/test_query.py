"""The query of a page: texts come back as they were written, and whatever cannot be used is dropped with a problem."""

from typing import Annotated, Self
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, Field, ValidationError, model_validator

from web.query import Day, Flag, Keys, PageNumber, Query, Size, Text, Texts, one_of, reject_fields


def _short(names: tuple[str, ...]) -> tuple[str, ...]:
    if any(len(name) > 3 for name in names):
        raise ValueError("Is too long.")
    return names


class PageQuery(Query):
    """A page with a parameter of every kind."""

    search: Text = ""
    order: Annotated[str, one_of("best", "worst")] = "best"
    low: Size | None = None
    high: Size | None = None
    since: Day | None = None
    open: Flag = True
    columns: Keys = None
    names: Annotated[Texts, AfterValidator(_short)] = Field((), alias="name")
    page: PageNumber = 1

    @model_validator(mode="after")
    def _check_ends(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise reject_fields("Is below the lowest.", "low", "high")
        return self


def read(address: str) -> tuple[PageQuery, list[str]]:
    """The query of an address, and the parameters that were dropped."""
    query, problems = PageQuery.read(parse_qsl(address.removeprefix("?"), keep_blank_values=True))
    return query, [problem.where for problem in problems]


@pytest.mark.parametrize("text", ["SDXL 1.0", "1.0", "通义（万相）", "a&b=c#d", "+1", "%20", "<b>", '"', "yes"])
def test_a_text_comes_back_letter_by_letter(text: str) -> None:
    assert read(PageQuery(search=text).address()) == (PageQuery(search=text), [])


@given(st.text(max_size=200).map(str.strip))
def test_any_text_comes_back(text: str) -> None:
    assert read(PageQuery(search=text).address()) == (PageQuery(search=text), [])


def test_a_number_is_written_as_people_write_it() -> None:
    assert PageQuery(low=12.0, high=12.5).address() == "?low=12&high=12.5"


def test_only_what_differs_from_the_defaults_is_written() -> None:
    assert PageQuery().address() == "?"
    assert PageQuery(columns=(), names=("a", "b"), open=False).address() == "?open=no&columns=&name=a&name=b"


def test_the_last_of_a_repeated_value_counts_and_an_empty_one_means_the_default() -> None:
    assert read("?order=best&order=worst&page=&search=++") == (PageQuery(order="worst"), [])


def test_each_dropped_parameter_has_one_problem() -> None:
    query, dropped = read("?order=odd&low=x&high=-1&since=today&open=1&page=0&name=long+one&name=another&search=kept")
    assert query == PageQuery(search="kept")
    assert sorted(dropped) == ["high", "low", "name", "open", "order", "page", "since"]


def test_a_check_of_several_fields_drops_them_all() -> None:
    assert read("?low=3&high=2&page=4") == (PageQuery(page=4), ["high"])


def test_an_error_that_no_parameter_causes_is_raised() -> None:
    class BrokenQuery(Query):
        search: Text = ""

        @model_validator(mode="after")
        def _fail(self) -> Self:
            raise reject_fields("Is never right.", "search")

    with pytest.raises(ValidationError):
        BrokenQuery.read([])
