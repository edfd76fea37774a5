"""The evaluator that ships: what its record says of it is so, and it has learned."""

import json
import re
from pathlib import Path

import pytest

from model.evaluator import EMBEDDED, Evaluator, shared_evaluator
from model.exam import exam
from model.settings import get_settings
from model.skills import SKILLS
from model.world.simulation import SIMULATED_MODELS, generate

DOCUMENT = Path(__file__).parent.parent / "docs" / "closed-world.md"
EXAM = json.loads((EMBEDDED / "exam.json").read_text())


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    return shared_evaluator(get_settings())


def test_it_is_small_and_says_that_it_judges_rendered_scenes(evaluator: Evaluator) -> None:
    assert sum(path.stat().st_size for path in EMBEDDED.iterdir()) < 25 * 1024 * 1024
    assert evaluator.closed_world
    record = json.loads((EMBEDDED / "training_record.json").read_text())
    assert record["protocol"]["digest"] == evaluator.protocol.digest
    assert record["log"][-1]["step"] == -(-record["config"]["images"] // record["config"]["batch_size"])


def test_on_pictures_it_has_not_seen_it_beats_the_commonest_answer_at_every_skill(evaluator: Evaluator) -> None:
    rows = exam(evaluator, 400, seed="another exam")
    assert [row.skill for row in rows] == [skill.key for skill in SKILLS]
    for row in rows:
        assert row.accuracy > row.commonest + 0.05, row
        assert row.weighted_kappa > 0.2, row


def test_the_committed_exam_is_of_this_evaluator(evaluator: Evaluator) -> None:
    assert EXAM["evaluator"] == evaluator.digest
    fresh = {row.skill: row for row in exam(evaluator, 128)}
    for row in EXAM["rows"]:
        assert row["accuracy"] == pytest.approx(fresh[row["skill"]].accuracy, abs=0.12)


def test_the_documentation_shows_the_committed_exam() -> None:
    shown = re.findall(r"^\| `([\w.]+)` \| (\d+) \| ([\d.]+) \| ([\d.]+) \| (-?[\d.]+) \|", DOCUMENT.read_text(), re.M)
    wanted = [
        (row["skill"], str(row["n"]), *(f"{row[key]:.3f}" for key in ("accuracy", "commonest", "weighted_kappa")))
        for row in EXAM["rows"]
    ]
    assert shown == wanted


def test_it_orders_simulated_models_as_the_truth_does(evaluator: Evaluator) -> None:
    shares = []
    for t2i_model in SIMULATED_MODELS[::3]:
        generations = list(generate(t2i_model))[60:160]
        answers = evaluator.answer(
            [generation.image for generation in generations],
            [evaluator.protocol.questions_for(generation.prompt) for generation in generations],
        )
        counted = [answer.choice for own in answers for answer in own if answer.choice >= 0]
        shares.append(sum(counted) / len(counted))
    assert shares == sorted(shares, reverse=True)
