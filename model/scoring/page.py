"""Build the page that scores one image."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from PIL import Image

from core.language import _
from core.problems import BadInput, OutOfMemory, Problem
from core.settings import get_settings
from model.evaluator.choice import describe_evaluator
from model.evaluator.shared import preload_torch, shared_evaluator
from model.protocol.skills import Dimension, skills_of
from model.scoring.api import EVALUATOR
from model.scoring.image import open_image, score_image, text_problems
from model.scoring.prompt_reading import MAX_ELEMENT, MAX_PROMPT, ElementReader, read_elements
from model.scoring.score_html import TEMPLATE, problems_html, score_html
from web.blocks import current_blocks, styled_html
from web.fields import Field, typed
from web.html import call_macro
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


Scenes = Callable[[], Sequence[tuple[Image.Image, str]]]
"""Returns rendered scenes to try, each with its prompt."""


def build(scenes: Scenes, read_closed_world: ElementReader) -> None:
    """Lay out the page in the current Blocks context and bind its events.

    Args:
        scenes: Returns the rendered scenes to try.
        read_closed_world: Reads prompts in the closed world's words, for an evaluator of that world.
    """
    handlers = ScoreHandlers(scenes, read_closed_world)
    # A field and no gr.State, so that it reaches the browser together with the elements that were read.
    read_from = gr.Textbox(visible="hidden")
    # The columns reserve the space of what is loaded later.
    with gr.Column(elem_id="score-notice"):
        notice = styled_html(CSS)
    with gr.Column(elem_id="score-scenes"):
        gallery = gr.Gallery(
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
            result = styled_html(CSS, min_height=RESULT_HEIGHT, elem_id="score-result")
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    blocks = current_blocks()
    blocks.load(show_notice, None, [notice, result], **hidden)
    loaded = blocks.load(scenes, None, [gallery], show_progress="minimal", api_visibility="private")
    loaded.then(preload_torch, None, None, **hidden)  # while the visitor looks for an image
    gallery.select(handlers.pick_scene, None, [image, prompt], **hidden)
    prompt.change(
        handlers.read_prompt, [prompt], [*elements, read_from], trigger_mode="always_last", queue=False, **hidden
    )
    gr.on(
        [button.click, prompt.submit],
        handlers.score,
        [image, prompt, read_from, *elements],
        [result],
        scroll_to_output=True,
        api_visibility="private",
        **EVALUATOR,
    )


def show_notice() -> tuple[str, str]:
    """Return the notice about the evaluator, and the placeholder of the answers, as HTML."""
    try:
        notice = call_macro(TEMPLATE, "notice", describe_evaluator(get_settings()))
    except BadInput as refusal:
        notice = problems_html(refusal.problems)
    return notice, call_macro(TEMPLATE, "empty")


class ScoreHandlers:
    """The handlers of the page's events, with what the closed world lends to them (see `build`)."""

    def __init__(self, scenes: Scenes, read_closed_world: ElementReader) -> None:
        self._scenes = scenes
        self._read_closed_world = read_closed_world

    def pick_scene(self, event: gr.SelectData) -> tuple[Image.Image, str]:
        """Return the chosen scene as the image, and its prompt."""
        chosen: int = event.index
        return self._scenes()[chosen]

    def read_prompt(self, prompt: Field) -> tuple[str, ...]:
        """Return the elements of the prompt in the order of the alignment skills, and the prompt itself."""
        elements = self._read_elements(prompt or "")
        return (*(elements.get(skill.key, "") for skill in _ALIGNMENT), prompt or "")

    def score(
        self,
        image: str | None,
        prompt: Field,
        read_from: Field,
        *fields: Field,
        progress: gr.Progress = gr.Progress(),
    ) -> str:
        """Score one image and return its answers, or the problems, as HTML.

        Args:
            image: The path of the uploaded file.
            prompt: The text that the image was made for.
            read_from: The prompt from which the fields' elements were read; where it is another one, or nothing was
                read and nothing given, the elements are read from `prompt` here.
            fields: The elements, in the order of the alignment skills.
            progress: The progress bar of the event.
        """
        settings = get_settings()
        prompt = prompt or ""
        texts = {skill.key: typed(field) for skill, field in zip(_ALIGNMENT, fields, strict=True)}
        elements = {key: text for key, text in texts.items() if text}
        if (read_from or "") != prompt and (read_from or not elements):
            elements = self._read_elements(prompt)
        if image is None:
            missing = Problem("no_image", _("Image"), _("Upload one first, or click an example."))
            return problems_html([missing, *text_problems(prompt, elements)])
        try:
            picture = open_image(Path(image), settings)
            progress(0, desc=_("Getting the evaluator ready"))  # the first request waits until it is loaded
            evaluator = shared_evaluator(settings)
            progress(0.5, desc=_("Looking at the image"))
            return score_html(evaluator, score_image(evaluator, picture, prompt, elements))
        except BadInput as refusal:
            return problems_html(refusal.problems)
        except OutOfMemory as error:
            return problems_html([Problem("out_of_memory", "Evaluator", str(error))])

    def _read_elements(self, prompt: str) -> dict[str, str]:
        """Read the prompt in the words that the evaluator of the settings is asked in."""
        try:
            closed_world = describe_evaluator(get_settings()).closed_world
        except BadInput:  # a broken evaluator: the notice says so
            closed_world = False
        return self._read_closed_world(prompt) if closed_world else read_elements(prompt)
