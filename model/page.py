"""The page on which anyone scores one image."""

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context
from PIL import Image

from model.batching import OutOfMemory
from model.evaluator import evaluator_facts, shared_evaluator
from model.page_image import ImageFile
from model.problems import BadInput, Problem
from model.score_html import notice_html, problems_html, score_html
from model.scoring import open_image, score_image
from model.settings import get_settings
from model.skills import Dimension, skills_of
from model.world.reading import read_elements
from model.world.simulation import examples

CSS = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")

EMPTY = '<div class="empty">The answers appear here. Click an example, or upload an image with its prompt.</div>'

_ALIGNMENT = skills_of(Dimension.ALIGNMENT)
_PLACEHOLDERS = {
    "alignment.object": "cat, car",
    "alignment.count": "two cats",
    "alignment.color": "red car",
    "alignment.style": "watercolour",
    "alignment.spatial": "cat left of car",
    "alignment.action": "waving a flag",
}


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    read_from = gr.State(None)
    notice = gr.HTML(css_template=CSS, js_on_load=None, apply_default_css=False)
    scenes = gr.Gallery(
        label="Rendered scenes to try",
        type="pil",
        columns=8,
        height="auto",
        object_fit="contain",
        allow_preview=False,
        buttons=[],
        elem_id="score-examples",
    )
    with gr.Row():
        with gr.Column(scale=2, min_width=300):
            image = ImageFile(
                label="Image",
                format="png",
                sources=["upload", "clipboard"],
                height=320,
                elem_id="score-image",
                alt_text="The image to be scored",
            )
            prompt = gr.Textbox(
                label="Prompt",
                info="The text the image was made for.",
                placeholder="two red cats left of one car",
                lines=2,
                max_length=1000,
                elem_id="score-prompt",
            )
            with gr.Accordion("What the prompt asks for", open=False):
                gr.Markdown("Read from the prompt's words; correct it where the reading missed something.")
                elements = [
                    gr.Textbox(
                        label=skill.label, info=skill.meaning, placeholder=_PLACEHOLDERS[skill.key], max_length=200
                    )
                    for skill in _ALIGNMENT
                ]
            button = gr.Button("Score", variant="primary", elem_id="score-button")
        with gr.Column(scale=3, min_width=320):
            result = gr.HTML(EMPTY, css_template=CSS, js_on_load=None, apply_default_css=False, elem_id="score-result")
    private: dict[str, Any] = {"api_visibility": "private"}
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(show_notice, None, [notice], show_progress="hidden", **private)
    opened.load(show_scenes, None, [scenes], show_progress="hidden", **private)
    scenes.select(pick_scene, None, [image, prompt], show_progress="hidden", **private)
    prompt.change(
        read_prompt,
        [prompt],
        [*elements, read_from],
        trigger_mode="always_last",
        show_progress="hidden",
        queue=False,
        **private,
    )
    gr.on(
        [button.click, prompt.submit],
        score,
        [image, prompt, read_from, *elements],
        [result],
        concurrency_limit=1,
        concurrency_id="evaluator",
        api_name="score",
    )


def show_notice() -> str:
    """What judges here."""
    try:
        return notice_html(evaluator_facts(get_settings()))
    except BadInput as refusal:
        return problems_html(refusal.problems)


def show_scenes() -> list[tuple[Image.Image, str]]:
    """The rendered scenes to try, each with its prompt."""
    return [(example.image, example.prompt.text) for example in examples()]


def pick_scene(event: gr.SelectData) -> tuple[Image.Image, str]:
    """The chosen scene as the image, and its prompt."""
    chosen = examples()[event.index]
    return chosen.image, chosen.prompt.text


def read_prompt(prompt: str | None) -> tuple[str, ...]:
    """What the prompt asks of each alignment skill, in the order of the skills, and the prompt that was read."""
    found = read_elements(prompt or "")
    return (*(found.get(skill.key, "") for skill in _ALIGNMENT), prompt or "")


def score(image: str | None, prompt: str | None, read_from: str | None, *elements: str | None) -> str:
    """Score one image: its file, its prompt, and what the prompt asks of each alignment skill.

    `read_from` is the prompt that the elements on the page were read from; where
    the visitor was quicker than the reading, or gave none, they are read here.
    Fields that the browser has not filled yet arrive as None.
    """
    settings = get_settings()
    if image is None:
        return problems_html([Problem("no_image", "Image", "Upload one first, or click an example.")])
    prompt = prompt or ""
    given = {skill.key: (element or "").strip() for skill, element in zip(_ALIGNMENT, elements, strict=True)}
    asked = {key: element for key, element in given.items() if element}
    if read_from != prompt and (read_from is not None or not asked):
        asked = read_elements(prompt)
    try:
        picture = open_image(Path(image), settings)
        evaluator = shared_evaluator(settings)
        return score_html(evaluator, score_image(evaluator, picture, prompt, asked))
    except BadInput as refusal:
        return problems_html(refusal.problems)
    except OutOfMemory as error:
        return problems_html([Problem("out_of_memory", "Evaluator", str(error))])
