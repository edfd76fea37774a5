"""A board of four T2I models whose answers differ in known ways, large enough for intervals and pages."""

from leaderboard.store.database import Database
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from tests.conftest import tiny_protocol_data
from tests.helpers.filled import Judge, add_evaluator, add_submission, publish

STRENGTHS = {"Sharp": 4, "Middling": 3, "Blurred": 1, "Equal to Blurred": 1}
"""Points for faithfulness questions, except that every third prompt gets one more or less."""


def wide_protocol(prompts: int = 20) -> Protocol:
    """So many prompts of either dimension; f0 is about a hat, f1 about two cats, the others are numbered."""
    data = tiny_protocol_data()
    texts = ["a man in a hat", "two cats, <b>bold</b>", *(f"scene number {n}" for n in range(2, prompts))]
    faithful = [{"prompt_id": f"f{n}", "dimension": "faithfulness", "text": text} for n, text in enumerate(texts)]
    aligned = [
        {
            "prompt_id": f"a{n}",
            "dimension": "alignment",
            "text": f"{n} cats, flat",
            "elements": {"alignment.count": f"{n} cats", "alignment.style": "flat"},
        }
        for n in range(prompts)
    ]
    return Protocol.parse(data | {"name": "wide-v1", "title": "Wide", "prompts": faithful + aligned})


def judge_of(name: str) -> Judge:
    points = STRENGTHS[name]

    def judge(prompt_id: str, question: Question) -> int:
        if prompt_id == "f0" and question.skill == "faithfulness.hand" and name == "Sharp":
            return -1
        if name == "Blurred" and prompt_id == "f7":
            return min(4, question.options[-1])
        wobble = 1 if int(prompt_id[1:]) % 3 == 0 and name == "Middling" else 0
        return min(max(points - wobble, 0), question.options[-1])

    return judge


def fill(database: Database, protocol: Protocol) -> str:
    """All four on the board `wide`; gives the evaluator's digest."""
    evaluator = add_evaluator(database, protocol, 1)
    for name in STRENGTHS:
        submission, _ = add_submission(database, protocol, name)
        publish(database, protocol, submission, evaluator, judge_of(name))
    return evaluator
