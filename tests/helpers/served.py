"""Pages served by the test's own process, so that the test can change what they show."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import gradio as gr
import pytest
import uvicorn
from fastapi import APIRouter, FastAPI
from playwright.sync_api import ConsoleMessage, Locator, Page

from core.settings import Settings, get_settings
from leaderboard.store.database import get_database, open_database
from web import stream as page_stream

PATIENT = 60_000
"""Milliseconds that a browser's page may take on a busy machine; what is expected of one waits as long by default."""

_OF_LEAVING = ("AbortError", "Connection errored out")
"""What Gradio says of its open connection when a page is left or loaded again."""


_PRESS = """async ([buttons, names]) => {
  for (const name of names) {
    [...document.querySelectorAll(buttons)].find((button) => button.textContent === name).click();
    await new Promise((after) => setTimeout(after, 40));
  }
}"""


@contextmanager
def served(application: FastAPI) -> Iterator[str]:
    """The address of an application, without a slash at its end, while it is served on a free port."""
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", timeout_graceful_shutdown=1))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="server", daemon=True)
        thread.start()
        deadline = time.monotonic() + 60
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


@contextmanager
def served_page(
    build: Callable[[], object], path: str = "", *, routers: Sequence[APIRouter] = (), **options: Any
) -> Iterator[str]:
    """The address of one page, at a path beside another as in the app; `options` are those of `gr.mount_gradio_app`."""
    with gr.Blocks(analytics_enabled=False) as pages:
        gr.Markdown("# Elsewhere") if path else build()
    if path:
        with pages.route("Page", f"/{path}", show_in_navbar=False):
            build()
    application = FastAPI()
    for router in routers:
        application.include_router(router)
    with served(gr.mount_gradio_app(application, pages, path="/", head=page_stream.HEAD, **options)) as address:
        yield f"{address}/{path}"


def module_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings with one data directory for all tests of a module, for one app serves them all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVALALIGN_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        get_settings.cache_clear()
        yield get_settings()
        close_database()
    get_settings.cache_clear()


def press_quickly(page: Page, buttons: str, names: Sequence[str]) -> None:
    """Press buttons or links, found by a selector, one after the other by their texts, faster than a server answers."""
    page.evaluate(_PRESS, [buttons, names])


def choose(field: Locator, option: str, *, exact: bool = True) -> None:
    """Choose an option of a dropdown by its text."""
    field.click()
    field.page.get_by_role("option", name=option, exact=exact).click()


def late(answer: Callable[..., Any], *asked: Any) -> Any:
    """What a function answers, from a server that has much to do; to put in the function's place."""
    time.sleep(0.8)
    return answer(*asked)


def close_database() -> None:
    """Close the database that pages have opened, for the next test has another."""
    get_database().close()
    open_database.cache_clear()


def console_errors(page: Page, *, leaving: bool = False) -> list[str]:
    """What a page's console complains of from now on.

    Where the test leaves the page or loads it again (`leaving`), the end of its open connection is no complaint.
    """
    errors: list[str] = []
    known = _OF_LEAVING if leaving else ()
    page.on("console", lambda said: errors.append(said.text) if _is_error(said, known) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


def _is_error(said: ConsoleMessage, known: Sequence[str]) -> bool:
    return said.type == "error" and not any(words in said.text for words in known)
