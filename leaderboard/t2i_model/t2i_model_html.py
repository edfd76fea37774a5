"""Render the panels of a T2I model's page; the templates are `{t2i_model,answers,facts,share}.html`."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from core.language import _, mark
from leaderboard.board.board_html import FILES
from leaderboard.board.boards import PUBLISHED_BOARD, Board
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL
from leaderboard.site.links import (
    badge_link,
    compare_link,
    explore_link,
    export_link,
    leaderboard_link,
    prompt_key,
    submission_link,
    t2i_model_link,
)
from leaderboard.site.score_names import score_name
from leaderboard.store.published import SOURCE_URL
from leaderboard.t2i_model.answers import Extremes, OptionShare
from leaderboard.t2i_model.history import Appearance
from leaderboard.t2i_model.model_card import (
    DATASET_TO_NAME,
    EVALALIGN_BIBTEX,
    eval_results,
    model_index,
    result_bibtex,
)
from leaderboard.t2i_model.record import T2IModelRecord
from model.protocol.skills import SKILL_BY_KEY, Dimension
from web.html import call_macro

TEMPLATE = "leaderboard/t2i_model/t2i_model.html"
ANSWERS = "leaderboard/t2i_model/answers.html"
FACTS = "leaderboard/t2i_model/facts.html"
SHARE = "leaderboard/t2i_model/share.html"

_UNITS: dict[str, str] = {
    OVERALL: mark("Percent of the possible points, mean of both dimensions; this leaderboard's own figure."),
    Dimension.FAITHFULNESS: mark("Points per counted answer, 0 to 4."),
    Dimension.ALIGNMENT: mark("Points per image, the paper's scale."),
    ALIGNMENT_NORMALISED: mark("Points by possible points, 0 to 1."),
}

_MARKDOWN = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>()#!|&"})


def title_html(record: T2IModelRecord) -> str:
    """Render the name, the kind of the figures, the place on the board, and links to related pages."""
    board = record.board.name
    links = [
        (leaderboard_link(board), _("The whole board")),
        (compare_link(board, [record.name]), _("Compare with others")),
    ]
    if record.judged_here:
        links.append((explore_link(board, model=record.name), _("All its images")))
    return call_macro(TEMPLATE, "title", record, links)


def unknown_board_html(name: str, t2i_model: str, near: Sequence[str]) -> str:
    """Render the message that there is no board of this name; `near`: names like it."""
    return call_macro(TEMPLATE, "unknown_board", name, [(t2i_model_link(board, t2i_model), board) for board in near])


def unknown_html(board: Board, name: str, near: Sequence[str], boards: Sequence[str]) -> str:
    """Render the message that the board has no T2I model of this name.

    Args:
        board: The board.
        name: The name.
        near: Names like it, of T2I models on the board.
        boards: Other boards that have the T2I model.
    """
    near_links = [(t2i_model_link(board.name, other), other) for other in near]
    return call_macro(TEMPLATE, "unknown", name, near_links, [(t2i_model_link(other, name), other) for other in boards])


def scores_html(record: T2IModelRecord) -> str:
    """Render every score with its interval, rank and the field's median, as a table."""
    rows = [(score_name(score.key), _describe_unit(score.key), score) for score in record.scores]
    return call_macro(TEMPLATE, "scores", rows, record.facts["rank_note"])


def shares_html(record: T2IModelRecord, shares: Sequence[OptionShare]) -> str:
    """Render how the answers spread over each skill's options, beside the field's, as bars and in numbers."""
    rows = [
        (SKILL_BY_KEY[skill], score_name(skill), {share.option: share for share in group})
        for skill, group in groupby(shares, attrgetter("skill"))
    ]
    return call_macro(ANSWERS, "shares", record, rows, sorted({share.option for share in shares}))


def images_html(record: T2IModelRecord, extremes: Extremes | None) -> str:
    """Render the best and worst images of one skill, each with its prompt, question, answer and probabilities.

    Args:
        record: The record of the T2I model.
        extremes: The images; None where none were judged here.
    """
    if extremes is None:
        return call_macro(ANSWERS, "images", record, None, None, {})
    skill = SKILL_BY_KEY[extremes.skill]
    links = {
        image.prompt_id: explore_link(record.board.name, prompt=prompt_key(skill.dimension, image.prompt_id))
        for image in (*extremes.best, *extremes.worst)
    }
    return call_macro(ANSWERS, "images", record, extremes, skill, links)


def facts_html(record: T2IModelRecord) -> str:
    """Render the facts of the T2I model, and what made its scores."""
    return call_macro(FACTS, "facts", record, submission_link(record.facts["submission"] or ""), SOURCE_URL)


def history_html(record: T2IModelRecord, appearances: Sequence[Appearance]) -> str:
    """Render every publication of the T2I model, under every evaluator."""
    shown = record.provenance and record.provenance.key
    rows = []
    for appearance in appearances:
        here = (appearance.provenance and appearance.provenance.key) == shown
        address = t2i_model_link(appearance.board, record.name) if appearance.board and not here else ""
        rows.append((appearance, here, address))
    return call_macro(FACTS, "history", rows, PUBLISHED_BOARD.source)


def downloads_html(record: T2IModelRecord) -> str:
    """Render links to the scores and, where there are any, the answers as files."""
    titles = {"scores": _("Scores, with intervals and the field's median")}
    if record.judged_here:
        titles["answers"] = _("Answers to every question, with the probabilities of all options")
    tables = [
        (title, [(name, export_link(record.board.name, record.name, table, form)) for form, name in FILES.items()])
        for table, title in titles.items()
    ]
    return call_macro(SHARE, "downloads", tables, record.judged_here)


def badge_html(record: T2IModelRecord, site: str) -> str:
    """Render the badge, and what to paste to embed it; `site` as in `page_address`."""
    image, page, alt = (
        badge_link(record.board.name, record.name),
        page_address(record, site),
        f"{record.name}: EvalAlign",
    )
    markdown = f"[![{alt.translate(_MARKDOWN)}]({_quote_for_markdown(f'{site}/{image}')})]({_quote_for_markdown(page)})"
    return call_macro(SHARE, "badge", image, site, page, alt, markdown)


def citation_html(record: T2IModelRecord, site: str) -> str:
    """Render BibTeX of this result and of EvalAlign; `site` as in `page_address`."""
    return call_macro(SHARE, "citation", result_bibtex(record, page_address(record, site)), EVALALIGN_BIBTEX)


def model_card_html(record: T2IModelRecord, site: str, benchmark: str | None) -> str:
    """Render the metadata for a model card on the Hugging Face Hub, in both of its forms.

    Args:
        record: The record of the T2I model.
        site: As in `page_address`.
        benchmark: The Hub dataset that is registered as this board's benchmark, if there is one.
    """
    page = page_address(record, site)
    index, results = model_index(record, page), eval_results(record, page, benchmark)
    return call_macro(SHARE, "model_card", index, results, benchmark, DATASET_TO_NAME)


def page_address(record: T2IModelRecord, site: str) -> str:
    """Return the absolute address of a T2I model's page; `site` is that of this site, without a slash at its end."""
    return f"{site}/{t2i_model_link(record.board.name, record.name)}"


def _describe_unit(key: str) -> str:
    if key not in SKILL_BY_KEY:
        return _(_UNITS[key])
    skill = SKILL_BY_KEY[key]
    return _("{meaning} Points per counted answer, 0 to {best}.", meaning=_(skill.meaning), best=skill.best)


def _quote_for_markdown(address: str) -> str:
    """Quote an address so that no bracket or space ends it early."""
    return address.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
