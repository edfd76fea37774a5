"""Serves the leaderboard page over a board that a test fills, and reads the table of an open page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from leaderboard.board import filtering
from leaderboard.board import page as board
from leaderboard.board import routes as rankings
from leaderboard.store.database import get_database
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from tests.helpers.served import served_page


@contextmanager
def serve_board() -> Iterator[str]:
    """Serve the page and its downloads."""
    with served_page(board.build, routers=[rankings.router]) as address:
        yield address


def closed_world(protocol: Protocol) -> Protocol:
    """Give a protocol the name of the default board's."""
    return Protocol.parse(protocol.model_dump(mode="json") | {"name": "closed-world-v1"})


def publish_model(protocol: Protocol, name: str, points: int, **model: object) -> None:
    """Publish a T2I model whose every answer has some points."""
    database = get_database()
    evaluator = add_evaluator(database, protocol, 1)
    submission, _ = add_submission(database, protocol, name, **model)
    publish(database, protocol, submission, evaluator, grade(points))


def publish_five(protocol: Protocol, patch: pytest.MonkeyPatch) -> None:
    """Publish five T2I models on the default board, and let its pages have two rows."""
    patch.setattr(filtering, "PAGE_ROWS", 2)
    for number, name in enumerate(["Eins", "Zwei", "Drei", "Vier", "Fünf & mehr"]):
        facts = {"licence": "MIT" if number % 2 == 0 else "", "parameters": 10**9 * (number + 1)}
        model = {"organisation": f"Maker {number}", "open_weights": number < 3, **facts}
        publish_model(closed_world(protocol), name, 4 - number, **model)


def shown_names(page: Page) -> list[str]:
    """Read the T2I models' names from the table, without organisations and badges."""
    texts = page.locator("table.ranking tbody th.name").all_inner_texts()
    return [re.sub("( simulated| new)+$", "", text.split("\n")[0]) for text in texts]


def open_board(page: Page, address: str) -> Page:
    """Load an address in a page and wait for the table."""
    page.goto(address)
    page.wait_for_selector("table.ranking")
    return page
