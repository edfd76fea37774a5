"""Scoring one image: which questions are asked, and how the answers are shown."""

from pathlib import Path

import pytest
from PIL import Image

from core.problems import BadInput, Problem
from core.settings import Settings, get_settings
from model.closed_world.reading import read_closed_world_elements
from model.evaluator.choice import describe_evaluator
from model.evaluator.evaluator import Evaluator
from model.protocol.skills import SKILLS, Dimension, skills_of
from model.scoring.image import open_image, score_image
from model.scoring.page import ScoreHandlers
from model.scoring.score_html import TEMPLATE, problems_html, score_html
from web.html import call_macro

PAGE = ScoreHandlers(list, read_closed_world_elements)
PICTURE = Image.new("RGB", (40, 30), (90, 120, 200))


def test_alignment_is_asked_only_where_there_is_an_element(tiny_evaluator: Evaluator) -> None:
    score = score_image(tiny_evaluator, PICTURE, "two cats", {"alignment.count": "two cats", "alignment.style": "  "})
    asked = [question.skill for question in score.questions]
    assert asked == [*(skill.key for skill in skills_of(Dimension.FAITHFULNESS)), "alignment.count"]
    assert [answer.skill for answer in score.answers] == asked
    assert set(asked) | set(score.skipped) == {skill.key for skill in SKILLS}
    assert score.questions[-1].text == "Count: two cats?"
    assert score.seconds > 0


def test_every_problem_with_the_text_is_named_at_once(tiny_evaluator: Evaluator) -> None:
    with pytest.raises(BadInput) as caught:
        score_image(
            tiny_evaluator,
            PICTURE,
            " ",
            {"faithfulness.body": "x", "nonsense": "y", "alignment.count": "z" * 201},
        )
    assert [problem.code for problem in caught.value.problems] == [
        "no_prompt",
        "unknown_skill",
        "unknown_skill",
        "element_too_long",
    ]


def test_a_users_text_is_escaped(tiny_evaluator: Evaluator) -> None:
    attack = "<script>alert(1)</script>"
    shown = score_html(tiny_evaluator, score_image(tiny_evaluator, PICTURE, attack, {"alignment.object": attack}))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "<script>" not in problems_html([Problem("x", attack, attack)])


def test_the_answers_name_evaluator_protocol_and_skipped_skills(tiny_evaluator: Evaluator) -> None:
    shown = score_html(tiny_evaluator, score_image(tiny_evaluator, PICTURE, "a cat", {"alignment.object": "cat"}))
    assert tiny_evaluator.digest in shown
    assert tiny_evaluator.protocol.digest in shown
    assert shown.count('class="answer"') == 6
    assert "count, colour, style, spatial, action" in shown


def test_only_a_closed_world_evaluator_is_announced_as_one(tiny_checkpoint: Path, settings: Settings) -> None:
    warning = "judges rendered scenes, not photographs"
    assert warning in call_macro(TEMPLATE, "notice", describe_evaluator(settings))
    assert "EVALALIGN_EVALUATOR" in call_macro(TEMPLATE, "notice", describe_evaluator(settings))
    other = settings.model_copy(update={"evaluator": str(tiny_checkpoint), "adapter": "them/<b>lora"})
    assert warning not in call_macro(TEMPLATE, "notice", describe_evaluator(other))
    assert "+ &lt;b&gt;lora" in call_macro(TEMPLATE, "notice", describe_evaluator(other))


@pytest.mark.parametrize(("mode", "suffix"), [("RGBA", ".png"), ("L", ".jpg"), ("P", ".png"), ("RGB", ".webp")])
def test_images_of_every_ordinary_mode_are_scored(
    tmp_path: Path, tiny_evaluator: Evaluator, settings: Settings, mode: str, suffix: str
) -> None:
    path = tmp_path / f"picture{suffix}"
    PICTURE.convert(mode).save(path)
    score = score_image(tiny_evaluator, open_image(path, settings), "x", {})
    assert len(score.answers) == 5


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "big.png"
    PICTURE.save(path)
    with pytest.raises(BadInput, match="larger than 10 bytes"):
        open_image(path, settings.model_copy(update={"max_image_bytes": 10}))
    with pytest.raises(BadInput, match="40 x 30 pixels"):
        open_image(path, settings.model_copy(update={"max_image_pixels": 100}))


@pytest.mark.parametrize("elements", [(None,) * 6, ("",) * 6, (" ",) * 6])
def test_fields_that_are_not_drawn_yet_count_as_empty(
    tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch, elements: tuple[str | None, ...]
) -> None:
    monkeypatch.setenv("EVALALIGN_EVALUATOR", str(tiny_checkpoint))
    get_settings.cache_clear()
    path = tmp_path / "p.png"
    PICTURE.save(path)
    assert "Is empty" in PAGE.score(str(path), None, None, *elements)
    shown = PAGE.score(str(path), "two red cats", None, *elements)
    assert shown.count('class="answer"') == 8, "the prompt is read where nothing is given"
    assert PAGE.score(None, None, None, *elements).count("Upload one first") == 1


def test_corrected_elements_count_until_the_prompt_changes(
    tmp_path: Path, tiny_checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVALALIGN_EVALUATOR", str(tiny_checkpoint))
    get_settings.cache_clear()
    path = tmp_path / "p.png"
    PICTURE.save(path)
    corrected = ("dragon", *[""] * 5)
    assert "dragon" in PAGE.score(str(path), "a cat", "a cat", *corrected)
    assert "dragon" not in PAGE.score(str(path), "a car", "a cat", *corrected)
    assert "dragon" in PAGE.score(str(path), "a cat", None, *corrected), "given by a program, without a page"
