"""Fixtures shared by all tests: a private data directory, and a protocol small enough to read."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import Browser, expect, sync_playwright

from core.settings import Settings, get_settings
from leaderboard.store.database import Database, open_database
from model.closed_world.pretraining.scratch import build_llava_next
from model.closed_world.pretraining.tokenizer import train_tokenizer
from model.evaluator.evaluator import Evaluator
from model.evaluator.loading import load_evaluator
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILLS, Dimension
from tests.helpers import postgresql
from tests.helpers.served import PATIENT, close_database

# The networks of the tests are tiny: more threads only wait for each other.
torch.set_num_threads(1)

# Nothing here measures time: a busy machine may be slow, and only what never comes is wrong.
expect.set_options(timeout=PATIENT)

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""An installed Chromium, if there is one; else Playwright's own. `scripts/install-browser` looks for the same names."""

SERVERS = ("sqlite", "postgresql")
"""The kinds of server that hold results."""

# Whatever the developer's shell says, the tests have settings of their own, also before the first fixture runs and in
# every process they start: one device and precision on every machine, and a data directory that is thrown away.
for name in [name for name in os.environ if name.startswith("EVALALIGN_")]:
    del os.environ[name]
_DATA = tempfile.TemporaryDirectory(prefix="evalalign-tests-")
os.environ |= {"EVALALIGN_DATA_DIR": _DATA.name, "EVALALIGN_DEVICE": "cpu", "EVALALIGN_DTYPE": "float32"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, for at the end one process waits for the other's last: a browser's, then those of few tests."""
    tests = Counter(item.path for item in items)
    browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path not in browser, tests[item.path], item.path))


@pytest.fixture(autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings whose data directory is this test's own; a database that was opened in it is closed at the end."""
    monkeypatch.setenv("EVALALIGN_DATA_DIR", str(tmp_path_factory.mktemp("data")))
    get_settings.cache_clear()
    yield get_settings()
    if open_database.cache_info().currsize:
        close_database()
    get_settings.cache_clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window, one for a module's tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS)), None),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


def tiny_protocol_data() -> dict[str, Any]:
    """Two faithfulness and three alignment prompts, every skill asked at least once."""
    return {
        "name": "tiny-v1",
        "title": "Tiny",
        "description": "For tests.",
        "licence": "Apache-2.0",
        "source": "made for the tests",
        "conversation": {"before_image": "USER: ", "after_image": "\n{question} ANSWER:", "answer": " {option}"},
        "image": {"mode": "pad"},
        "aggregation": "evalalign",
        "questions": {
            skill.key: {
                "template": f"{skill.label}?"
                if skill.dimension is Dimension.FAITHFULNESS
                else f"{skill.label}: {{element}}?",
                "options": {str(option): f"means {option}" for option in skill.options},
            }
            for skill in SKILLS
        },
        "prompts": [
            {"prompt_id": "f1", "dimension": "faithfulness", "text": "a man waves"},
            {"prompt_id": "f2", "dimension": "faithfulness", "text": "a red car"},
            {
                "prompt_id": "a1",
                "dimension": "alignment",
                "text": "two red cats, flat",
                "elements": {
                    "alignment.object": "cat",
                    "alignment.count": "two cats",
                    "alignment.color": "red cat",
                    "alignment.style": "flat",
                },
            },
            {
                "prompt_id": "a2",
                "dimension": "alignment",
                "text": "a man who waves left of a tree",
                "elements": {"alignment.spatial": "man left of tree", "alignment.action": "man waving"},
            },
            {
                "prompt_id": "a3",
                "dimension": "alignment",
                "text": "a tree",
                "elements": {"alignment.object": "tree"},
            },
        ],
    }


@pytest.fixture
def tiny_protocol() -> Protocol:
    """The parsed form of `tiny_protocol_data`."""
    return Protocol.parse(tiny_protocol_data())


@pytest.fixture
def tiny_protocol_file(tmp_path: Path, tiny_protocol: Protocol) -> Path:
    """The same, as a file."""
    path = tmp_path / "tiny-v1.json"
    path.write_text(tiny_protocol.to_json(), encoding="utf-8")
    return path


@pytest.fixture
def tiny_settings(
    settings: Settings, tiny_protocol_file: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Everybody's settings, with the tiny protocol and the tiny checkpoint as the defaults."""
    monkeypatch.setenv("EVALALIGN_PROTOCOL", str(tiny_protocol_file))
    monkeypatch.setenv("EVALALIGN_EVALUATOR", str(tiny_checkpoint))
    get_settings.cache_clear()
    return get_settings()


@pytest.fixture(scope="session")
def postgresql_socket() -> Iterator[str]:
    """The socket folder of a real PostgreSQL, started once; skips where no server is installed."""
    binaries = postgresql.find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed")
    with postgresql.cluster(binaries) as socket:
        yield socket


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> str:
    """A kind of server, so that what asks for a database runs once on each."""
    return str(request.param)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, server: str, tmp_path: Path) -> str:
    """The URL of a database that holds nothing yet, once per kind of server."""
    if server == "sqlite":
        return f"sqlite:///{tmp_path / 'results.db'}"
    return postgresql.create_database(request.getfixturevalue("postgresql_socket"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows, to copy: to migrate takes longer than many a test."""
    path = tmp_path_factory.mktemp("migrated") / "results.db"
    Database.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def migrated_url(postgresql_socket: str) -> str:
    """The URL of a PostgreSQL database with all tables and no rows, to copy."""
    url = postgresql.create_database(postgresql_socket)
    Database.open(url).close()
    return url


def fresh_database(request: pytest.FixtureRequest, server: str, folder: Path) -> Database:
    """A database with all tables and no rows; `folder` is where an SQLite file goes."""
    if server == "postgresql":
        return Database.open(postgresql.copy_database(request.getfixturevalue("migrated_url")))
    copied = shutil.copyfile(request.getfixturevalue("migrated_file"), folder / "results.db")
    return Database.open(f"sqlite:///{copied}")


@pytest.fixture
def database(request: pytest.FixtureRequest, server: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh database with all tables, once per kind of server."""
    opened = fresh_database(request, server, tmp_path)
    yield opened
    opened.close()
    if server == "postgresql":
        postgresql.drop_database(opened.engine.url)


@pytest.fixture(scope="session")
def tiny_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LLaVA-NeXT checkpoint with random weights, small enough for every test."""
    folder = tmp_path_factory.mktemp("tiny-llava-next")
    torch.manual_seed(0)
    tokenizer = train_tokenizer(["USER: \nBody? Count: two cats? ANSWER: -1 0 1 2 3 4"] * 4, vocabulary=320)
    network = build_llava_next(tokenizer, vision_width=32, language_width=32, layers=2, side=32)
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture
def tiny_evaluator(tiny_checkpoint: Path, tiny_protocol: Protocol, settings: Settings) -> Evaluator:
    """A real evaluator on the tiny checkpoint under the tiny protocol."""
    return load_evaluator(settings.model_copy(update={"evaluator": str(tiny_checkpoint)}), tiny_protocol)
