"""Score one image for programs: a named endpoint of Gradio's API, documented in docs/api.md."""

from typing import Any

import gradio as gr
from gradio.events import api

from core.problems import BadInput, OutOfMemory
from core.settings import get_settings
from model.evaluator.shared import shared_evaluator
from model.scoring.as_json import image_json
from model.scoring.image import open_image, score_image
from model.scoring.prompt_reading import ElementReader, read_elements
from web.endpoint import endpoint, uploaded_path

EVALUATOR: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "evaluator"}
"""One image at a time, in one queue: the page and the API share the evaluator."""


def build(read_closed_world: ElementReader) -> None:
    """Offer the endpoint in the current Blocks context; `read_closed_world` reads the prompts of rendered scenes."""

    @endpoint
    def score(image: gr.FileData, prompt: str, elements: dict[str, str] | None = None) -> dict[str, Any]:
        """Score one image against the prompt it was made for: every skill that applies is answered, with probabilities.

        Args:
            image: A PNG, JPEG or WebP file.
            prompt: The text that the image was made for.
            elements: What the prompt asks, by alignment skill; read from the prompt's words where left out.

        Returns:
            answers, skipped, evaluator, evaluator_name, closed_world, protocol and seconds
        """
        settings = get_settings()
        picture = open_image(uploaded_path(image, "image"), settings)
        evaluator = shared_evaluator(settings)
        if elements is None:
            elements = (read_closed_world if evaluator.closed_world else read_elements)(prompt)
        try:
            return image_json(evaluator, score_image(evaluator, picture, prompt, elements))
        except OutOfMemory as error:
            raise BadInput.one("out_of_memory", "evaluator", str(error)) from error

    api(score, api_name="score", **EVALUATOR)
