"""The documentation says what is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from core.settings import Settings
from tests.helpers.paths import ROOT

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


@pytest.mark.parametrize("room", ["model", "leaderboard", "submissions"])
def test_every_documented_command_exists(room: str) -> None:
    text = "\n".join(document.read_text() for document in DOCUMENTS)
    commands = {tuple(m.split()) for m in re.findall(rf"python -m {room}((?: [a-z]+)+)", text)}
    listing = subprocess.run(
        [sys.executable, "-m", room, "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    for words in commands:
        assert re.search(rf"\b{words[0]}\b", listing), f"python -m {room} {' '.join(words)}"
