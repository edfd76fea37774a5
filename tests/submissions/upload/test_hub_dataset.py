"""An upload by name: a dataset on a hub, fetched at one commit, and every way in which that can be refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.problems import BadInput
from core.settings import Settings
from model.protocol.protocol import Protocol
from submissions.upload.hub_dataset import HubDataset, fetch_dataset
from submissions.upload.validation import validate_upload
from tests.helpers.hub_server import Hub, hub_server
from tests.helpers.uploads import sound_files, write_zip

CARD = {"README.md": b"# Mine", ".gitattributes": b"*.png filter=lfs"}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with hub_server() as served:
        monkeypatch.setenv("HF_ENDPOINT", served.address)
        yield served


def refusal(dataset: HubDataset, settings: Settings) -> set[str]:
    with pytest.raises(BadInput) as refused, fetch_dataset(dataset, settings):
        pass
    assert not any((settings.data_dir / "staging").iterdir()), "nothing is kept"
    return {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("name", "revision", "dataset"),
    [
        ("me/mine", "", HubDataset("me/mine", "main")),
        (" me/mine ", " v1 ", HubDataset("me/mine", "v1")),
        ("hf://datasets/me/mine@refs/pr/2", "", HubDataset("me/mine", "refs/pr/2")),
        ("me/mine@v1", "v2", HubDataset("me/mine", "v2")),
        ("https://huggingface.co/datasets/me/mine", "", HubDataset("me/mine", "main")),
        ("https://huggingface.co/datasets/me/mine/tree/v1/", "", HubDataset("me/mine", "v1")),
    ],
)
def test_a_dataset_is_named_as_people_find_it(name: str, revision: str, dataset: HubDataset) -> None:
    assert HubDataset.parse(name, revision) == dataset


@pytest.mark.parametrize("name", ["", "mine", "a/b/c", "../x", "/etc/passwd", "me/mine; rm", "http://169.254.0.1/x/y"])
def test_a_bad_dataset_name_and_revision_are_refused_together(name: str) -> None:
    with pytest.raises(BadInput) as refused:
        HubDataset.parse(name, "../../x")
    assert {problem.code for problem in refused.value.problems} == {"bad_dataset", "bad_revision"}


@pytest.mark.parametrize("top", ["", "data/images/"])
def test_a_dataset_is_fetched_at_its_branchs_commit(
    hub: Hub, tiny_protocol: Protocol, settings: Settings, monkeypatch: pytest.MonkeyPatch, top: str
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_ours")
    files = {f"{top}{name}": content for name, content in sound_files(tiny_protocol).items()}
    repository = hub.dataset("me/mine")
    first = repository.commit(CARD | files)
    repository.commit(CARD | {"faithfulness/later.png": b"x"})
    repository.refs["v1"] = first
    with fetch_dataset(HubDataset("me/mine", "v1"), settings) as (path, pinned):
        report = validate_upload(path, tiny_protocol, settings)
        assert report.ok, report.problems
        assert pinned == HubDataset("me/mine", first)
        assert pinned.address == f"{hub.address}/datasets/me/mine/tree/{first}"
    assert not path.exists()
    assert not any("README" in path for path in hub.requests), "only images are fetched"
    assert hub.tokens == [], "what only we may read stays unread"


def test_a_zip_in_a_dataset_is_as_good(hub: Hub, tmp_path: Path, tiny_protocol: Protocol, settings: Settings) -> None:
    archive = write_zip(tmp_path / "all.zip", sound_files(tiny_protocol))
    commit = hub.dataset("me/mine").commit(CARD | {"packed/all.zip": archive.read_bytes()})
    with fetch_dataset(HubDataset("me/mine", commit), settings) as (path, _pinned):
        report = validate_upload(path, tiny_protocol, settings)
        assert report.ok
        assert report.digest == validate_upload(archive, tiny_protocol, settings).digest


def test_problems_inside_a_dataset_are_found_by_validation(
    hub: Hub, tiny_protocol: Protocol, settings: Settings
) -> None:
    files = sound_files(tiny_protocol) | {"faithfulness/f1.png": b"text", "alignment/deep/er.png": b"x"}
    hub.dataset("me/mine").commit({name: files[name] for name in files if name != "alignment/a3.png"})
    with fetch_dataset(HubDataset("me/mine", "main"), settings) as (path, _pinned):
        codes = {problem.code for problem in validate_upload(path, tiny_protocol, settings).problems}
    assert codes == {"not_an_image", "misplaced_file", "missing_prompts"}


def test_refusals_of_the_hub_are_explained(hub: Hub, settings: Settings) -> None:
    hub.dataset("me/mine").commit(CARD)
    hub.dataset("me/gated").gated = True
    assert refusal(HubDataset("me/none", "main"), settings) == {"hub_not_found"}
    assert refusal(HubDataset("me/mine", "v9"), settings) == {"hub_no_revision"}
    assert refusal(HubDataset("me/gated", "main"), settings) == {"hub_not_open"}
    assert refusal(HubDataset("me/mine", "main"), settings) == {"no_upload_in_dataset"}


def test_an_unreachable_hub_is_reported(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    assert refusal(HubDataset("me/mine", "main"), settings) == {"hub_unreachable"}


def test_caps_are_kept_before_the_first_byte_is_fetched(hub: Hub, tiny_protocol: Protocol, settings: Settings) -> None:
    files = sound_files(tiny_protocol)
    dataset = HubDataset("me/mine", hub.dataset("me/mine").commit(files))
    small = max(map(len, files.values())) - 1
    caps = settings.model_copy(update={"max_image_bytes": small, "max_archive_bytes": 2 * small})
    assert refusal(dataset, caps) == {"file_too_large", "archive_too_large"}
    many = {f"notes/{number}.txt": b"x" for number in range(200)}
    listed = HubDataset("me/many", hub.dataset("me/many").commit(files | many))
    assert refusal(listed, settings.model_copy(update={"max_archive_entries": 50})) == {"too_many_entries"}
    assert not any("/resolve/" in path for path in hub.requests)


def test_two_pairs_of_folders_leave_it_open_which_is_meant(
    hub: Hub, tiny_protocol: Protocol, settings: Settings
) -> None:
    files = sound_files(tiny_protocol)
    hub.dataset("me/mine").commit(files | {f"old/{name}": content for name, content in files.items()})
    assert refusal(HubDataset("me/mine", "main"), settings) == {"no_upload_in_dataset"}
