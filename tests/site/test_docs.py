"""The documentation says what is there."""

import importlib
import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import pytest
import typer
import yaml
from typer.core import TyperGroup

from core.settings import Settings
from tests.helpers.paths import ROOT

ROOMS = ("model", "leaderboard", "submissions")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `EVALALIGN_(\w+)` \| ([^|]+) \|", (ROOT / "docs/settings.md").read_text(), re.M))
    assert set(rows) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default = rows[name.upper()].strip()
        if default.startswith("`"):
            assert default.strip("`") == str(field.default), name


def test_the_space_runs_on_the_pinned_gradio_and_python() -> None:
    space = yaml.safe_load((ROOT / "space.yaml").read_text())
    requirements = (ROOT / "requirements.txt").read_text()
    assert f"gradio=={space['sdk_version']}\n" in requirements
    assert (ROOT / space["app_file"]).is_file()
    assert space["license"] == "apache-2.0"


def test_requirements_are_pinned_and_agree_with_the_constraints() -> None:
    pin = re.compile(r"^([A-Za-z0-9._-]+)(?:\[\w+\])?==(\S+)$", re.M)
    constraints = {name.lower(): version for name, version in pin.findall((ROOT / "constraints.txt").read_text())}
    for file in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in (ROOT / file).read_text().splitlines() if line and line[0] not in "#-"]
        pins = pin.findall("\n".join(lines))
        assert len(pins) == len(lines), f"{file} holds something that is not pinned"
        for name, version in pins:
            assert constraints[name.lower()] == version, name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_that_are_named_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"`make ([a-z-]+)`", document.read_text())) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_documented_command_exists(document: Path) -> None:
    faults = {
        f"{document.name}:{line}: {' '.join(words)}": command_fault(words, whole=whole)
        for line, words, whole in documented_commands(document.read_text())
    }
    assert {place: fault for place, fault in faults.items() if fault} == {}


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("leaderboard rnk", "no command 'rnk'"),
        ("leaderboard results show", "no command 'show'"),
        ("leaderboard rank --bord closed-world", "--bord"),
        ("leaderboard rank --board", "requires an argument"),
        ("leaderboard rank closed-world", "unexpected extra argument"),
        ("leaderboard results export --out results", "Missing parameter: t2i_model"),
        ("leaderboard results export --t2i-model X --out results --format word", "'word' is not one of"),
    ],
)
def test_a_documented_command_that_is_wrong_is_found(command: str, fault: str) -> None:
    text = f"Text.\n\n```\npython -m leaderboard boards\npython -m {command}   # a comment\n```\n"
    (_right, (line, words, whole)) = documented_commands(text)
    assert line == 5
    assert fault in str(command_fault(words, whole=whole))


def documented_commands(text: str) -> Iterator[tuple[int, list[str], bool]]:
    """Find each command of a document: its line, its words from the room on, whether it stands in a block of code.

    A command between backquotes is named in passing, so its arguments may be missing.
    """
    fence = re.compile(r"^```.*?^```$", re.M | re.S)
    for block in fence.finditer(text):
        joined = block.group().replace("\\\n", "  ")
        for number, line in enumerate(joined.split("\n")):
            yield from ((text.count("\n", 0, block.start()) + 1 + number, words, True) for words in _commands(line))
    prose = fence.sub(lambda block: "\n" * block.group().count("\n"), text)
    for span in re.finditer(r"`([^`]+)`", prose):
        yield from ((prose.count("\n", 0, span.start()) + 1, words, False) for words in _commands(span.group(1)))


def _commands(line: str) -> Iterator[list[str]]:
    for command in re.findall(rf"python3? -m ((?:{'|'.join(ROOMS)})\b.*?)(?=&&|$)", line, re.S):
        words = shlex.split(re.sub(r"[][]|\.{3}(?=\s|$)", " ", command), comments=True)
        yield list(takewhile(lambda word: word not in ("|", ">"), words))


def command_fault(words: Sequence[str], *, whole: bool) -> str | None:
    """Say what the room's own parser finds wrong with a command, which is not run; None where nothing is.

    Args:
        words: The room, then the words behind it.
        whole: Whether what the command requires has to be there.
    """
    name, *rest = words
    command = typer.main.get_command(importlib.import_module(f"{name}.__main__").app)
    while rest and isinstance(command, TyperGroup) and not rest[0].startswith("-"):
        name = rest.pop(0)
        if name not in command.commands:
            return f"no command {name!r}"
        command = command.commands[name]
    try:
        if whole:
            command.make_context(name, rest)
        else:
            command.make_parser(command.context_class(command)).parse_args(rest)
    except Exception as error:  # the parser's exceptions have no public name
        return str(error)
    return None


def test_every_file_that_the_docs_name_exists() -> None:
    rooms = "assets|benchmarks|core|docs|leaderboard|model|scripts|submissions|tests|web"
    missing = [
        f"{document.name}: {path}"
        for document in DOCUMENTS
        for path in re.findall(rf"`((?:{rooms})/[\w./-]+)`", document.read_text())
        if document.name != "CHANGELOG.md" and not (ROOT / path).exists()
    ]
    assert missing == []
