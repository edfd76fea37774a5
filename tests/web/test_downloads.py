"""HTTP helpers: entity tags, 304, names of downloads, cells of CSV files."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from web.downloads import attachment_headers, escape_formula, is_unchanged, make_etag

ETAG = make_etag("content")
MODIFIED = datetime(2026, 1, 31, 12, 0, 0, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tags", "unchanged"),
    [(ETAG, True), (f"W/{ETAG}", True), (f'"a", {ETAG}', True), ("*", True), ('"a"', False), ("", False)],
)
def test_a_client_that_has_the_version_needs_no_content(tags: str, unchanged: bool) -> None:
    assert is_unchanged({"if-none-match": tags}, ETAG) is unchanged


@pytest.mark.parametrize(
    ("since", "unchanged"),
    [
        (format_datetime(MODIFIED, usegmt=True), True),
        (format_datetime(MODIFIED.replace(hour=13), usegmt=True), True),
        (format_datetime(MODIFIED.replace(hour=11), usegmt=True), False),
        ("yesterday", False),
        ("", False),
    ],
)
def test_a_date_counts_in_whole_seconds(since: str, unchanged: bool) -> None:
    assert is_unchanged({"if-modified-since": since}, ETAG, MODIFIED) is unchanged


def test_a_tag_goes_before_a_date() -> None:
    headers = {"if-none-match": '"a"', "if-modified-since": format_datetime(MODIFIED, usegmt=True)}
    assert not is_unchanged(headers, ETAG, MODIFIED)


def test_a_download_keeps_letters_beyond_ascii_and_no_path() -> None:
    plain = attachment_headers("board@1234-scores.csv")["Content-Disposition"]
    assert plain == 'attachment; filename="board-1234-scores.csv"'
    other = attachment_headers('../通义"\r\n.csv')["Content-Disposition"]
    assert other == """attachment; filename="..-_____.csv"; filename*=UTF-8''..-%E9%80%9A%E4%B9%89%22%0D%0A.csv"""


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_a_formula_is_escaped(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("value", ["plain", "", -1, 0.5, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert escape_formula(value) is value
