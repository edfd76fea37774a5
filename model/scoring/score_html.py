"""Render one image's answers as HTML; the template is `score.html`."""

import json
from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.problems import Problem
from model.protocol.skills import SKILL_BY_KEY
from model.scoring.as_json import image_json
from model.scoring.image import ImageScore
from web.html import call_macro

if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator

TEMPLATE = "model/scoring/score.html"


def problems_html(problems: Sequence[Problem]) -> str:
    """Render the reasons why nothing was scored."""
    return call_macro(TEMPLATE, "refusal", problems)


def score_html(evaluator: "Evaluator", score: ImageScore) -> str:
    """Render the answers by dimension, the skipped skills, the questions as sent, and a download of it all."""
    document = json.dumps(image_json(evaluator, score), ensure_ascii=False, indent=2, allow_nan=False)
    file = f"data:application/json;base64,{b64encode(document.encode()).decode()}"
    return call_macro(TEMPLATE, "score", evaluator, score, SKILL_BY_KEY, file)
