"""The paper's experiments, each from a data set to its table, on a tiny base and a tiny closed-world data set."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from typer.testing import CliRunner

from core.problems import BadInput
from model.__main__ import app
from model.closed_world.pretraining.scratch import build_llava_next
from model.closed_world.pretraining.tokenizer import train_tokenizer
from model.experiments.plans import EXPERIMENTS
from model.experiments.publish import NOT_RUN, make_section, publish_result, shown_section
from model.experiments.results import CellResult, Result
from model.experiments.run import ExperimentRequest, count_parameters, run_experiments
from model.experiments.tables import CLOSED_WORLD, REAL, result_markdown
from model.protocol.skills import SKILLS, Dimension
from model.training.config import SftConfig
from tests.helpers.baseline_checkpoints import write_clip
from tests.helpers.experiment_data import TESTED, TRAINED, VALIDATED, write_experiment_data
from tests.helpers.paths import ROOT


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_experiment_data(tmp_path_factory.mktemp("experiment-data"))


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second base, with more layers than the tiny checkpoint."""
    folder = tmp_path_factory.mktemp("larger") / "larger"
    torch.manual_seed(1)
    tokenizer = train_tokenizer(["USER: \nBody? ANSWER: -1 0 1 2 3 4"] * 4, vocabulary=320)
    build_llava_next(tokenizer, vision_width=32, language_width=32, layers=3, side=32).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def order(dataset: Path, out: Path, base: Path, *names: str, **recipe: Any) -> ExperimentRequest:
    config = SftConfig(
        base="",
        data=dataset,
        out=out,
        **{"learning_rate": 0.02, "seed": 1} | recipe,
        batch_size=4,
        rank=2,
        alpha=4,
        threads=1,
        precision="float32",
    )
    clip = f"closed-world-clip={out.parent / 'clip'}"
    if not (out.parent / "clip").exists():
        write_clip(out.parent / "clip")
    return ExperimentRequest(
        names, config, bases=(str(base),), sizes=(4, 8, 500), ranks=(3, 2), compared_on=8, baselines=(clip,)
    )


def work(wanted: ExperimentRequest) -> tuple[dict[str, Result], list[str]]:
    """The results by name, and the kinds of work that were done: trainings and scorings by label."""
    tasks: list[str] = []
    results = {
        result.experiment: result
        for result in run_experiments(wanted, lambda doing, done, total: tasks.append(doing.partition(",")[0]))
    }
    return results, list(dict.fromkeys(tasks))


@pytest.fixture(scope="module")
def finished(
    dataset: Path, larger: Path, tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Result], list[str]]:
    """All experiments, done once: where, the results, and what had to be done for them."""
    out = tmp_path_factory.mktemp("experiments") / "runs"
    wanted = replace(order(dataset, out, tiny_checkpoint, *EXPERIMENTS), bases=(str(larger), str(tiny_checkpoint)))
    return out, *work(wanted)


Finished = tuple[Path, dict[str, Result], list[str]]


