"""Events that come before the browser has filled a form: of a field that it has not drawn, Gradio's page sends null.

Every event of every page is asked for over HTTP as a browser does, so that a new page is looked at from its first day.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from typing import Any

import gradio as gr
import httpx
import pytest
from gradio.blocks import BlockFunction

import app
from core.settings import Settings
from leaderboard.board.controls_page import NAMES
from leaderboard.store.database import Database
from model.protocol.protocol import Protocol
from tests.conftest import tiny_protocol_data
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from tests.helpers.served import module_settings, served

SAID = {"number": "1", "address": "?weights=open", "names": None, "page": 1, "image": "1", "index": 0, "value": None}
"""What the events of our own components tell besides."""

FORM = SAID | {"address": None, "names": list(NAMES)}
"""The same of the board's table after every control of the form was used."""

NOT_OFFERED = "is not in the list of choices"
"""In Gradio's own refusal of a value, which no handler has seen."""

Values = dict[int, Any]
"""By a component's number, what it holds."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    yield from module_settings(tmp_path_factory)


@pytest.fixture(scope="module")
def pages(settings: Settings) -> gr.Blocks:
    return app.build()


@pytest.fixture(scope="module")
def address(settings: Settings, pages: gr.Blocks) -> Iterator[str]:
    """The whole app on a board with two T2I models, asked from the machine that it runs on."""
    protocol = Protocol.parse(tiny_protocol_data() | {"name": "closed-world-v1"})
    with closing(Database.open(settings.database)) as database:
        evaluator = add_evaluator(database, protocol, 1)
        for number, name in enumerate(("One", "Two")):
            submission, _ = add_submission(database, protocol, name)
            publish(database, protocol, submission, evaluator, grade(2 - number))
    with served(app.serve(settings, pages)) as url:
        yield url


def ask(address: str, event: BlockFunction, data: list[Any], said: dict[str, Any] = SAID) -> dict[str, Any]:
    """What the server answers to an event."""
    asked = {
        "data": data,
        "event_data": said,
        "fn_index": event._id,
        "trigger_id": event.targets[0][0],
        "session_hash": "visitor",
    }
    path = "?board=closed-world-v1&model=One&model=Two"
    sent = httpx.post(f"{address}/gradio_api/queue/join{path}", json=asked, timeout=60)
    sent.raise_for_status()
    with httpx.stream("GET", f"{address}/gradio_api/queue/data?session_hash=visitor", timeout=60) as lines:
        for line in lines.iter_lines():
            told: dict[str, Any] = json.loads(line.removeprefix("data: ")) if line else {}
            if told.get("msg") == "process_completed":
                return told
    raise AssertionError("the server hung up")


def unfilled(pages: gr.Blocks) -> Values:
    """What the browser has of every component before it has drawn it: what the page says at first, null for a text."""
    return {part["id"]: part["props"].get("value") for part in pages.get_config_file()["components"]}


def opened(address: str, pages: gr.Blocks, page: str | None = None) -> Values:
    """What it has of them once the pages, or one of them, are open."""
    values = unfilled(pages)
    for event in pages.fns.values():
        if event.fn and event.targets and event.targets[0][1] == "load" and page in (None, event.page):
            answer = ask(address, event, [values[block._id] for block in event.inputs])
            for block, given in zip(event.outputs, answer["output"]["data"], strict=True):
                if not (isinstance(given, dict) and given.get("__type__") == "update"):
                    values[block._id] = given
                elif "value" in given:
                    values[block._id] = given["value"]
    return values


def test_an_event_is_answered_whichever_of_its_fields_are_not_filled_yet(address: str, pages: gr.Blocks) -> None:
    before, values = unfilled(pages), opened(address, pages)
    failed, asked, done = [], set(), []
    for event in pages.fns.values():
        numbers = [block._id for block in event.inputs]
        if event.fn is None or event.api_visibility != "private" or (event.fn, numbers) in done:
            continue
        asked.add(event.name)
        done.append((event.fn, numbers))
        ways = [set(numbers), *({number} for number in numbers if before[number] != values[number])]
        said = [SAID, FORM] if event.name == "update_table" else [SAID]
        for way, told in product(ways, said):
            data = [(before if number in way else values)[number] for number in numbers]
            answer = ask(address, event, data, told)
            if NOT_OFFERED in json.dumps(answer):
                opened(address, pages, event.page)  # an answer before has taken away choices
                answer = ask(address, event, data, told)
            # The words of a refusal are an answer, too; of any other error the server says nothing.
            words = answer["output"].get("error") or ""
            if not answer["success"] and (not words or NOT_OFFERED in words):
                failed.append((event.name, data, words))
    assert failed == []
    assert asked >= {"update_table", "show_all", "submit_upload", "start_again", "narrow", "show_images", "read_prompt"}
