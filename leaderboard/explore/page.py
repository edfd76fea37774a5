"""The explore page: all generations of a board, by prompt, skill, answer, T2I model and doubt, page by page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context

from core.language import _
from core.problems import BadInput
from leaderboard.board.boards import CLOSED_WORLD, PUBLISHED, Board, list_boards
from leaderboard.explore import exploration_html as html
from leaderboard.explore.details import generation_details
from leaderboard.explore.exploration import board_protocol, explore, explored_t2i_models, read_address
from leaderboard.explore.query import Order, Read, View
from leaderboard.site.links import prompt_key
from leaderboard.site.score_names import score_name
from leaderboard.store.database import get_database
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY, SKILLS
from web.fields import Field, typed
from web.language import words

MOST_CHOICES = 300
"""So many prompts or T2I models are in a list to choose from; others are found by typing words of them."""

HERE = Path(__file__).parent
CSS = (HERE / "explore.css").read_text(encoding="utf-8")
JS = (HERE / "explore.js").read_text(encoding="utf-8")
DIALOG_JS = (HERE / "explore_dialog.js").read_text(encoding="utf-8")

Update = dict[str, Any]


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    any_words: dict[str, Any] = {"choices": [], "allow_custom_value": True, "min_width": 240}
    with gr.Column(elem_id="explore-form"):  # keeps the room until its fields are loaded
        with gr.Row():
            board = gr.Dropdown(label=words("Board"), elem_id="explore-board", **any_words)
            order = gr.Dropdown(label=words("Order"), elem_id="explore-order", **any_words)
        with gr.Row():
            prompt = gr.Dropdown(
                label=words("Prompt: choose, or type words of it"), elem_id="explore-prompt", **any_words
            )
            t2i_model = gr.Dropdown(label=words("T2I model"), elem_id="explore-model", **any_words)
        with gr.Row():
            skill = gr.Dropdown(label=words("Skill"), elem_id="explore-skill", **any_words)
            answer = gr.Dropdown(label=words("Answer"), elem_id="explore-answer", interactive=False, **any_words)
    shown = _html(html.LOADING, js_on_load=JS, elem_id="explore-images")
    details = _html(js_on_load=DIALOG_JS, elem_id="explore-details")

    state = [board, prompt, skill, answer, t2i_model, order]
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(open_page, None, [*state, shown, details], **hidden)
    board.input(change_board, [board, order], [*state, shown], **hidden)
    narrowed = [prompt.input, skill.input, answer.input, t2i_model.input, order.input]
    gr.on(narrowed, narrow, state, [prompt, t2i_model, answer, shown], trigger_mode="always_last", **hidden)
    # `explore.js` asks for one page at a time; Gradio is not to drop any of them.
    shown.turn(turn_page, state, [shown], trigger_mode="multiple", **hidden)
    shown.look(look, [board], [details], **hidden)


def _html(value: str = "", **options: Any) -> gr.HTML:
    """A place for HTML in the styles of this page."""
    return gr.HTML(value, css_template=CSS, apply_default_css=False, **options)


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """What the address asks for: choices, images, and the dialog of one image where it names one."""
    asked = {key: str(value) for key, value in request.query_params.items()}
    boards = list_boards(get_database())
    found = {board.name: board for board in boards}
    name = asked.get("board") or _first(boards)
    choices = [(f"{_(board.title)} ({board.name})", board.name) for board in boards]
    if name not in found:
        empty = gr.update(choices=[], value="")
        nothing = html.unknown_board_html(name, boards)
        return gr.update(choices=choices, value=name), empty, empty, empty, empty, empty, nothing, ""
    image = asked.get("image", "")
    details = _details(found[name], image) if image else ""
    return (*_whole(found[name], asked, choices), details)


def change_board(board: Field, order: Field) -> tuple[Any, ...]:
    """Another board, with nothing narrowed."""
    name = typed(board)
    boards = list_boards(get_database())
    choices = [(f"{_(each.title)} ({each.name})", each.name) for each in boards]
    found = {each.name: each for each in boards}
    if name not in found:
        skipped = [gr.skip()] * 5
        return gr.update(choices=choices), *skipped, html.unknown_board_html(name, boards)
    return _whole(found[name], {"order": typed(order)}, choices)


def narrow(
    board: Field, prompt: Field, skill: Field, answer: Field, t2i_model: Field, order: Field
) -> tuple[Update, Update, Update, str]:
    """The first page of what was chosen; another skill has other answers."""
    said = _said(prompt, skill, answer, t2i_model, order)
    found = _find(board)
    if found is None:
        return gr.skip(), gr.skip(), gr.skip(), html.unknown_board_html(typed(board), list_boards(get_database()))
    known = SKILL_BY_KEY.get(said["skill"])
    if said["answer"] and (known is None or said["answer"] not in map(str, known.options)):
        said["answer"] = ""  # it was an answer to the skill chosen before
    read = read_address(get_database(), found, said)
    view = read.view
    return (
        gr.update(value=prompt_key(view.prompt.dimension, view.prompt.prompt_id) if view.prompt else said["prompt"]),
        gr.update(value=view.t2i_model or said["model"]),
        _answers(board_protocol(get_database(), found), view),
        _images(found, read),
    )


def turn_page(
    board: Field, prompt: Field, skill: Field, answer: Field, t2i_model: Field, order: Field, event: gr.EventData
) -> str:
    """Another page of the same images."""
    said = {**_said(prompt, skill, answer, t2i_model, order), "page": str(event.page)}
    found = _find(board)
    if found is None:
        return html.unknown_board_html(typed(board), list_boards(get_database()))
    return _images(found, read_address(get_database(), found, said))


def look(board: Field, event: gr.EventData) -> str:
    """All about one image, in a dialog."""
    found = _find(board)
    return "" if found is None else _details(found, str(event.image))


def _whole(board: Board, asked: Mapping[str, str], boards: list[tuple[str, str]]) -> tuple[Any, ...]:
    """Everything the page shows of a board, but for the dialog."""
    database = get_database()
    protocol = board_protocol(database, board)
    read = read_address(database, board, asked)
    view = read.view
    prompts = (
        [(prompt.text, prompt_key(prompt.dimension, prompt.prompt_id)) for prompt in protocol.prompts]
        if protocol
        else []
    )
    t2i_models = [(name, name) for name in explored_t2i_models(database, board)] if protocol else []
    chosen = (
        (prompt_key(view.prompt.dimension, view.prompt.prompt_id) if view.prompt else asked.get("prompt", ""))
        if protocol
        else ""
    )
    t2i_model = (view.t2i_model or asked.get("model", "")) if protocol else ""
    skills = [(score_name(skill.key), skill.key) for skill in SKILLS]
    return (
        gr.update(choices=boards, value=board.name),
        gr.update(choices=_some(_("All prompts"), prompts, chosen), value=chosen),
        gr.update(choices=[(_("All skills"), ""), *skills], value=view.skill or ""),
        _answers(protocol, view),
        gr.update(choices=_some(_("All T2I models"), t2i_models, t2i_model), value=t2i_model),
        gr.update(choices=_orders(), value=view.order.value),
        _images(board, read),
    )


def _images(board: Board, read: Read) -> str:
    if board_protocol(get_database(), board) is None:
        return html.no_images_html(board)
    explored = explore(get_database(), board, read.view)
    return html.explored_html(board, explored, (*read.notes, *explored.notes), read.suggestions)


def _details(board: Board, image: str) -> str:
    number = int(image[:10]) if image.isascii() and image.isdigit() else 0
    try:
        return html.details_html(board, generation_details(get_database(), board, number))
    except BadInput as error:
        return html.missing_html(error.problems)


def _answers(protocol: Protocol | None, view: View) -> Update:
    """The options of the skill chosen, in the protocol's words."""
    every = (_("All answers"), "")
    if protocol is None or view.skill is None:
        return gr.update(choices=[every], value="", interactive=False)
    options = [
        (f"{option}: {meaning}", option)
        for option, meaning in sorted(protocol.questions[view.skill].options.items(), key=_by_option)
    ]
    return gr.update(choices=[every, *options], value="" if view.answer is None else str(view.answer), interactive=True)


