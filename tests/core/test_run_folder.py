"""A run's folder: one configuration, whole files only, and a log that goes on where the run does."""

from pathlib import Path

import pytest

from core.problems import BadInput
from core.run_folder import LOG, RunFolder

CONFIG = {"seed": 1, "threads": 2, "start": None}


def test_a_folder_is_resumed_with_its_configuration_only(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.adopt(CONFIG)
    RunFolder(tmp_path / "run").adopt(CONFIG | {"threads": 8}, ignored={"threads"})
    with pytest.raises(BadInput, match=r"other settings \(seed, threads\)"):
        folder.adopt(CONFIG | {"threads": 8, "seed": 2})
    with pytest.raises(BadInput, match=r"other settings \(data\)"):
        folder.adopt(CONFIG | {"data": "other"})


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("keep me")
    for path in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(BadInput, match="Is not empty and holds no run"):
            RunFolder(path).adopt(CONFIG)
    assert (tmp_path / "thesis.txt").read_text() == "keep me"


def test_a_broken_configuration_is_another_run(tmp_path: Path) -> None:
    for content in ("{", "[]"):
        (tmp_path / "config.json").write_text(content)
        with pytest.raises(BadInput, match="other settings"):
            RunFolder(tmp_path).adopt(CONFIG)


def write_half(path: Path) -> None:
    path.write_text("half")
    raise KeyboardInterrupt


def test_a_write_that_fails_leaves_the_earlier_content(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    with folder.replace("state") as draft:
        draft.write_text("first")
    with pytest.raises(KeyboardInterrupt), folder.replace("state") as draft:
        write_half(draft)
    assert (tmp_path / "state").read_text() == "first"
    with folder.replace("state") as draft:
        assert not draft.exists()
        draft.mkdir()
        (draft / "weights").write_text("second")
    with folder.replace("state") as draft:
        draft.mkdir()
    assert list(tmp_path.iterdir()) == [tmp_path / "state"]
    assert list((tmp_path / "state").iterdir()) == []


def test_the_log_is_rewound_to_the_checkpoint(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.rewind_log(0)
    folder.append_lines(LOG, [{"step": step} for step in (1, 2, 3)])
    with (tmp_path / LOG).open("a") as log:
        log.write('{"step": 4')
    assert [entry["step"] for entry in folder.resume_lines(LOG)] == [1, 2, 3]
    folder.rewind_log(2)
    folder.append_lines(LOG, [{"step": 3, "again": True}])
    assert folder.resume_lines(LOG) == [{"step": 1}, {"step": 2}, {"step": 3, "again": True}]
