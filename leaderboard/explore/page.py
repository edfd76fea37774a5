"""The explore page: all generations of a board, by prompt, skill, answer, T2I model and doubt, page by page."""

from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from core.language import _, mark
from core.problems import BadInput, Problem
from leaderboard.board.boards import Board, list_boards
from leaderboard.board.choice import default_board, list_board_choices
from leaderboard.explore.details import generation_details
from leaderboard.explore.exploration import board_protocol, explore, explored_t2i_models, resolve
from leaderboard.explore.query import ExploreQuery, ResolvedQuery
from leaderboard.site.links import explore_link, prompt_key, t2i_model_link
from leaderboard.site.score_names import score_name
from leaderboard.store.database import get_database
from leaderboard.store.generations import GenerationOrder
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILL_BY_KEY, SKILLS
from web.blocks import Update, current_blocks, styled_html
from web.fields import Field, typed
from web.html import call_macro
from web.language import words

MOST_CHOICES = 300
"""So many prompts or T2I models are in a list to choose from; others are found by typing words of them."""

ORDERS = {
    GenerationOrder.BEST: mark("Most points first"),
    GenerationOrder.WORST: mark("Fewest points first"),
    GenerationOrder.UNSURE: mark("Least sure evaluator first"),
    GenerationOrder.SURE: mark("Surest evaluator first"),
}

HERE = Path(__file__).parent
CSS = (HERE / "explore.css").read_text(encoding="utf-8")
JS = (HERE / "explore.js").read_text(encoding="utf-8")
DIALOG_JS = (HERE / "explore_dialog.js").read_text(encoding="utf-8")

_html = partial(styled_html, CSS)
_call_macro = partial(call_macro, "leaderboard/explore/exploration.html")


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
    shown = _html(_call_macro("loading"), js_on_load=JS, elem_id="explore-images")
    details = _html("", js_on_load=DIALOG_JS, elem_id="explore-details")

    state = [board, prompt, skill, answer, t2i_model, order]
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    current_blocks().load(open_page, None, [*state, shown, details], **hidden)
    board.input(change_board, [board, order], [*state, shown], **hidden)
    narrowed = [prompt.input, skill.input, answer.input, t2i_model.input, order.input]
    gr.on(narrowed, narrow, state, [prompt, t2i_model, answer, shown], trigger_mode="always_last", **hidden)
    # `explore.js` asks for one page at a time; Gradio is not to drop any of them.
    shown.turn(turn_page, state, [shown], trigger_mode="multiple", **hidden)
    shown.look(show_details, [board], [details], **hidden)


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """Show what the address asks for: choices, images, and the dialog of one image where it names one."""
    query, problems = ExploreQuery.read(request.query_params.multi_items())
    boards, board = _find_board(query.board)
    if not query.board:
        with_images = [board for board in boards if board.evaluator_digest and not board.reported]
        board = default_board(with_images or boards)
    if board is None:
        empty = gr.update(choices=[], value="")
        choices = gr.update(choices=list_board_choices(boards), value=query.board)
        return choices, *[empty] * 5, _unknown_board(query.board, boards), ""
    details = _details(board, query.image) if query.image else ""
    return *_whole(boards, board, query, problems), details


def change_board(board: Field, order: Field) -> tuple[Any, ...]:
    """Show another board, with nothing narrowed."""
    boards, chosen = _find_board(board)
    if chosen is None:
        return gr.update(choices=list_board_choices(boards)), *[gr.skip()] * 5, _unknown_board(board, boards)
    return _whole(boards, chosen, *ExploreQuery.read([("order", typed(order))]))


def narrow(
    board: Field, prompt: Field, skill: Field, answer: Field, t2i_model: Field, order: Field
) -> tuple[Update, Update, Update, str]:
    """Show the first page of what was chosen; an answer to the skill chosen before is dropped."""
    boards, chosen = _find_board(board)
    if chosen is None:
        return gr.skip(), gr.skip(), gr.skip(), _unknown_board(board, boards)
    options = SKILL_BY_KEY[typed(skill)].options if typed(skill) in SKILL_BY_KEY else ()
    known_answer = answer if typed(answer) in map(str, options) else ""
    query, problems = _read_form(prompt, skill, known_answer, t2i_model, order)
    resolved = resolve(get_database(), chosen, query)
    return (
        gr.update(value=resolved.query.prompt or query.prompt),
        gr.update(value=resolved.query.t2i_model or query.t2i_model),
        _answers(board_protocol(get_database(), chosen), resolved.query),
        _images(chosen, resolved, problems),
    )


