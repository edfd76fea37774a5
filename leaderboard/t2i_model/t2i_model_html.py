"""The page of a T2I model as HTML: who it is, its scores, and what stands where nothing is known.

Plain data in, HTML out; everything that users or files provided is escaped. The styles are `pages/t2i_model.css`.
"""

from collections.abc import Sequence
from html import escape

from core.language import _
from leaderboard.board.boards import Board, BoardKind
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL
from leaderboard.site.links import compare_link, explore_link, leaderboard_link, t2i_model_link
from leaderboard.site.score_names import score_name
from leaderboard.t2i_model.record import KeyScore, T2IModelRecord
from model.protocol.skills import SKILL_BY_KEY, Dimension

NOTHING = "–"


def title_html(record: T2IModelRecord) -> str:
    """Write name, kind of the figures, place on the board, and the ways on from here."""
    board, facts = record.board, record.facts
    badges = "".join(badge_html(kind, text) for kind, text in _kinds(record))
    by = f'<span class="by">{escape(facts["organisation"])}</span>' if facts["organisation"] else ""
    ways = [
        (leaderboard_link(board.name), _("The whole board")),
        (compare_link(board.name, [record.name]), _("Compare with others")),
    ]
    if record.judged_here:
        ways.append((explore_link(board.name, model=record.name), _("All its images")))
    links = " ".join(f'<a href="{escape(address)}">{escape(text)}</a>' for address, text in ways)
    return (
        f'<header class="title"><h2>{escape(record.name)} {badges}</h2>{by}'
        f'<p class="lead">{escape(_place(record))}</p>'
        f'<p class="faint">{escape(board.explanation)}</p><nav aria-label="{escape(_("Related pages"))}">{links}</nav>'
        "</header>"
    )


def unknown_board_html(name: str, t2i_model: str, near: Sequence[str]) -> str:
    """Say that there is no board of this name; `near`: names like it."""
    title = _("There is no board called {name}", name=name)
    links = [(t2i_model_link(board, t2i_model), board) for board in near]
    return _empty(title, _list(_("Did you mean one of these?"), links), _("Choose a board above."))


def unchosen_html(board: Board) -> str:
    """Say that no T2I model is chosen."""
    if not board.t2i_models:
        text = _("Choose another board above, or submit a T2I model.")
        return _empty(_("Nobody is on this board yet"), "", text)
    text = _("Above are the T2I models of the board, the best first; type to search them.")
    return _empty(_("Choose a T2I model"), "", text)


def unknown_html(board: Board, name: str, near: Sequence[str], boards: Sequence[str]) -> str:
    """Say that the board has no T2I model of this name.

    Args:
        board: The board.
        name: The name.
        near: Names like it, of T2I models on the board.
        boards: Other boards that have the T2I model.
    """
    near_links = [(t2i_model_link(board.name, other), other) for other in near]
    links = _list(_("Did you mean one of these?"), near_links) + _list(
        _("It is on other boards:"), [(t2i_model_link(other, name), other) for other in boards]
    )
    return _empty(_("{name} is not on this board", name=name), links, _("Choose a T2I model above."))


def scores_html(record: T2IModelRecord) -> str:
    """Write every score with its interval, rank and the field's median, as a table."""
    rows = "".join(_score_row(score) for score in record.scores)
    note = _(record.facts["rank_note"]) if record.facts["rank_note"] else ""
    caption = f'<p class="faint">{escape(note)}</p>' if note else ""
    heads = (
        (_("Score of"), "", "name"),
        (_("Score"), _("In its own unit; rest the pointer on the name."), "number"),
        (_("95% interval"), _("Where it would lie with other prompts of the same kind."), "number"),
        (_("Share"), _("Of the points that the counted answers could have earned."), "number"),
        (_("Median"), _("The same share for the median of the board's T2I models."), "number"),
        (_("Rank"), _("By this score alone; a range is its 95% interval."), "number"),
        (_("Answers"), _("How many were counted."), "number"),
    )
    head = "".join(
        f'<th scope="col" class="{kind}" title="{escape(meaning)}">{escape(label)}</th>'
        for label, meaning, kind in heads
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(_("Scores"))}"><table class="figures">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{caption}"
    )