def test_every_experiment_leaves_its_result_a_table_and_a_plot(finished: Finished) -> None:
    out, results, _ = finished
    assert list(results) == list(EXPERIMENTS)
    for name, result in results.items():
        assert Result.model_validate_json((out / name / "result.json").read_text()) == result
        assert (out / name / "table.md").read_text() == result_markdown(result)
        assert (out / name / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_every_table_says_that_the_closed_world_is_simulated(finished: Finished) -> None:
    for result in finished[1].values():
        assert result.closed_world
        assert CLOSED_WORLD in result_markdown(result)
        real = result.model_copy(update={"closed_world": False})
        assert CLOSED_WORLD not in result_markdown(real)
        assert REAL in result_markdown(real)


def test_zero_shot_compares_the_base_before_and_after_sft(finished: Finished) -> None:
    before, after = finished[1]["zero-shot"].cells
    assert (before.name, before.trained_on, before.key["recipe"]) == ("zero-shot", None, None)
    assert (after.name, after.trained_on) == ("sft", 2 * TRAINED)
    assert before.figures.questions == after.figures.questions
    assert before.figures.skills != after.figures.skills


def test_unseen_models_are_tested_and_seen_ones_validated(finished: Finished) -> None:
    seen, unseen = finished[1]["seen-unseen"].cells
    assert (len(seen.figures.t2i_models), seen.figures.images) == (2, 2 * VALIDATED)
    assert (len(unseen.figures.t2i_models), unseen.figures.images) == (4, 4 * TESTED)
    assert seen.key["recipe"] == unseen.key["recipe"]


def test_set_sizes_end_with_all_images(finished: Finished) -> None:
    cells = finished[1]["set-size"].cells
    assert [(cell.label, cell.trained_on) for cell in cells] == [("4", 4), ("8", 8), ("12", 12)]


def test_bases_come_by_size_with_their_parameters_counted(
    finished: Finished, larger: Path, tiny_checkpoint: Path
) -> None:
    small, large = finished[1]["base-size"].cells
    assert (small.parameters, large.parameters) == (count_parameters(tiny_checkpoint), count_parameters(larger))
    assert small.parameters < large.parameters
    assert large.label == "larger"
    assert small.trained_on == large.trained_on == 8


def test_parameters_are_those_of_the_loaded_base(larger: Path) -> None:
    from transformers import LlavaNextForConditionalGeneration

    loaded = LlavaNextForConditionalGeneration.from_pretrained(larger)
    assert count_parameters(larger) == sum(weight.numel() for weight in loaded.parameters())


def test_ranks_keep_the_proportion_of_alpha(finished: Finished) -> None:
    recipes = [cell.key["recipe"] for cell in finished[1]["rank"].cells]
    assert [(recipe["rank"], recipe["alpha"], recipe["limit"]) for recipe in recipes] == [(2, 4, 8), (3, 6, 8)]


def test_skills_come_in_protocol_order_against_labels_and_truth(finished: Finished) -> None:
    (cell,) = finished[1]["skills"].cells
    keys = [skill.skill for skill in cell.figures.skills]
    assert keys == [skill.key for skill in SKILLS if skill.key in keys]
    assert {key.partition(".")[0] for key in keys} == set(Dimension)
    for skill in cell.figures.skills:
        assert skill.truth_accuracy is not None
        assert f"| `{skill.skill}` | {skill.n} |" in result_markdown(finished[1]["skills"])


def test_the_evaluator_stands_beside_other_metrics_on_the_same_images(finished: Finished) -> None:
    result = finished[1]["baselines"]
    comparison = result.metrics
    assert comparison is not None
    assert (comparison.t2i_models, comparison.images) == (4, 4 * TESTED)
    evaluator, clip = comparison.metrics
    sft = result.cells[0].figures
    assert [evaluator.tau_b(dimension) for dimension in Dimension] == [sft.tau_b(dimension) for dimension in Dimension]
    assert (clip.name, len(clip.digest or "")) == ("closed-world-clip", 64)
    for lead in comparison.differences:
        if lead.difference.value is not None:
            gap = (evaluator.tau_b(lead.dimension).value or 0) - (clip.tau_b(lead.dimension).value or 0)
            assert lead.difference.value == pytest.approx(gap)
    assert {lead.dimension for lead in comparison.differences} == set(Dimension)
    assert "| CLIP, closed world |" in result_markdown(result)


def test_lost_choices_are_scored_again(finished: Finished, dataset: Path, larger: Path, tmp_path: Path) -> None:
    out, before, _ = finished
    shutil.copytree(out, tmp_path / "runs")
    shutil.copytree(out.parent / "clip", tmp_path / "clip")
    shutil.rmtree(tmp_path / "runs" / "choices")
    results, done = work(order(dataset, tmp_path / "runs", larger, "baselines"))
    assert "Scoring after SFT" in done
    assert results["baselines"].metrics == before["baselines"].metrics


def test_three_simulated_annotators_agree_pair_by_pair(finished: Finished) -> None:
    agreement = finished[1]["annotators"].annotators
    assert agreement is not None
    assert len(agreement.pairs) == 3
    assert agreement.kappa == pytest.approx(0.68, abs=0.2)
    groups = [(halves.group, halves.dimension, halves.t2i_models) for halves in agreement.halves]
    assert groups == [(g, d, n) for g, n in (("seen", 2), ("unseen", 4)) for d in Dimension]


def test_what_experiments_share_is_trained_and_scored_once(finished: Finished, tiny_checkpoint: Path) -> None:
    _, _, done = finished
    # All images, once for four experiments; 8 images at rank 2, once for set-size, base-size and rank.
    trained = [what.removeprefix("Training ") for what in done if what.startswith("Training")]
    assert trained == ["after SFT", "4", "8", tiny_checkpoint.name, "3"]
    scored = [what.removeprefix("Scoring ") for what in done if what.startswith("Scoring")]
    assert scored[:-1] == ["zero-shot", "after SFT", "seen", "4", "8", tiny_checkpoint.name, "3"]
    assert scored[-1] == "with CLIP closed world"


def test_done_cells_are_not_done_again(finished: Finished, dataset: Path, larger: Path, tiny_checkpoint: Path) -> None:
    out, before, _ = finished
    again, done = work(
        replace(order(dataset, out, tiny_checkpoint, *EXPERIMENTS), bases=(str(larger), str(tiny_checkpoint)))
    )
    assert done == ["Scoring with CLIP closed world"], "whose scores are looked up in its own run"
    (scores,) = out.glob("baseline-scores/*/scores.jsonl")
    assert len(scores.read_text().splitlines()) == 4 * TESTED
    assert again == before


def test_another_recipe_redoes_what_it_decides_and_nothing_else(
    finished: Finished, dataset: Path, larger: Path, tmp_path: Path
) -> None:
    out, _, _ = finished
    shutil.copytree(out, tmp_path / "runs")
    _, done = work(order(dataset, tmp_path / "runs", larger, "zero-shot", seed=2))
    assert done == ["Training after SFT", "Scoring after SFT"]


def test_another_data_set_redoes_everything(finished: Finished, dataset: Path, larger: Path, tmp_path: Path) -> None:
    out, _, _ = finished
    shutil.copytree(out, tmp_path / "runs")
    shutil.copytree(dataset, tmp_path / "data")
    records = json.loads((tmp_path / "data/test.json").read_text())
    records[0]["conversations"][1]["value"] = "0" if records[0]["conversations"][1]["value"] != "0" else "1"
    (tmp_path / "data/test.json").write_text(json.dumps(records))
    _, done = work(order(tmp_path / "data", tmp_path / "runs", larger, "zero-shot"))
    assert done == ["Scoring zero-shot", "Training after SFT", "Scoring after SFT"]


def test_an_interrupted_experiment_does_what_is_missing(dataset: Path, tiny_checkpoint: Path, tmp_path: Path) -> None:
    def stop_at_scoring(doing: str, done: int, total: int) -> None:
        if doing == "Scoring 8":
            raise KeyboardInterrupt

    wanted = order(dataset, tmp_path, tiny_checkpoint, "set-size")
    with pytest.raises(KeyboardInterrupt):
        list(run_experiments(wanted, stop_at_scoring))
    assert [path.name for path in (tmp_path / "set-size").glob("*.json")] == ["4.json"]
    results, done = work(wanted)
    assert done == ["Scoring 8", "Training 12", "Scoring 12"]
    assert len(results["set-size"].cells) == 3


def test_one_prompt_in_two_is_scored_of_every_t2i_model(
    finished: Finished, dataset: Path, larger: Path, tmp_path: Path
) -> None:
    out, _, _ = finished
    shutil.copytree(out, tmp_path / "runs")
    wanted = replace(order(dataset, tmp_path / "runs", larger, "skills"), every=2)
    results, done = work(wanted)
    assert done == ["Scoring after SFT"], "the adapter is the same"
    (cell,) = results["skills"].cells
    assert (len(cell.figures.t2i_models), cell.figures.images) == (4, 4 * TESTED / 2)
    assert "one prompt in 2" in result_markdown(results["skills"])


def test_all_problems_are_reported_before_the_first_step(dataset: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(dataset, data)
    (data / "validation.json").unlink()
    (data / json.loads((data / "test.json").read_text())[0]["image"]).unlink()
    text = (data / "annotations.csv").read_text().splitlines()
    (data / "annotations.csv").write_text("\n".join([*text[:2], text[1], text[2].rpartition(",")[0] + ",9"]))
    wanted = replace(order(data, tmp_path / "out", tmp_path / "nowhere", "skills", "annotators"))
    with pytest.raises(BadInput) as refusal:
        work(wanted)
    codes = {problem.code for problem in refusal.value.problems}
    assert codes == {"no_checkpoint", "no_file", "missing_image", "duplicate_label", "answer"}
    assert not (tmp_path / "out").exists()


def test_annotators_alone_need_neither_base_nor_images_nor_splits(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    shutil.copy(dataset / "test_annotations.csv", tmp_path / "data")
    results, _ = work(order(tmp_path / "data", tmp_path / "out", tmp_path / "nowhere", "annotators"))
    result = results["annotators"]
    assert not result.closed_world, "nothing said that it is"
    assert result.annotators is not None
    assert {halves.group for halves in result.annotators.halves} == {"unseen"}


def page(folder: Path) -> Path:
    """A page with marks for every experiment beside the folder of results."""
    places = [*EXPERIMENTS, *(f"real/{name}" for name in EXPERIMENTS)]
    text = "\n".join(f"# {place}\n<!-- results:{place} -->\n{NOT_RUN}\n<!-- /results -->" for place in places)
    folder.mkdir()
    folder.with_suffix(".md").write_text(f"Before.\n{text}\nAfter.\n")
    return folder.with_suffix(".md")


def test_published_results_keep_closed_world_and_real_data_apart(finished: Finished, tmp_path: Path) -> None:
    out, results, _ = finished
    folder = tmp_path / "shown"
    shown_in = page(folder)
    closed = results["rank"]
    real = closed.model_copy(update={"closed_world": False})
    for _ in range(2):  # publishing again replaces
        publish_result(closed, out / "rank", folder)
        publish_result(real, out / "rank", folder)
    text = shown_in.read_text()
    assert shown_section(text, "rank") == make_section(closed, folder)
    assert shown_section(text, "real/rank") == make_section(real, folder)
    assert shown_section(text, "skills") == NOT_RUN
    assert text.startswith("Before.\n")
    assert text.endswith("After.\n")
    for place in ("rank", "real/rank"):
        assert {path.name for path in (folder / place).iterdir()} >= {"result.json", "table.md", "plot.png"}


def test_the_command_prints_tables_or_json_and_publishes(
    finished: Finished, dataset: Path, larger: Path, tmp_path: Path
) -> None:
    out, results, _ = finished
    shutil.copytree(out, tmp_path / "runs")
    page(tmp_path / "shown")
    options = ["--data", str(dataset), "--out", str(tmp_path / "runs"), "--base", str(larger), "--batch-size", "4"]
    options += ["--learning-rate", "0.02", "--rank", "2", "--alpha", "4", "--threads", "1", "--precision", "float32"]
    runner = CliRunner()
    printed = runner.invoke(app, ["experiments", "zero-shot", *options, "--publish", str(tmp_path / "shown")])
    assert printed.exit_code == 0, printed.stderr
    assert result_markdown(results["zero-shot"]) in printed.stdout
    assert shown_section((tmp_path / "shown.md").read_text(), "zero-shot") == make_section(
        results["zero-shot"], tmp_path / "shown"
    )
    printed = runner.invoke(app, ["experiments", "skills", *options, "--json"])
    (experiment,) = json.loads(printed.stdout)["experiments"]
    assert Result.model_validate(experiment) == results["skills"]


def test_bad_options_are_refused(dataset: Path, tmp_path: Path) -> None:
    options = ["--data", str(dataset), "--out", str(tmp_path / "out")]
    runner = CliRunner()
    unknown = runner.invoke(app, ["experiments", "nonsense", *options])
    assert (unknown.exit_code, "set-size" in unknown.stderr) == (2, True)
    (tmp_path / "shown").mkdir()
    (tmp_path / "shown.md").write_text("no marks")
    unmarked = runner.invoke(app, ["experiments", "all", *options, "--publish", str(tmp_path / "shown")])
    assert (unmarked.exit_code, len(unmarked.stderr.splitlines())) == (2, 2 * len(EXPERIMENTS))


def test_help_does_not_wait_for_torch() -> None:
    code = "import sys, model.cli.experiments; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_a_cell_of_another_version_is_no_obstacle(
    finished: Finished, dataset: Path, larger: Path, tmp_path: Path
) -> None:
    out, _, _ = finished
    shutil.copytree(out, tmp_path / "runs")
    for path in (tmp_path / "runs").glob("*/*.json"):
        path.write_text("{" if path.name == "zero-shot.json" else path.read_text())
    results, done = work(order(dataset, tmp_path / "runs", larger, "zero-shot"))
    assert done == ["Scoring zero-shot"]
    assert (
        CellResult.model_validate_json((tmp_path / "runs/zero-shot/zero-shot.json").read_text())
        == (results["zero-shot"].cells[0])
    )
