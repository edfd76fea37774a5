"""Reads the HTML of a board's table."""

from datetime import UTC, datetime
from html.parser import HTMLParser

from leaderboard.board.boards import Board
from leaderboard.board.filtering import make_table
from leaderboard.board.query import BoardQuery
from leaderboard.board.ranked import ranked
from leaderboard.board.ranking_html import ranking_html
from leaderboard.store.database import Database

LATER = datetime(2100, 1, 1, tzinfo=UTC)
"""A moment at which nothing in the tests is new any more."""

HOSTILE = "<img src=x onerror=alert(1)> \"'&{{x}}${y}"
"""A text that would become markup or a placeholder where it is not escaped."""


class Cells(HTMLParser):
    """The texts of a table's cells, row by row, and every tag met; complains of tags that do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data


def ranking_table(database: Database, board: Board, **query: object) -> str:
    """Render the table of a board's ranking under a query."""
    return ranking_html(make_table(ranked(database, board), BoardQuery(board=board.name, **query), LATER))
