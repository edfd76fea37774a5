"""The closed world as a data set for fine-tuning, and fresh prompts for real T2I models."""

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from core.problem_list import ProblemList
from core.problems import BadInput
from model.__main__ import app
from model.closed_world.dataset import DatasetPlan, write_dataset
from model.closed_world.drawing import draw_files
from model.closed_world.fresh import make_official_records, sample_fresh_prompts
from model.closed_world.protocol import closed_world_protocol, protocol_prompts
from model.closed_world.simulation import SEEN_MODELS, UNSEEN_MODELS, plan_generations
from model.closed_world.truth import name_elements
from model.official.names import ALIGNMENT_NAMES
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY, Dimension
from model.training.config import SftConfig
from model.training.data import read_sft_data

SMALL = DatasetPlan(images_per_model=6, validation=0.2, seed=3)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few images of every seen T2I model, and the whole test split."""
    folder = tmp_path_factory.mktemp("dataset")
    write_dataset(folder, SMALL)
    return folder


def load(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_fine_tuning_reads_the_written_data(dataset: Path, tmp_path: Path) -> None:
    data = read_sft_data(SftConfig(base="any", data=dataset, out=tmp_path), closed_world_protocol(), ProblemList())
    assert data.closed_world
    assert (len(data.train), len(data.validation), data.shared_images) == (8 * 4, 8 * 2, 0)
    for image in (*data.train, *data.validation):
        assert image.t2i_model in {t2i_model.name for t2i_model in SEEN_MODELS}
        with Image.open(image.path) as picture:
            assert picture.size == (224, 224)


def test_splits_are_half_of_each_dimension_and_share_no_prompt(dataset: Path) -> None:
    prompts = {}
    for name in ("train", "validation"):
        images = {record["image"] for record in load(dataset, f"{name}.json")}
        assert sum("/faithfulness-" in image for image in images) == len(images) / 2
        prompts[name] = {image.rpartition("-")[2] for image in images}
        assert len(prompts[name]) == len(images), "every image has a prompt of its own"
    assert not prompts["train"] & prompts["validation"]
    texts = {prompt.text for prompt, _ in protocol_prompts()}
    for dimension in Dimension:
        assert not texts & {prompt.text for prompt, _ in sample_fresh_prompts(dimension, 500, 3)}


def test_an_answer_is_the_median_of_three_labels(dataset: Path) -> None:
    given_labels: dict[tuple[str, str], list[int]] = {}
    for row in rows(dataset, "annotations.csv"):
        assert row["prompt_id"] in row["image"]
        given_labels.setdefault((row["image"], row["skill"]), []).append(int(row["label"]))
    for row in rows(dataset, "test_annotations.csv"):
        given_labels.setdefault((row["image"], row["skill"]), []).append(int(row["label"]))
    records = [record for name in ("train", "validation", "test") for record in load(dataset, f"{name}.json")]
    assert len(records) == len(given_labels) == len(rows(dataset, "truth.csv"))
    for record in records:
        labels = given_labels[record["image"], record["skill"]]
        assert len(labels) == 3
        human, gpt = record["conversations"]
        assert (human["from"], gpt["from"], gpt["value"]) == ("human", "gpt", str(median(labels)))
        assert human["value"].startswith("<image>\n")
    assert len({record["id"] for record in records}) == len(records)
    truth = {(row["image"], row["skill"]): int(row["truth"]) for row in rows(dataset, "truth.csv")}
    assert all(truth[key] in SKILL_BY_KEY[key[1]].options for key in given_labels)
    assert any(truth[key] != median(labels) for key, labels in given_labels.items()), "annotators err"


def test_the_card_counts_and_marks_everything_as_simulated(dataset: Path) -> None:
    card = load(dataset, "dataset.json")
    assert (card["closed_world"], card["simulated"]) == (True, True)
    assert card["protocol_digest"] == closed_world_protocol().digest
    assert {name: split["images"] for name, split in card["splits"].items()} == {
        "train": 32,
        "validation": 16,
        "test": 16 * 220,
    }
    assert card["kappa"]["all"] == pytest.approx(0.68, abs=0.03)
    assert "simulated" in (dataset / "README.md").read_text(encoding="utf-8")


def test_the_test_split_is_of_unseen_models_only(dataset: Path) -> None:
    unseen = {t2i_model.name for t2i_model in UNSEEN_MODELS}
    records = load(dataset, "test.json")
    assert {record["t2i_model"] for record in records} == unseen
    questions = sum(len(closed_world_protocol().questions_for(prompt)) for prompt in closed_world_protocol().prompts)
    assert load(dataset, "dataset.json")["splits"]["test"]["questions"] == len(records) == 16 * questions
    assert {row["t2i_model"] for row in rows(dataset, "test_annotations.csv")} == unseen
    assert not {row["t2i_model"] for row in rows(dataset, "annotations.csv")} & unseen
    assert all((dataset / image).is_file() for image in {record["image"] for record in records})


def test_the_same_seed_gives_the_same_bytes_by_any_processes(dataset: Path, tmp_path: Path) -> None:
    write_dataset(tmp_path / "again", replace(SMALL, test=False), workers=2)
    again, before = digests(tmp_path / "again"), digests(dataset)
    differing = {name for name in again if again[name] != before[name]}
    assert differing == {"README.md", "dataset.json", "truth.csv"}, "these speak of the test split too"
    write_dataset(tmp_path / "other", replace(SMALL, test=False, seed=4))
    assert not {*digests(tmp_path / "other" / "images").values()} & {*before.values()}


def test_files_are_drawn_in_order(tmp_path: Path) -> None:
    planned = list(plan_generations(SEEN_MODELS[0]))[:5]
    paths = [tmp_path / f"{number}.png" for number in range(5)]
    assert list(draw_files([(plan.scene, path) for plan, path in zip(planned, paths, strict=True)])) == paths
    for plan, path in zip(planned, paths, strict=True):
        with Image.open(path) as picture:
            assert picture.tobytes() == plan.draw().image.tobytes()


def test_a_full_folder_and_an_impossible_plan_are_refused_together(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(BadInput) as refusal:
        write_dataset(tmp_path, DatasetPlan(images_per_model=2))
    assert [problem.code for problem in refusal.value.problems] == ["target_exists", "images_per_model"]
    with pytest.raises(BadInput) as refusal:
        write_dataset(tmp_path / "new", DatasetPlan(validation=1.5))
    assert [problem.code for problem in refusal.value.problems] == ["validation"]
    assert [path.name for path in tmp_path.rglob("*")] == ["mine.txt"]


@settings(max_examples=20)
@given(st.sampled_from(Dimension), st.integers(0, 10**6), st.integers(0, 40))
def test_fresh_prompts_are_distinct_and_independent_of_their_number(
    dimension: Dimension, seed: int, number: int
) -> None:
    prompts = sample_fresh_prompts(dimension, number, seed)
    assert len({prompt.text for prompt, _ in prompts}) == len({prompt.prompt_id for prompt, _ in prompts}) == number
    assert all(prompt.prompt_id.startswith(f"s{seed}_") for prompt, _ in prompts)
    assert prompts == sample_fresh_prompts(dimension, 40, seed)[:number]
    for prompt, spec in prompts:
        assert prompt.elements == (name_elements(spec) if dimension is Dimension.ALIGNMENT else {})


def test_fresh_prompts_come_in_the_official_shape(tiny_protocol: Protocol) -> None:
    records = make_official_records(200, 5, tiny_protocol)
    for record in records:
        assert list(record) == ["prompt_id", "prompt", "result_info", "question_info"]
        assert list(record["result_info"]) == list(ALIGNMENT_NAMES.values())
        elements = {key for key, named in record["result_info"].items() if named != "none"}
        assert set(record["question_info"]) == elements
        for key, question in record["question_info"].items():
            assert question.startswith("<image>\n")
            assert record["result_info"][key] in question
    spoken = {key for record in records for key in record["question_info"]}
    assert spoken == set(ALIGNMENT_NAMES.values())


def test_the_commands_write_once_and_report(tmp_path: Path) -> None:
    runner = CliRunner()
    arguments = ["--out", str(tmp_path / "data"), "--images-per-model", "4", "--no-test", "--json"]
    written = runner.invoke(app, ["world", "dataset", *arguments])
    assert written.exit_code == 0
    assert json.loads(written.stdout)["splits"]["train"]["images"] == 16
    assert runner.invoke(app, ["world", "dataset", *arguments]).exit_code == 2
    prompts = ["world", "prompts", "--number", "7", "--out", str(tmp_path / "p" / "prompts.json")]
    assert runner.invoke(app, prompts).exit_code == 0
    assert len(load(tmp_path, "p/prompts.json")) == 7
    refused = runner.invoke(app, prompts)
    assert (refused.exit_code, "Is there already" in refused.stderr) == (2, True)