def turn_page(
    board: Field, prompt: Field, skill: Field, answer: Field, t2i_model: Field, order: Field, event: gr.EventData
) -> str:
    """Show another page of the same images."""
    boards, chosen = _find_board(board)
    if chosen is None:
        return _unknown_board(board, boards)
    query, problems = _read_form(prompt, skill, answer, t2i_model, order, str(event.page))
    return _images(chosen, resolve(get_database(), chosen, query), problems)


def show_details(board: Field, event: gr.EventData) -> str:
    """Show all that is known of one image in a dialog."""
    _boards, chosen = _find_board(board)
    return "" if chosen is None else _details(chosen, str(event.image))


def _find_board(name: Field) -> tuple[list[Board], Board | None]:
    """List the boards, and find the one of this name."""
    boards = list_boards(get_database())
    return boards, next((board for board in boards if board.name == typed(name)), None)


def _unknown_board(name: Field, boards: list[Board]) -> str:
    return _call_macro("unknown_board", typed(name), [(explore_link(board.name), board.title) for board in boards])


def _read_form(*fields: Field) -> tuple[ExploreQuery, list[Problem]]:
    """Read the form's fields, which may end early, and a page's number as parameters of the address."""
    names = ("prompt", "skill", "answer", "model", "order", "page")
    return ExploreQuery.read(zip(names, map(typed, fields), strict=False))


def _whole(boards: list[Board], board: Board, query: ExploreQuery, problems: list[Problem]) -> tuple[Any, ...]:
    """Everything the page shows of a board, but for the dialog."""
    database = get_database()
    protocol = board_protocol(database, board)
    resolved = resolve(database, board, query)
    prompts = [
        (prompt.text, prompt_key(prompt.dimension, prompt.prompt_id))
        for prompt in (protocol.prompts if protocol else ())
    ]
    t2i_models = [(name, name) for name in explored_t2i_models(database, board)]
    prompt = (resolved.query.prompt or query.prompt) if protocol else ""
    t2i_model = (resolved.query.t2i_model or query.t2i_model) if protocol else ""
    skills = [(score_name(skill.key), skill.key) for skill in SKILLS]
    orders = [(_(label), order.value) for order, label in ORDERS.items()]
    return (
        gr.update(choices=list_board_choices(boards), value=board.name),
        gr.update(choices=_first_choices(_("All prompts"), prompts, prompt), value=prompt),
        gr.update(choices=[(_("All skills"), ""), *skills], value=resolved.query.skill),
        _answers(protocol, resolved.query),
        gr.update(choices=_first_choices(_("All T2I models"), t2i_models, t2i_model), value=t2i_model),
        gr.update(choices=orders, value=resolved.query.order.value),
        _images(board, resolved, problems),
    )


def _images(board: Board, resolved: ResolvedQuery, problems: list[Problem]) -> str:
    if board_protocol(get_database(), board) is None:
        return _call_macro("no_images", board, resolved.query)
    explored = explore(get_database(), board, resolved)
    return _call_macro("explored", explored, [*problems, *resolved.notes, *explored.notes], resolved)


def _details(board: Board, image: str) -> str:
    number = int(image[:10]) if image.isascii() and image.isdigit() else 0
    try:
        details = generation_details(get_database(), board, number)
    except BadInput as refusal:
        return _call_macro("missing", refusal.problems)
    name = details.generation.submission.t2i_model.name
    links = t2i_model_link(board.name, name), explore_link(board.name, prompt=details.key)
    return _call_macro("details", details, *links)


def _answers(protocol: Protocol | None, query: ExploreQuery) -> Update:
    """List the options of the chosen skill, in the protocol's words."""
    every = (_("All answers"), "")
    if protocol is None or not query.skill:
        return gr.update(choices=[every], value="", interactive=False)
    meanings = protocol.questions[query.skill].options
    options = [(f"{option}: {meanings[option]}", option) for option in sorted(meanings, key=int)]
    return gr.update(choices=[every, *options], value=query.answer, interactive=True)


def _first_choices(every: str, choices: list[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """Take the first choices, and the chosen one wherever it stands."""
    further = [choice for choice in choices[MOST_CHOICES:] if choice[1] == chosen]
    return [(every, ""), *choices[:MOST_CHOICES], *further]
