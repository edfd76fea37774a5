"""Scoring one image for programs: a named endpoint of Gradio's API, documented in docs/api.md."""

from typing import Any

import gradio as gr
from gradio.events import api

from core.problems import BadInput, OutOfMemory
from core.settings import get_settings
from model.evaluator.shared import shared_evaluator
from model.scoring.as_json import image_json
from model.scoring.image import open_image, score_image
from model.scoring.prompt_reading import read_elements
from web.endpoint import endpoint, uploaded

EVALUATOR: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "evaluator"}
"""One image at a time, whoever asks, in one queue: the page and the API share the evaluator."""


def build() -> None:
    """Offer the endpoint in the current Blocks context."""
    api(score, api_name="score", **EVALUATOR)


@endpoint
def score(image: gr.FileData, prompt: str, elements: dict[str, str] | None = None) -> dict[str, Any]:
    """Score one image against the prompt it was made for: an answer with probabilities for every skill that applies.

    Args:
        image: A PNG, JPEG or WebP file.
        prompt: The text that the image was made for.
        elements: What the prompt asks, by alignment skill; read from the prompt's words where left out.

    Returns:
        answers, skipped, evaluator, evaluator_name, closed_world, protocol and seconds
    """
    settings = get_settings()
    picture = open_image(uploaded(image, "image"), settings)
    evaluator = shared_evaluator(settings)
    asked = read_elements(prompt, closed_world=evaluator.closed_world) if elements is None else elements
    try:
        found = score_image(evaluator, picture, prompt, asked)
    except OutOfMemory as error:
        raise BadInput.one("out_of_memory", "evaluator", str(error)) from error
    return image_json(evaluator, found)
