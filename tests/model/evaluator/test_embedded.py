"""The evaluator that ships: small, honest about what it judges, and examined; what its exam says is so."""

import json

import pytest

from core.settings import get_settings
from model.closed_world.simulation import UNSEEN_MODELS
from model.evaluator.choice import EMBEDDED
from model.evaluator.evaluator import Evaluator
from model.evaluator.shared import shared_evaluator
from model.exam.examination import examine
from model.exam.record import exam_verdicts, read_exams
from model.exam.report import ExamReport
from model.exam.writing import report_markdown
from model.protocol.skills import SKILLS
from tests.helpers.paths import ROOT

SHOWN = ROOT / "docs" / "exam"
"""Written by `python -m model exam embedded --save --out docs/exam`."""


@pytest.fixture(scope="module")
def evaluator() -> Evaluator:
    return shared_evaluator(get_settings())


@pytest.fixture(scope="module")
def committed(evaluator: Evaluator) -> ExamReport:
    exams = read_exams(EMBEDDED)
    assert evaluator.digest in exams, "the committed exam is not of this evaluator under this protocol"
    return exams[evaluator.digest]


def test_the_embedded_evaluator_is_small_and_marked_as_closed_world(evaluator: Evaluator) -> None:
    assert sum(path.stat().st_size for path in EMBEDDED.rglob("*")) < 60 * 1024 * 1024
    assert evaluator.closed_world


def test_the_embedded_evaluator_passed_the_whole_exam(evaluator: Evaluator, committed: ExamReport) -> None:
    assert not committed.quick
    assert committed.t2i_models == tuple(t2i_model.name for t2i_model in UNSEEN_MODELS)
    assert [own.skill for own in committed.skills] == [skill.key for skill in SKILLS]
    assert committed.thresholds == evaluator.protocol.exam
    assert committed.failures == ()
    assert exam_verdicts("embedded", None)[evaluator.digest] is True


def test_a_quick_exam_agrees_with_the_committed_one(evaluator: Evaluator, committed: ExamReport) -> None:
    fresh = examine(evaluator, t2i_models=UNSEEN_MODELS[1::4], quick=True)
    assert fresh.mean_accuracy == pytest.approx(committed.mean_accuracy, abs=0.06)
    for again, before in zip(fresh.skills, committed.skills, strict=True):
        assert again.accuracy == pytest.approx(before.accuracy, abs=0.15), again.skill
    for order in fresh.tau_b:
        assert order.value is not None
        assert order.value > 0.6, order


def test_the_documentation_shows_the_committed_exam(committed: ExamReport) -> None:
    assert json.loads((SHOWN / "report.json").read_text()) == committed.as_dict()
    assert (SHOWN / "report.md").read_text() == report_markdown(committed)
    assert {path.name for path in SHOWN.glob("*.png")} == {"reliability.png", "order.png"}
