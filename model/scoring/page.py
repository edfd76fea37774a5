"""The page on which anyone scores one image."""

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context
from PIL import Image

from core.language import _
from core.problems import BadInput, OutOfMemory, Problem
from core.settings import get_settings
from model.closed_world.simulation import draw_examples
from model.evaluator.choice import evaluator_facts
from model.evaluator.shared import preload_torch, shared_evaluator
from model.protocol.skills import Dimension, skills_of
from model.scoring.api import EVALUATOR
from model.scoring.image import open_image, score_image, text_problems
from model.scoring.prompt_reading import MAX_ELEMENT, MAX_PROMPT, read_elements
from model.scoring.score_html import empty_html, notice_html, problems_html, score_html
from web.fields import Field, typed
from web.image_input import ImageFile
from web.language import words

CSS = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")

RESULT_HEIGHT = 240
"""Pixels kept free for the answers, so that the place in the queue shows in them and nothing jumps."""

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
    # In the browser and not in a gr.State: so it arrives there together with the elements that were read.
    read_from = gr.Textbox(visible="hidden")
    html: dict[str, Any] = {"css_template": CSS, "js_on_load": None, "apply_default_css": False}
    # Columns keep the room: they are there before what they hold is loaded.
    with gr.Column(elem_id="score-notice"):
        notice = gr.HTML(**html)
    with gr.Column(elem_id="score-scenes"):
        scenes = gr.Gallery(
            label=words("Rendered scenes to try"),
            type="pil",
            columns=8,
            object_fit="contain",
            allow_preview=False,
            buttons=[],
            elem_id="score-examples",
        )
    with gr.Row():
        with gr.Column(scale=2, min_width=300):
            with gr.Column(elem_id="score-picture"):
                image = ImageFile(
                    label=words("Image"),
                    format="png",
                    sources=["upload", "clipboard"],
                    height=320,
                    elem_id="score-image",
                    alt_text="The image to be scored",
                )
            prompt = gr.Textbox(
                label=words("Prompt"),
                info=words("The text the image was made for."),
                placeholder="two red cats left of one car",
                lines=2,
                max_length=MAX_PROMPT,
                elem_id="score-prompt",
            )
            with gr.Accordion(words("What the prompt asks for"), open=False, elem_id="score-elements"):
                gr.Markdown(words("Read from the prompt's words; correct it where the reading missed something."))
                elements = [
                    gr.Textbox(
                        label=words(skill.label),
                        info=words(skill.meaning),
                        placeholder=_PLACEHOLDERS[skill.key],
                        max_length=MAX_ELEMENT,
                        elem_id=f"score-{skill.key.replace('.', '-')}",
                    )
                    for skill in _ALIGNMENT
                ]
            button = gr.Button(words("Score"), variant="primary", elem_id="score-button")
        with gr.Column(scale=3, min_width=320):
            result = gr.HTML(min_height=RESULT_HEIGHT, elem_id="score-result", **html)
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(show_notice, None, [notice, result], **hidden)
    shown = opened.load(show_scenes, None, [scenes], show_progress="minimal", api_visibility="private")
    shown.then(preload_torch, None, None, **hidden)  # while the visitor looks for an image
    scenes.select(pick_scene, None, [image, prompt], **hidden)
    prompt.change(read_prompt, [prompt], [*elements, read_from], trigger_mode="always_last", queue=False, **hidden)
    gr.on(
        [button.click, prompt.submit],
        score,
        [image, prompt, read_from, *elements],
        [result],
        scroll_to_output=True,
        api_visibility="private",
        **EVALUATOR,
    )


def show_notice() -> tuple[str, str]:
    """What judges here, and what stands in the answers' place."""
    try:
        return notice_html(evaluator_facts(get_settings())), empty_html()
    except BadInput as refusal:
        return problems_html(refusal.problems), empty_html()


def show_scenes() -> list[tuple[Image.Image, str]]:
    """The rendered scenes to try, each with its prompt."""
    return [(example.image, example.prompt.text) for example in draw_examples()]


def pick_scene(event: gr.SelectData) -> tuple[Image.Image, str]:
    """The chosen scene as the image, and its prompt."""
    chosen = draw_examples()[event.index]
    return chosen.image, chosen.prompt.text


def read_prompt(prompt: Field) -> tuple[str, ...]:
    """What the prompt asks of each alignment skill, in the order of the skills, and the prompt that was read."""
    found = _read(prompt or "")
    return (*(found.get(skill.key, "") for skill in _ALIGNMENT), prompt or "")


def score(
    image: str | None,
    prompt: Field,
    read_from: Field,
    *elements: Field,
    progress: gr.Progress = gr.Progress(),
) -> str:
    """Score one image: its file, its prompt, and what the prompt asks of each alignment skill.

    `read_from` is the prompt that the elements on the page were read from; where
    the visitor was quicker than the reading, or gave none, they are read here.
    """
    settings = get_settings()
    prompt = prompt or ""
    given = {skill.key: typed(element) for skill, element in zip(_ALIGNMENT, elements, strict=True)}
    asked = {key: element for key, element in given.items() if element}
    if (read_from or "") != prompt and (read_from or not asked):
        asked = _read(prompt)
    if image is None:
        missing = Problem("no_image", _("Image"), _("Upload one first, or click an example."))
        return problems_html([missing, *text_problems(prompt, asked)])
    try:
        picture = open_image(Path(image), settings)
        progress(0, desc=_("Getting the evaluator ready"))  # the first one to ask waits until it is loaded
        evaluator = shared_evaluator(settings)
        progress(0.5, desc=_("Looking at the image"))
        return score_html(evaluator, score_image(evaluator, picture, prompt, asked))
    except BadInput as refusal:
        return problems_html(refusal.problems)
    except OutOfMemory as error:
        return problems_html([Problem("out_of_memory", "Evaluator", str(error))])


def _read(prompt: str) -> dict[str, str]:
    """Elements by skill, in the words of the closed world where its evaluator is asked."""
    try:
        closed_world = evaluator_facts(get_settings()).closed_world
    except BadInput:  # it cannot be used at all, which the page says already
        closed_world = False
    return read_elements(prompt, closed_world=closed_world)
