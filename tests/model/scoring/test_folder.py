"""A folder of images: which prompt each is for, what it is asked, and what is refused before anything is scored."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.problems import BadInput
from core.settings import Settings
from model.__main__ import app
from model.evaluator.evaluator import Evaluator
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension
from model.scoring.as_json import folder_json
from model.scoring.folder import plan_folder, score_folder
from tests.conftest import tiny_protocol_data
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.small_golden import picture

run = partial(run_command, app, code=0)
run_json = partial(run_json_command, app)


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        picture("wide").save(folder / name)
    return folder


def skills(document: dict[str, Any], image: str) -> list[str]:
    (entry,) = [entry for entry in document["images"] if entry["image"] == image]
    return [answer["skill"] for answer in entry["answers"]]


def test_an_image_gets_the_questions_of_its_prompt(
    tmp_path: Path, tiny_evaluator: Evaluator, settings: Settings
) -> None:
    fill(tmp_path, "f1.png", "a2.jpg", "alignment/a3.png", "stranger.webp")
    plan = plan_folder(tmp_path, tiny_evaluator.protocol, settings)
    steps: list[tuple[int, int]] = []
    document = folder_json(
        tiny_evaluator, score_folder(tiny_evaluator, plan, settings, lambda *step: steps.append(step))
    )
    faithfulness = [key for key in document["skills"] if key.startswith("faithfulness")]
    assert skills(document, "f1.png") == skills(document, "stranger.webp") == faithfulness
    assert skills(document, "a2.jpg") == ["alignment.spatial", "alignment.action"]
    assert skills(document, "alignment/a3.png") == ["alignment.object"]
    assert document["images"][0]["prompts"] == [{"dimension": "alignment", "prompt_id": "a2"}]
    assert document["without_prompt"] == ["stranger.webp"]
    assert document["prompts_without_image"] == {"faithfulness": ["f2"], "alignment": ["a1"]}
    assert steps == [(4, 4)]
    wanted = tiny_evaluator.protocol.questions_for(tiny_evaluator.protocol.prompts_of(Dimension.FAITHFULNESS)[0])
    alone = tiny_evaluator.answer([picture("wide")], [wanted])[0]
    (entry,) = [entry for entry in document["images"] if entry["image"] == "f1.png"]
    assert [answer["choice"] for answer in entry["answers"]] == [answer.choice for answer in alone]


def test_skill_scores_leave_minus_one_out(tmp_path: Path, tiny_evaluator: Evaluator, settings: Settings) -> None:
    plan = plan_folder(fill(tmp_path, "f1.png", "f2.png"), tiny_evaluator.protocol, settings)
    score = score_folder(tiny_evaluator, plan, settings)
    for key, (mean, n) in score.skill_scores().items():
        choices = [a.choice for answers in score.answers for a in answers if a.skill == key and a.choice >= 0]
        assert n == len(choices)
        assert mean == (sum(choices) / n if n else None)


def test_a_name_in_both_dimensions_gets_the_questions_of_both(tmp_path: Path, settings: Settings) -> None:
    data = tiny_protocol_data()
    data["prompts"][0]["prompt_id"] = "a3"
    (image,) = plan_folder(fill(tmp_path, "a3.png"), Protocol.parse(data), settings).images
    assert [prompt.dimension for prompt in image.prompts] == [Dimension.FAITHFULNESS, Dimension.ALIGNMENT]
    assert len(image.questions) == 6


def test_every_problem_of_a_folder_is_named_at_once(
    tmp_path: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    fill(tmp_path, "f1.png", "f1.jpg", "alignment/f2.png", "a1.png")
    (tmp_path / "broken.png").write_text("no image")
    with pytest.raises(BadInput) as caught:
        plan_folder(tmp_path, tiny_protocol, settings)
    reported = {(problem.code, problem.where) for problem in caught.value.problems}
    assert reported == {
        ("two_images", "f1.jpg, f1.png"),
        ("no_prompt", "alignment/f2.png"),
        ("not_an_image", "broken.png"),
    }


def test_a_folder_without_images_is_refused(tmp_path: Path, tiny_protocol: Protocol, settings: Settings) -> None:
    (tmp_path / ".hidden.png").write_text("")
    with pytest.raises(BadInput, match="Holds no images"):
        plan_folder(tmp_path, tiny_protocol, settings)


def test_questions_that_quote_the_prompt_need_one(tmp_path: Path, settings: Settings) -> None:
    data = tiny_protocol_data()
    data["questions"]["faithfulness.body"]["template"] = "Body of {prompt}?"
    with pytest.raises(BadInput, match="whose questions quote it"):
        plan_folder(fill(tmp_path, "stranger.png"), Protocol.parse(data), settings)


def test_a_folder_is_scored_from_the_command_line(
    tmp_path: Path, tiny_checkpoint: Path, tiny_protocol_file: Path
) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    fill(folder, "f1.png", "stranger.png")
    options = ["--evaluator", str(tiny_checkpoint), "--protocol", str(tiny_protocol_file)]
    out = tmp_path / "answers.json"
    document = run_json("score", folder, *options, "--out", out)
    assert document == json.loads(out.read_text())
    assert {"images", "skills", "evaluator", "protocol", "seconds"} <= set(document)
    assert "Is there already" in run("score", str(folder), *options, "--out", str(out), code=2).stderr
    refused = run("score", str(folder), "--prompt", "x", "--element", "a=b", code=2).stderr
    assert "--prompt: Is for one image" in refused
    assert "--element: Is for one image" in refused
    refused = run("score", str(folder / "f1.png"), "--out", "x.json", code=2).stderr
    assert "--prompt: Is missing" in refused
    assert "--out: Is for a folder" in refused
