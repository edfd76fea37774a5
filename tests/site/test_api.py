"""The API as programs meet it: docs/api.md's examples, each run as it stands, and what is refused."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from tests.helpers.paths import ROOT
from tests.helpers.running_app import App, running_app
from tests.helpers.uploads import picture

DOCUMENT = (ROOT / "docs/api.md").read_text()
PREPARATION, *EXAMPLES = re.findall(r"^```(python|sh)\n(.*?)^```", DOCUMENT, re.M | re.S)
SHOWN = {
    'client.predict(board="evalalign-published", api_name="/leaderboard")': r"^1 .+\n2 .+\n3 .+\nBoards: closed-world",
    'api_name="/agreement"': r"alignment: 0\.8043 \(0\.68 to 0\.89, n = 24\)",
    'api_name="/score"': r"faithfulness\.body -?\d .+\n(.+\n)+alignment\.count [012] ",
    'api_name="/submit"': r"^(queued|running|published) .+ of 220 images",
    "except AppError": r"^Refused\. .*There is no such board; there are: closed-world, evalalign-published",
}
"""By words of an example: what it prints."""

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with running_app(tmp_path_factory.mktemp("api"), simulated_models=0) as running:
        yield running


@pytest.fixture(scope="module")
def client(app: App) -> Client:
    return Client(app.url, verbose=False, httpx_kwargs={"timeout": 120})


@pytest.fixture(scope="module")
def folder(app: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the examples run, with the files that they expect."""
    found = tmp_path_factory.mktemp("examples")
    commands = "\n".join(line for line in PREPARATION[1].splitlines() if not line.startswith("export"))
    done = run(app, found, "sh", commands)
    assert done.returncode == 0, done.stderr
    return found


def run(app: App, folder: Path, language: str, code: str) -> subprocess.CompletedProcess[str]:
    if language == "sh" and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = app.environment | {"EVALALIGN_URL": app.url, "PATH": programs, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code] if language == "python" else ["bash", "-euc", f"set -o pipefail\n{code}"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize(("language", "code"), [example for example in EXAMPLES if example[0] == "python"])
def test_examples_in_python_run_as_they_stand(app: App, folder: Path, language: str, code: str) -> None:
    done = run(app, folder, language, code)
    assert done.returncode == 0, done.stderr
    wanted = next((pattern for words, pattern in SHOWN.items() if words in code), None)
    if wanted is None:
        assert (folder / "evalalign-published.csv").read_text().startswith("rank,t2i_model,overall,")
    else:
        assert re.search(wanted, done.stdout, re.M), done.stdout


def test_examples_with_curl_run_as_they_stand(app: App, folder: Path) -> None:
    for language, code in EXAMPLES:
        if language == "sh":
            done = run(app, folder, language, code)
            assert done.returncode == 0, (code, done.stderr)
    (ranking,) = loaded(folder / "ranking.json")
    assert [row["rank"] for row in ranking["rows"][:3]] == [1, 2, 3]
    (agreement,) = loaded(folder / "agreement.json")
    assert {row["dimension"] for row in agreement["rows"]} == {"faithfulness", "alignment"}
    (scored,) = loaded(folder / "score.json")
    assert len(scored["answers"]) == 5 + 4, "object, count, colour and spatial are read from the prompt"
    (entered,) = loaded(folder / "submission.json")
    assert entered["state"] == "queued"
    assert json.loads(app.command("submissions", "status", entered["submission"], "--json").stdout)["total"] == 220
    assert loaded(folder / "refusal.json")["error"] == "nonsense: There is no submission with this id."
    assert loaded(folder / "health.json")["database"] == {"reachable": True, "migrated": True}


def loaded(path: Path) -> Any:
    return json.loads(path.read_text())


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("leaderboard", {}, ("leaderboard", "rank", "--board", "evalalign-published")),
        ("agreement", {}, ("leaderboard", "agreement", "--board", "evalalign-published")),
    ],
)
def test_the_api_says_what_the_command_line_prints(
    app: App, client: Client, name: str, arguments: dict[str, Any], words: tuple[str, ...]
) -> None:
    answered = client.predict(board="evalalign-published", api_name=f"/{name}")
    printed = json.loads(app.command(*words, "--json").stdout)
    assert {key: answered[key] for key in printed} == printed


