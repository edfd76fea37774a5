"""The address of the leaderboard page: it says the whole view, and what means nothing is dropped and told."""

from dataclasses import fields
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.board.query import PARAMETERS, View, read_address, read_form

TEXTS = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)
KEYS = st.from_regex(r"[a-z][a-z.]{0,15}", fullmatch=True)
SIZES = st.integers(0, 10**6).map(lambda thousandths: thousandths / 1000)
VIEWS = st.builds(
    View,
    board=TEXTS,
    sort=KEYS,
    descending=st.booleans(),
    columns=st.none() | st.lists(KEYS, unique=True).map(tuple),
    search=TEXTS | st.just(""),
    weights=st.sampled_from(["all", "open", "closed"]),
    min_size=st.none() | SIZES.filter(lambda size: size <= 5),
    max_size=st.none() | SIZES.filter(lambda size: size > 5),
    licence=st.lists(TEXTS, unique=True).map(tuple),
    organisation=st.lists(TEXTS, unique=True).map(tuple),
    since=st.none() | st.dates(max_value=date(2020, 1, 1)),
    until=st.none() | st.dates(min_value=date(2020, 1, 2)),
    simulated=st.booleans(),
    heat=st.booleans(),
    page=st.integers(1, 999),
    models=st.lists(TEXTS, max_size=4, unique=True).map(tuple),
)


def pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(address.removeprefix("?"), keep_blank_values=True)


@given(VIEWS)
def test_an_address_leads_back_to_its_view(view: View) -> None:
    assert read_address(pairs(view.address)) == (view, [])


def test_an_address_says_only_what_is_not_usual() -> None:
    assert View(board="tiny").address == "?board=tiny"
    assert (
        View(board="tiny", sort="overall", descending=True, page=2).address == "?board=tiny&sort=-overall&table_page=2"
    )


def test_what_others_put_into_the_address_is_left_alone() -> None:
    assert read_address([("lang", "zh"), ("__theme", "dark"), ("board", "tiny")]) == (View(board="tiny"), [])


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ("weights", "ajar"),
        ("min_size", "large"),
        ("max_size", "-1"),
        ("max_size", "nan"),
        ("since", "yesterday"),
        ("until", "2026-02-30"),
        ("simulated", "perhaps"),
        ("heat", ""),
        ("table_page", "0"),
        ("table_page", "-3"),
        ("table_page", "9" * 40),
        ("table_page", "²"),
    ],
)
def test_a_value_that_means_nothing_is_dropped_and_told(parameter: str, text: str) -> None:
    view, problems = read_address([("board", "tiny"), (parameter, text), ("search", "cat")])
    assert view == View(board="tiny", search="cat")
    assert [problem.where for problem in problems] == [parameter]


def test_five_picked_t2i_models_are_too_many_and_ranges_must_not_be_upside_down() -> None:
    asked = [*(("model", name) for name in "abcde"), ("min_size", "3"), ("max_size", "2")]
    asked += [("since", "2026-02-01"), ("until", "2026-01-01")]
    view, problems = read_address(asked)
    assert view == View()
    assert [problem.where for problem in problems] == ["model", "max_size", "until"]


def test_a_form_changes_a_view_keeps_its_order_and_goes_to_the_first_page() -> None:
    before = View(board="tiny", sort="overall", descending=True, page=3, models=("a",))
    form = {
        "board": "tiny",
        "search": " cat ",
        "weights": "open",
        "simulated": False,
        "heat": True,
        "min_size": 0.5,
        "max_size": None,
        "licence": ["MIT", "A, B"],
        "organisation": [],
        "since": "2026-01-01",
        "until": "",
        "columns": ["overall"],
    }
    after, problems = read_form(before, form)
    assert problems == []
    assert after == View(
        board="tiny",
        sort="overall",
        descending=True,
        columns=("overall",),
        search="cat",
        weights="open",
        simulated=False,
        min_size=0.5,
        licence=("MIT", "A, B"),
        since=date(2026, 1, 1),
        models=("a",),
    )
    assert after.filtered
    assert after.unfiltered() == View(
        board="tiny", sort="overall", descending=True, columns=("overall",), models=("a",)
    )


def test_every_parameter_is_explained_where_the_view_is() -> None:
    from leaderboard.board import query as module

    assert module.__doc__ is not None
    assert all(parameter in module.__doc__ for parameter in PARAMETERS)
    assert len(fields(View)) == len(PARAMETERS) + 1, "the direction belongs to sort"
