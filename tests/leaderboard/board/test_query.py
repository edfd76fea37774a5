"""The query of the leaderboard page: an address holds all of it; unusable values are dropped with a problem."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.board.query import PARAMETERS, BoardQuery, read_form

TEXTS = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)
KEYS = st.from_regex(r"[a-z][a-z.]{0,15}", fullmatch=True)
SIZES = st.integers(0, 10**6).map(lambda thousandths: thousandths / 1000)
QUERIES = st.builds(
    BoardQuery,
    board=TEXTS,
    sort=st.one_of(KEYS, KEYS.map("-{}".format)),
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
    t2i_models=st.lists(TEXTS, max_size=4, unique=True).map(tuple),
)


def pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(address.removeprefix("?"), keep_blank_values=True)


@given(QUERIES)
def test_an_address_leads_back_to_its_query(query: BoardQuery) -> None:
    assert BoardQuery.read(pairs(query.address())) == (query, [])


def test_an_address_holds_only_what_differs_from_the_defaults() -> None:
    assert BoardQuery(board="tiny").address() == "?board=tiny"
    assert BoardQuery(board="tiny", sort="-overall", page=2).address() == "?board=tiny&sort=-overall&table_page=2"


def test_parameters_of_other_pages_are_ignored() -> None:
    assert BoardQuery.read([("lang", "zh"), ("__theme", "dark"), ("board", "tiny")]) == (BoardQuery(board="tiny"), [])


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
        ("heat", "perhaps"),
        ("table_page", "0"),
        ("table_page", "-3"),
        ("table_page", "9" * 40),
        ("table_page", "²"),
    ],
)
def test_an_unusable_value_is_dropped_with_a_problem(parameter: str, text: str) -> None:
    query, problems = BoardQuery.read([("board", "tiny"), (parameter, text), ("search", "cat")])
    assert query == BoardQuery(board="tiny", search="cat")
    assert [problem.where for problem in problems] == [parameter]


def test_too_many_t2i_models_and_reversed_ranges_are_dropped() -> None:
    asked = [*(("model", name) for name in "abcde"), ("min_size", "3"), ("max_size", "2")]
    asked += [("since", "2026-02-01"), ("until", "2026-01-01")]
    query, problems = BoardQuery.read(asked)
    assert query == BoardQuery()
    assert [problem.where for problem in problems] == ["model", "max_size", "until"]


def test_a_form_keeps_the_order_and_goes_to_the_first_page() -> None:
    before = BoardQuery(board="tiny", sort="-overall", page=3, t2i_models=("a",))
    form = {
        "board": "tiny",
        "search": " SDXL 1.0 ",
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
    assert after == BoardQuery(
        board="tiny",
        sort="-overall",
        columns=("overall",),
        search="SDXL 1.0",
        weights="open",
        simulated=False,
        min_size=0.5,
        licence=("MIT", "A, B"),
        since=date(2026, 1, 1),
        t2i_models=("a",),
    )
    assert after.is_filtered
    assert after.without_filters() == BoardQuery(board="tiny", sort="-overall", columns=("overall",), t2i_models=("a",))


def test_every_parameter_is_explained_in_the_module() -> None:
    from leaderboard.board import query as module

    assert module.__doc__ is not None
    assert all(parameter in module.__doc__ for parameter in PARAMETERS)
