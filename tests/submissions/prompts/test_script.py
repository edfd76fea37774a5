"""The script that authors download: it runs alone, goes on where it was stopped, and makes what our validator wants."""

import csv
import importlib.util
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from core.settings import Settings
from model.protocol.protocol import Protocol, find_protocol
from submissions.prompts.prompts import format_prompts_csv, format_prompts_json, make_generation_script
from submissions.upload.validation import validate_upload
from tests.conftest import tiny_protocol_data
from tests.helpers.drawing_pipeline import DrawingPipeline

PIPELINE = "tests.helpers.drawing_pipeline:DrawingPipeline"


@pytest.fixture(autouse=True)
def fresh_pipeline() -> Iterator[None]:
    DrawingPipeline.calls, DrawingPipeline.fails_after, DrawingPipeline.largest_batch = [], None, 64
    yield
    DrawingPipeline.calls, DrawingPipeline.fails_after, DrawingPipeline.largest_batch = [], None, 64


def downloaded(protocol: Protocol, folder: Path) -> ModuleType:
    """The script as an author gets it, loaded from its file."""
    file = folder / "generate.py"
    file.write_text(make_generation_script(protocol), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("downloaded_generate", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def script(tmp_path: Path, tiny_protocol: Protocol) -> ModuleType:
    return downloaded(tiny_protocol, tmp_path)


def words(out: Path, *more: str) -> list[str]:
    return ["--t2i-model", "me/mine", "--pipeline", PIPELINE, "--device", "cpu", "--out", str(out), *more]


def contents(folder: Path) -> dict[str, bytes]:
    images = folder / "images"
    return {path.relative_to(images).as_posix(): path.read_bytes() for path in sorted(images.rglob("*.*"))}


def test_its_help_needs_neither_torch_nor_diffusers_nor_us(tmp_path: Path, settings: Settings) -> None:
    file = tmp_path / "generate.py"
    file.write_text(make_generation_script(find_protocol("closed-world-v1", settings.data_dir)), encoding="utf-8")
    alone = [sys.executable, "-I", "-S", str(file)]
    shown = subprocess.run([*alone, "--help"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "--t2i-model" in shown.stdout
    assert "220 prompts" in shown.stdout
    refused = subprocess.run([*alone, "--t2i-model", "x", "--batch-size", "0"], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "must be 1 or more" in refused.stderr


def test_the_scripts_archive_passes_validation(
    script: ModuleType, tmp_path: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    out = tmp_path / "mine"
    assert script.main(words(out, "--batch-size", "2", "--seed", "7")) == 0
    for upload in (out / "mine.zip", out / "images"):
        report = validate_upload(upload, tiny_protocol, settings)
        assert report.problems == ()
        assert len(report.images) == len(tiny_protocol.prompts)
    drawn = [text for call in DrawingPipeline.calls for text in call]
    assert drawn == [prompt.text for prompt in tiny_protocol.prompts]
    assert [len(call) for call in DrawingPipeline.calls] == [2, 2, 1]


@pytest.mark.parametrize("form", ["jpg", "webp"])
def test_other_formats_pass_too(
    script: ModuleType, tmp_path: Path, tiny_protocol: Protocol, settings: Settings, form: str
) -> None:
    assert script.main(words(tmp_path / "mine", "--format", form)) == 0
    assert validate_upload(tmp_path / "mine" / "mine.zip", tiny_protocol, settings).ok


def test_an_interrupted_run_resumes_with_the_same_images(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(words(tmp_path / "whole", "--batch-size", "4")) == 0
    DrawingPipeline.calls, DrawingPipeline.fails_after = [], 2
    out = tmp_path / "cut"
    assert script.main(words(out)) == 130
    assert len(contents(out)) == 2
    assert not (out / "cut.zip").exists()
    DrawingPipeline.calls, DrawingPipeline.fails_after = [], None
    assert script.main(words(out, "--batch-size", "3")) == 0
    assert "2 of 5 images are there already" in capsys.readouterr().out
    assert sum(map(len, DrawingPipeline.calls)) == 3
    assert contents(out) == contents(tmp_path / "whole")
    assert (out / "cut.zip").read_bytes() == (tmp_path / "whole" / "whole.zip").read_bytes()


def test_another_seed_into_the_same_folder_is_refused(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(words(tmp_path / "mine")) == 0
    before = contents(tmp_path / "mine")
    assert script.main(words(tmp_path / "mine", "--seed", "1")) == 2
    assert "seed: 0, now 1" in capsys.readouterr().err
    assert contents(tmp_path / "mine") == before
    assert script.main(words(tmp_path / "other", "--seed", "1")) == 0
    assert contents(tmp_path / "other") != before


def test_a_batch_too_large_for_the_memory_is_halved(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    DrawingPipeline.largest_batch = 2
    assert script.main(words(tmp_path / "mine", "--batch-size", "5")) == 0
    assert [len(call) for call in DrawingPipeline.calls] == [2, 2, 1]
    assert "going on with 2 at a time" in capsys.readouterr().err


def test_a_try_makes_the_first_images_and_no_zip(script: ModuleType, tmp_path: Path) -> None:
    assert script.main(words(tmp_path / "mine", "--limit", "2")) == 0
    assert sorted(contents(tmp_path / "mine")) == ["faithfulness/f1.png", "faithfulness/f2.png"]
    assert not (tmp_path / "mine" / "mine.zip").exists()


def test_prompts_reach_the_script_as_they_are(tmp_path: Path, tiny_protocol: Protocol) -> None:
    hostile = '"""\'\\ {x} \n\u2028 \U0001f408 import os'
    first, *rest = tiny_protocol.prompts
    protocol = tiny_protocol.model_copy(update={"prompts": (first.model_copy(update={"text": hostile}), *rest)})
    module = downloaded(protocol, tmp_path)
    assert tuple((p.dimension.value, p.prompt_id, p.text) for p in protocol.prompts) == module.PROMPTS
    assert (protocol.name, protocol.digest) == (module.PROTOCOL, module.DIGEST)


def test_the_prompts_are_the_same_as_csv_and_as_json(tiny_protocol: Protocol) -> None:
    content = json.loads(format_prompts_json(tiny_protocol))
    assert content["digest"] == tiny_protocol.digest
    assert content["prompts"] == list(csv.DictReader(io.StringIO(format_prompts_csv(tiny_protocol))))


def test_a_prompt_is_no_formula_in_a_spreadsheet() -> None:
    data = tiny_protocol_data()
    data["prompts"][0]["text"] = "=1+1"
    protocol = Protocol.parse(data)
    assert next(csv.DictReader(io.StringIO(format_prompts_csv(protocol))))["prompt"] == "'=1+1"
    assert json.loads(format_prompts_json(protocol))["prompts"][0]["prompt"] == "=1+1"