def _by_option(option: tuple[str, str]) -> int:
    return int(option[0])


def _orders() -> list[tuple[str, str]]:
    return [
        (_("Most points first"), Order.BEST.value),
        (_("Fewest points first"), Order.WORST.value),
        (_("Least sure evaluator first"), Order.UNSURE.value),
        (_("Surest evaluator first"), Order.SURE.value),
    ]


def _some(every: str, choices: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """The first choices, and the chosen one wherever it stands."""
    further = [choice for choice in choices[MOST_CHOICES:] if choice[1] == chosen]
    return [(every, ""), *choices[:MOST_CHOICES], *further]


def _said(prompt: Field, skill: Field, answer: Field, t2i_model: Field, order: Field) -> dict[str, str]:
    said = {"prompt": prompt, "skill": skill, "answer": answer, "model": t2i_model, "order": order}
    return {key: typed(value) for key, value in said.items()}


def _find(name: Field) -> Board | None:
    return next((board for board in list_boards(get_database()) if board.name == name), None)


def _first(boards: list[Board]) -> str:
    """What a visitor sees first: the closed world once somebody is on it, until then any board with images."""
    filled = [board.name for board in boards if board.evaluator_digest and not board.reported]
    return CLOSED_WORLD if CLOSED_WORLD in filled else next(iter(filled), PUBLISHED)
