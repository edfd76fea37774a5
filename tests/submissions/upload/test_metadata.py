"""What may be said of a T2I model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String

from core.problems import BadInput
from leaderboard.store.tables import T2IModel
from submissions.upload.metadata import ModelMetadata, parse_parameters


def codes(**fields: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        ModelMetadata.parse(**fields)
    return [problem.code for problem in caught.value.problems]


def test_a_full_description_is_kept_as_given() -> None:
    metadata = ModelMetadata.parse(
        name="  PixArt-Σ 1.0 ",
        organisation="A & B",
        link="https://example.org/model?x=1",
        licence="Apache-2.0",
        open_weights=True,
        parameters="0.6B",
        notes="Two lines,\nplain: 3 < 4.",
    )
    assert metadata.name == "PixArt-Σ 1.0"
    assert metadata.parameters == 600_000_000
    assert metadata.notes == "Two lines,\nplain: 3 < 4."


def test_a_name_is_enough() -> None:
    assert ModelMetadata.parse(name="x").open_weights is None


@pytest.mark.parametrize(
    "name",
    ["", "   ", "x" * 101, "x" * 10_000, "a\nb", "a\tb", "a\x00b", "a\u202eb", "<b>x</b>", "<script src=x", "a<img>"],
)
def test_a_name_that_is_empty_long_unprintable_or_markup_is_refused(name: str) -> None:
    assert codes(name=name) == ["bad_name"]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://example.org", "example.org", "https://", "http://[", "https://a b", "data:,x"],
)
def test_a_link_is_a_web_address(link: str) -> None:
    assert codes(name="x", link=link) == ["bad_link"]


def test_all_fields_are_judged_at_once() -> None:
    problem_codes = codes(
        name="<b>", organisation="o" * 101, link="x", licence="l" * 101, parameters="many", notes="n" * 2001
    )
    assert sorted(problem_codes) == sorted(
        ["bad_name", "bad_organisation", "bad_link", "bad_licence", "bad_parameters", "bad_notes"]
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", None),
        ("2.6B", 2_600_000_000),
        ("860M", 860_000_000),
        ("860 m", 860_000_000),
        ("12,000,000", 12_000_000),
        ("12_000", 12_000),
        ("1.5k", 1500),
        ("1T", 10**12),
    ],
)
def test_numbers_of_parameters_as_people_write_them(text: str, count: int | None) -> None:
    assert parse_parameters(text) == count


@pytest.mark.parametrize("text", ["many", "-1", "0", "1e9", "2.6BB", "9" * 40, "nan", "99999T", "٣B٣"])
def test_other_numbers_of_parameters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"2\.6B"):
        parse_parameters(text)


@given(st.text(max_size=30))
def test_parameters_are_a_sensible_count_or_refused(text: str) -> None:
    try:
        count = parse_parameters(text)
    except ValueError:
        return
    assert count is None or 0 < count <= 10**15


@given(st.text(min_size=1, max_size=120))
def test_an_accepted_name_fits_its_columns_and_holds_no_markup(name: str) -> None:
    try:
        metadata = ModelMetadata.parse(name=name)
    except BadInput:
        return
    assert metadata.name.isprintable()
    assert not ("<" in metadata.name and ">" in metadata.name.partition("<")[2])
    assert 1 <= len(metadata.name) <= 100
    assert 1 <= len(metadata.name_key) <= 200


def test_limits_are_those_of_the_columns() -> None:
    for column in ("name", "organisation", "link", "licence", "notes"):
        kind = T2IModel.__table__.c[column].type
        assert isinstance(kind, String)
        limit = next(
            item.max_length for item in ModelMetadata.model_fields[column].metadata if hasattr(item, "max_length")
        )
        assert limit == kind.length


def test_names_are_compared_without_case_and_width() -> None:
    keys = {ModelMetadata.parse(name=name).name_key for name in ("SDXL", "sdxl", "ＳＤＸＬ", " SdXl ")}
    assert keys == {"sdxl"}