def no_radar_html(record: T2IModelRecord) -> str:
    """Say why there is no radar."""
    if record.board.kind is BoardKind.PUBLISHED:
        return panel_empty(_("No scores of single skills"), _("The paper publishes those of the two dimensions only."))
    return panel_empty(_("Too few skills"), _("A radar needs the scores of three skills at least."))


def panel_empty(title: str, text: str) -> str:
    """Say why a panel has nothing to show."""
    return f'<div class="empty small"><h3>{escape(title)}</h3><p>{escape(text)}</p></div>'


def caption_html(sentence: str) -> str:
    """Write the words under a figure."""
    return f'<p class="faint">{escape(sentence)}</p>'


def badge_html(kind: str, text: str) -> str:
    """Write a small mark: `kind` is `paper`, `world` or `here`."""
    return f'<span class="badge {kind}">{escape(text)}</span>'


def _kinds(record: T2IModelRecord) -> list[tuple[str, str]]:
    kinds = []
    if record.board.kind is BoardKind.PUBLISHED:
        kinds.append(("paper", _("Published figures")))
    if record.facts["reported"]:
        kinds.append(("paper", _("reported")))
    if record.board.closed_world:
        kinds.append(("world", _("Closed world: rendered scenes")))
    if record.facts["simulated"]:
        kinds.append(("world", _("simulated")))
    return kinds


def _place(record: T2IModelRecord) -> str:
    overall = record.score_by_key.get(OVERALL)
    if overall is None:
        return _("It has no overall score: one of the dimensions is not known.")
    text = _(
        "Rank {rank} of {n} with {score}% overall",
        rank=overall.rank,
        n=overall.contenders,
        score=f"{overall.score:.2f}",
    )
    if overall.low is not None and overall.high is not None:
        text += _("; 95% interval {low} to {high}", low=f"{overall.low:.2f}", high=f"{overall.high:.2f}")
    if overall.rank_low is not None and overall.rank_high is not None:
        text += _("; its rank may lie anywhere from {low} to {high}", low=overall.rank_low, high=overall.rank_high)
    return f"{text}."


def _score_row(score: KeyScore) -> str:
    known = score.low is not None and score.high is not None
    interval = f"{score.low:.2f} {_('to')} {score.high:.2f}" if known else NOTHING
    rank = f"{score.rank}"
    if score.rank_low is not None and score.rank_low != score.rank_high:
        rank = f'{score.rank} <span class="faint">({score.rank_low}-{score.rank_high})</span>'
    kind = "skill" if score.key in SKILL_BY_KEY else "whole"
    return (
        f'<tr class="{kind}"><th scope="row" class="name" title="{escape(_unit(score.key))}">'
        f"{escape(score_name(score.key))}</th>"
        f'<td class="number"><strong>{score.score:.2f}</strong></td><td class="number">{escape(interval)}</td>'
        f'<td class="number">{_percent(score.share)}</td><td class="number">{_percent(score.median)}</td>'
        f'<td class="number">{rank}</td><td class="number">{NOTHING if score.n is None else f"{score.n:,}"}</td></tr>'
    )


def _unit(key: str) -> str:
    if key in SKILL_BY_KEY:
        skill = SKILL_BY_KEY[key]
        return _("{meaning} Points per counted answer, 0 to {best}.", meaning=_(skill.meaning), best=skill.best)
    return {
        OVERALL: _("Percent of the possible points, mean of both dimensions; this leaderboard's own figure."),
        Dimension.FAITHFULNESS: _("Points per counted answer, 0 to 4."),
        Dimension.ALIGNMENT: _("Points per image, the paper's scale."),
        ALIGNMENT_NORMALISED: _("Points by possible points, 0 to 1."),
    }[key]


def _empty(title: str, links: str, text: str) -> str:
    return f'<div class="empty"><h3>{escape(title)}</h3>{links}<p>{escape(text)}</p></div>'


def _list(title: str, links: Sequence[tuple[str, str]]) -> str:
    if not links:
        return ""
    items = "".join(f'<li><a href="{escape(address)}">{escape(name)}</a></li>' for address, name in links)
    return f"<p>{escape(title)}</p><ul>{items}</ul>"


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{100 * share:.1f}%"
