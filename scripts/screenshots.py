"""Takes pictures of every page, in both themes and on two sizes of screen, from the running app.

    python -m scripts.screenshots [FOLDER]

Writes `docs/screenshots/` as WebP and the README's table of them, or FOLDER alone. The pages are those that the app
itself names. With EVALALIGN_DATA_DIR it shows that directory's boards; without,
it fills one of its own with simulated T2I models, which takes minutes.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "screenshots"
SIZES = {"desktop": (1280, 860), "phone": (390, 844)}
THEMES = ("light", "dark")

MODELS = 6
"""Simulated T2I models of a board that is filled here."""

QUALITY, MOST_BYTES = 82, 150_000
"""WebP's quality to begin with, and what a picture may take; the quality is lowered until it does."""

BEGIN, END = "<!-- screenshots -->", "<!-- /screenshots -->"
"""The README's table stands between them."""

SETTLE_MS, PAGE_MS, PATIENCE_S = 1500, 180_000, 600

_WATCH = """window.changed = performance.now(); new MutationObserver(() => { window.changed = performance.now(); })
  .observe(document, { childList: true, subtree: true, attributes: true });"""


def main() -> None:
    """Take the screenshots, as the module says."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    with tempfile.TemporaryDirectory() as temporary:
        given = os.environ.get("EVALALIGN_DATA_DIR")
        environment = os.environ | {
            "EVALALIGN_DATA_DIR": given or temporary,
            "EVALALIGN_SIMULATED_MODELS": os.environ.get("EVALALIGN_SIMULATED_MODELS", "0" if given else str(MODELS)),
        }
        with _app(environment) as (url, admin), sync_playwright() as playwright:
            board = _fullest_board(environment, 2 if given else MODELS)
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=["--no-sandbox"]
            )
            target.mkdir(parents=True, exist_ok=True)
            pages = _pages(url, *board)
            for path, query in pages:
                for size in SIZES:
                    for theme in THEMES:
                        address = admin if path == "admin" else f"{url}/{path}{query}"
                        picture = _shoot(browser, address, path, theme, SIZES[size])
                        _write(picture, target / f"{path or 'leaderboard'}-{size}-{theme}.webp")
    if target == TARGET:
        _show([path or "leaderboard" for path, _query in pages])


@contextmanager
def _app(environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Start the app on a free port; yields its address and the one that opens the admin page."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=environment | {"EVALALIGN_PORT": str(port), "EVALALIGN_HOST": "127.0.0.1"},
            stdout=log,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(lambda: _config(url), "the app did not start")
            printed = os.pread(log.fileno(), 10_000, 0)  # leaves the place alone at which the app goes on writing
            admin = re.search(rb"^Admin page: (\S+)$", printed, re.MULTILINE)
            yield url, admin[1].decode() if admin else f"{url}/admin"
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(ask: Callable[[], T | None], complaint: str) -> T:
    """Return what `ask` gives once it gives something."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        answer = ask()
        if answer is not None:
            return answer
        time.sleep(3)
    raise SystemExit(complaint)


def _config(url: str) -> dict[str, Any] | None:
    try:
        return dict(httpx.get(f"{url}/config", timeout=30).json())
    except (httpx.HTTPError, ValueError):
        return None


def _fullest_board(environment: dict[str, str], least: int) -> tuple[str, list[str]]:
    """Wait for the measured board with the most T2I models; return its name and theirs, the best first."""
    return _wait_for(lambda: _ranked(environment, least), f"no board has {least} T2I models")


def _ranked(environment: dict[str, str], least: int) -> tuple[str, list[str]] | None:
    names = [name for name in _asked(environment, "boards").get("boards", []) if name != "evalalign-published"]
    rankings = {name: _asked(environment, "rank", "--board", name).get("rows", []) for name in names}
    board, rows = max(rankings.items(), key=lambda item: len(item[1]), default=("", []))
    return (board, [row["t2i_model"] for row in rows]) if len(rows) >= least else None


def _asked(environment: dict[str, str], *words: str) -> dict[str, Any]:
    """Ask the leaderboard's command line; empty where it refuses."""
    command = [sys.executable, "-m", "leaderboard", *words, "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return dict(json.loads(done.stdout)) if done.returncode == 0 else {}


def _pages(url: str, board: str, t2i_models: list[str]) -> list[tuple[str, str]]:
    """Path and query of every page; those that are about something are about the best T2I models."""
    about: dict[str, list[tuple[str, str]]] = {
        "": [("board", board)],
        "explore": [("board", board)],
        "t2i-model": [("board", board), ("model", t2i_models[0])],
        "compare": [("board", board), *(("model", name) for name in t2i_models[:2])],
    }
    config = _wait_for(lambda: _config(url), "the app went away")
    return [(page[0], f"?{urlencode(about.get(page[0], []))}") for page in config["pages"]]


def _shoot(browser: Browser, address: str, path: str, theme: str, size: tuple[int, int]) -> bytes:
    """Take a screenshot of what is first seen, as PNG."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.set_default_timeout(PAGE_MS)
    page.add_init_script(_WATCH)
    page.goto(address)
    _settle(page)
    if path == "score":
        _score_an_example(page)
    picture = page.screenshot()
    context.close()
    return picture


def _settle(page: Page) -> None:
    """Wait until the page has been still for a while."""
    page.wait_for_function(
        "() => document.querySelector('gradio-app h1')"
        " && [...document.querySelectorAll('.js-plotly-plot')].every((plot) => plot.querySelector('.main-svg'))"
        f" && performance.now() - changed > {SETTLE_MS}",
        timeout=PAGE_MS,
    )


def _score_an_example(page: Page) -> None:
    examples = page.locator("#score-examples button.thumbnail-item")
    examples.nth(4).click()
    page.wait_for_timeout(1500)
    page.click("#score-button")
    page.locator("#score-result .answer").first.wait_for()
    _settle(page)


def _write(picture: bytes, target: Path) -> None:
    """As WebP, as good as fits into `MOST_BYTES`."""
    with Image.open(BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    for quality in range(QUALITY, 10, -12):
        written = BytesIO()
        image.save(written, "WEBP", quality=quality, method=6)
        if written.tell() <= MOST_BYTES:
            break
    target.write_bytes(written.getvalue())


def _show(names: list[str]) -> None:
    """Write the README's table: a row per page, large and small, light and dark."""
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    folder = TARGET.relative_to(ROOT).as_posix()
    rows = ["| page | light | dark | phone, light | phone, dark |", "| --- | --- | --- | --- | --- |"]
    for name in names:
        pictures = (
            f"![{name}, {size}, {theme}]({folder}/{name}-{size}-{theme}.webp)" for size in SIZES for theme in THEMES
        )
        rows.append(f"| {name} | {' | '.join(pictures)} |")
    readme.write_text("\n".join([before + BEGIN, *rows, END]) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
