"""The leaderboard page's form: which board, whom of it, and in which columns."""

from dataclasses import dataclass, fields

import gradio as gr

from leaderboard.board.query import ALL, CLOSED, OPEN
from web.language import words


@dataclass(frozen=True, slots=True)
class Controls:
    """The page's form; fields are parameters of its address, but for `evaluator`, another way to choose a board."""

    board: gr.Dropdown
    evaluator: gr.Dropdown
    search: gr.Textbox
    weights: gr.Radio
    simulated: gr.Checkbox
    licence: gr.Dropdown
    organisation: gr.Dropdown
    min_size: gr.Number
    max_size: gr.Number
    since: gr.Textbox
    until: gr.Textbox
    columns: gr.CheckboxGroup
    heat: gr.Checkbox


NAMES: tuple[str, ...] = tuple(field.name for field in fields(Controls))


_TEXTS = (
    dict.fromkeys(("board", "evaluator", "licence", "organisation"), ("input",))
    | {"search": ("change",)}
    | dict.fromkeys(("min_size", "max_size", "since", "until"), ("submit", "blur"))
)
"""Fields of texts that the page's address may hold already, and what tells that they were used.

A dropdown tells also that it was left, a number that it was drawn. What is searched for tells of itself before it has
arrived; only `change` brings the new one. Sizes and dates count when they are left, or by the enter key.
"""

UNFOLD = """() => {
  const button = document.querySelector("#board-unfold");
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
}"""
"""On narrow screens, where `assets/app.css` shows this button, most of the form is folded until it says otherwise."""

FOLD = """() => {
  const button = document.querySelector("#board-unfold");
  button.setAttribute("aria-controls", "board-fields");
  button.setAttribute("aria-expanded", "false");
}"""


def build_controls() -> tuple[Controls, gr.Accordion]:
    """Lay the form out; also gives the place of its rarer filters."""
    with gr.Row():
        board = gr.Dropdown(label=words("Board"), choices=[], scale=2, min_width=220, elem_id="board-choice")
        evaluator = gr.Dropdown(label=words("Evaluator"), choices=[], scale=2, min_width=220, visible=False)
    unfold = gr.Button(words("Search, filters and columns"), size="sm", elem_id="board-unfold")
    with gr.Column(elem_id="board-fields"):
        with gr.Row():
            search = gr.Textbox(
                label=words("Search"),
                placeholder=words("Part of a name or an organisation"),
                scale=2,
                min_width=220,
                elem_id="board-search",
            )
            kinds = [(words("All"), ALL), (words("Open weights"), OPEN), (words("Closed weights"), CLOSED)]
            weights = gr.Radio(label=words("Weights"), choices=kinds, value=ALL, scale=2, min_width=440)
            simulated = gr.Checkbox(label=words("Show simulated T2I models"), value=True, scale=1, min_width=240)
        with gr.Accordion(words("More filters"), open=False, elem_id="board-filters") as more, gr.Row():
            licence = gr.Dropdown(label=words("Licence"), choices=[], multiselect=True, min_width=200)
            organisation = gr.Dropdown(label=words("Organisation"), choices=[], multiselect=True, min_width=200)
            min_size = gr.Number(label=words("Billions of parameters, from"), minimum=0, min_width=150)
            max_size = gr.Number(label=words("Billions of parameters, to"), minimum=0, min_width=150)
            since = gr.Textbox(label=words("Published since"), placeholder="2026-01-31", min_width=150)
            until = gr.Textbox(label=words("Published until"), placeholder="2026-12-31", min_width=150)
        with gr.Accordion(words("Columns"), open=False, elem_id="board-columns"):
            columns = gr.CheckboxGroup(label=words("Columns"), show_label=False, choices=[])
            heat = gr.Checkbox(label=words("Shade the skills' cells"), value=True)
    unfold.click(None, js=UNFOLD, api_visibility="private")
    filters = (licence, organisation, min_size, max_size, since, until)
    return Controls(board, evaluator, search, weights, simulated, *filters, columns, heat), more


def bind_controls(form: Controls) -> None:
    """Tell `board.js` of every control that a visitor uses, and what a field then says."""
    for name in NAMES:
        control = getattr(form, name)
        text = name in _TEXTS
        gr.on(
            [getattr(control, event) for event in _TEXTS.get(name, ("input",))],
            None,
            [control] if text else None,
            js=used_js(name, text=text),
            api_visibility="private",
        )


def used_js(name: str, *, text: bool = False) -> str:
    """Make the script that reports a used control, or a new revision, to `board.js`, which requests a table."""
    detail = f"{{ name: '{name}', value: value ?? '' }}" if text else f"{{ name: '{name}' }}"
    return f"(value) => window.dispatchEvent(new CustomEvent('board-used', {{ detail: {detail} }}))"