def test_a_table_is_exported_as_text_and_as_records(client: Client) -> None:
    text = client.predict(board="evalalign-published", file_format="csv", api_name="/export")["content"]
    records = client.predict(board="evalalign-published", file_format="json", api_name="/export")["content"]
    assert text.splitlines()[0].split(",") == list(records[0])
    assert len(text.splitlines()) == 1 + len(records) == 25


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("agreement", {"board": "nonsense"}, "nonsense: There is no such board"),
        ("export", {"file_format": "doc"}, "file_format: Input should be 'csv', 'json' or 'upstream'"),
        ("export", {"file_format": "upstream"}, "t2i_model: Is missing"),
        ("export", {"t2i_model": "x"}, "Is for the format upstream"),
        ("status", {"submission": "x\u0000"}, "There is no submission with this id"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(
    client: Client, name: str, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(AppError, match=re.escape(words)):
        client.predict(**arguments, api_name=f"/{name}")


def test_every_problem_of_a_submission_and_of_an_image_is_told_at_once(client: Client, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"no zip")
    with pytest.raises(AppError) as refused:
        client.predict(
            archive=handle_file(tmp_path / "broken.zip"), name="", link="no link", parameters="many", api_name="/submit"
        )
    said = str(refused.value).splitlines()
    assert {line.partition(":")[0] for line in said} == {"parameters", "name", "link", "broken.zip"}

    (tmp_path / "sound.png").write_bytes(picture())
    with pytest.raises(AppError) as refused:
        client.predict(
            image=handle_file(tmp_path / "sound.png"),
            prompt=" ",
            elements={"faithfulness.body": "x"},
            api_name="/score",
        )
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == ["prompt", "faithfulness.body"]


@pytest.mark.parametrize("mark", [{"meta": {"_type": "gradio.FileData"}}, {}], ids=["marked", "unmarked"])
@pytest.mark.parametrize("endpoint", ["score", "submit"])
def test_a_file_of_the_server_is_no_upload(app: App, tmp_path: Path, mark: dict[str, Any], endpoint: str) -> None:
    """Whoever could name any file would have the server read pictures and archives that are not theirs."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    file = {"path": str(secret)} | mark
    arguments = {"image": file, "prompt": "a cat"} if endpoint == "score" else {"archive": file, "name": "Stolen"}
    kind, data = call(app, endpoint, arguments)
    assert kind == "error"
    assert data["error"] is None or "Is no uploaded file" in data["error"]


def call(app: App, endpoint: str, arguments: dict[str, Any]) -> tuple[str, Any]:
    """The last event of a call and its data, as curl reads them."""
    request = urllib.request.Request(
        f"{app.url}/gradio_api/call/v2/{endpoint}",
        json.dumps(arguments).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        event = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{app.url}/gradio_api/call/{endpoint}/{event}", timeout=120) as stream:
        kinds, data = zip(*re.findall(r"^event: (\w+)\ndata: (.*)$", stream.read().decode(), re.M), strict=True)
    return kinds[-1], json.loads(data[-1])


def test_only_the_six_endpoints_are_offered(client: Client) -> None:
    offered = client.view_api(return_format="dict")["named_endpoints"]
    assert set(offered) == {"/leaderboard", "/agreement", "/export", "/score", "/submit", "/status"}
    for name, endpoint in offered.items():
        assert endpoint["description"], name
        listed = re.search(rf"^\| `{name[1:]}` \| (.*?) \|", DOCUMENT, re.M)
        assert listed, f"{name} is documented"
        for parameter in endpoint["parameters"]:
            assert f"`{parameter['parameter_name']}`" in listed[1], (name, parameter["parameter_name"])


def test_many_callers_are_served_one_after_the_other(app: App, folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(scored, [app.url] * 4, [folder / "picture.png"] * 4))
    assert len({json.dumps(answer["answers"]) for answer in answers}) == 1


def scored(url: str, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = Client(url, verbose=False, httpx_kwargs={"timeout": 120}).predict(
        image=handle_file(path), prompt="two red cats left of a car", api_name="/score"
    )
    return found


def test_health_is_sound_once_the_worker_has_started(app: App) -> None:
    deadline = time.monotonic() + 180
    while (found := health(app))[0] != 200 and time.monotonic() < deadline:
        time.sleep(1)
    code, said = found
    assert (code, said["ok"], said["problems"]) == (200, True, [])
    assert said["worker"]["alive"]
    assert said["version"] == "0.1.0"


def health(app: App) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"{app.url}/health", timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
