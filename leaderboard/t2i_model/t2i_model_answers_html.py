"""A T2I model's answers as HTML: how they spread beside the field's, and the best and worst images of a skill."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from core.language import _
from leaderboard.board.boards import BoardKind
from leaderboard.site.links import explore_link, prompt_key
from leaderboard.site.pictures import thumbnail_address
from leaderboard.site.score_names import score_name
from leaderboard.t2i_model.answers import Extremes, JudgedImage, OptionShare
from leaderboard.t2i_model.record import T2IModelRecord
from leaderboard.t2i_model.t2i_model_html import NOTHING, panel_empty
from model.protocol.skills import ABSENT, SKILL_BY_KEY

_ROOM_FOR_A_NUMBER = 0.07
"""The least share whose part of a bar holds its option's number."""


def shares_html(record: T2IModelRecord, shares: Sequence[OptionShare]) -> str:
    """Per skill two bars, its answers and the field's, from the worst option to the best; then the numbers."""
    if not shares:
        return panel_empty(_("No answers"), _why_no_answers(record))
    by_skill = {skill: list(group) for skill, group in groupby(shares, key=_skill)}
    bars = "".join(_bars(record, skill, group) for skill, group in by_skill.items())
    return (
        f'<div class="spread" role="list">{bars}</div>'
        f'<p class="faint">{escape(_caption(record))}</p>'
        f"<details><summary>{escape(_('The same in numbers'))}</summary>{_table(by_skill)}</details>"
    )


def images_html(record: T2IModelRecord, extremes: Extremes | None) -> str:
    """Write the best and worst images of one skill, each with its prompt, question, answer and probabilities.

    Args:
        record: Whose images.
        extremes: The images; None where none were judged here.
    """
    if extremes is None:
        return panel_empty(_("No images"), _why_no_answers(record))
    if not extremes.counted:
        return panel_empty(
            _("No counted answers"), _("None of its images has anything to judge for this skill: all answers are -1.")
        )
    skill = SKILL_BY_KEY[extremes.skill]
    lead = _(
        "{meaning} {n} images were judged; the best are those with the highest chosen option, then the highest "
        "expected score.",
        meaning=_(skill.meaning),
        n=extremes.counted,
    )
    if extremes.absent:
        lead += " " + _("In {n} more there was nothing to judge.", n=extremes.absent)
    parts = [
        f'<section><h3>{escape(title)}</h3><div class="cards">'
        f"{''.join(_card(record, extremes.skill, image) for image in images)}</div></section>"
        for title, images in ((_("Best"), extremes.best), (_("Worst"), extremes.worst))
        if images
    ]
    return f'<p class="faint">{escape(lead)}</p>{"".join(parts)}'


def _skill(share: OptionShare) -> str:
    return share.skill


def _why_no_answers(record: T2IModelRecord) -> str:
    if record.board.kind is BoardKind.PUBLISHED:
        return _("These are published figures: neither images nor single answers were published.")
    return _("These scores are reported by the original code, run elsewhere: no images were judged here.")


def _caption(record: T2IModelRecord) -> str:
    return _(
        "Of each pair the upper bar is {name}, the lower all {n} T2I models of the board; from the worst option (dark) "
        "to the best (light), as shares of the counted answers. An answer -1, nothing to judge in the picture, is not "
        "counted; its share of all answers stands beside the bars.",
        name=record.name,
        n=len(record.submissions),
    )


def _bars(record: T2IModelRecord, skill: str, shares: Sequence[OptionShare]) -> str:
    counted = [share for share in shares if share.option != ABSENT]
    absent = next((share for share in shares if share.option == ABSENT), None)
    aside = ""
    if absent is not None:
        aside = (
            f'<span class="absent" title="{escape(_("Nothing to judge: -1"))}">-1: {_percent(absent.share)} '
            f'<span class="faint">({_percent(absent.field_share)})</span></span>'
        )
    both = ((record.name, [share.share for share in counted]), (_("field"), [share.field_share for share in counted]))
    bars = "".join(_bar(name, [share.option for share in counted], values) for name, values in both)
    return (
        f'<div class="pair" role="listitem"><span class="label" title="{escape(_(SKILL_BY_KEY[skill].meaning))}">'
        f'{escape(score_name(skill))}</span><div class="both">{bars}</div>{aside}</div>'
    )


def _bar(name: str, options: Sequence[int], shares: Sequence[float | None]) -> str:
    label = ", ".join(f"{option}: {_percent(share)}" for option, share in zip(options, shares, strict=True))
    best = options[-1]
    parts = "".join(
        f'<i class="step{round(4 * option / best)}" style="flex-grow:{share:.4f}" title="{option}: {share:.1%}">'
        f"{option if share >= _ROOM_FOR_A_NUMBER else ''}</i>"
        for option, share in zip(options, shares, strict=True)
        if share
    )
    return f'<div class="spread-bar" role="img" aria-label="{escape(f"{name}: {label}")}">{parts}</div>'


def _table(by_skill: dict[str, list[OptionShare]]) -> str:
    options = sorted({share.option for group in by_skill.values() for share in group})
    head = "".join(f'<th scope="col" class="number">{option}</th>' for option in options)
    rows = ""
    for skill, shares in by_skill.items():
        by_option = {share.option: share for share in shares}
        cells = "".join(_cell(by_option.get(option)) for option in options)
        rows += f'<tr><th scope="row" class="name">{escape(score_name(skill))}</th>{cells}</tr>'
    note = escape(_("Share of this T2I model, the field's in brackets."))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(_("Shares of answers"))}">'
        f'<table class="figures"><caption class="faint">{note}</caption><thead><tr>'
        f'<th scope="col" class="name">{escape(_("Option"))}</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _cell(share: OptionShare | None) -> str:
    if share is None:
        return '<td class="number"></td>'
    title = escape(_("{number} of this T2I model's answers", number=share.count))
    return (
        f'<td class="number" title="{title}">{_percent(share.share)} '
        f'<span class="faint">({_percent(share.field_share)})</span></td>'
    )


def _card(record: T2IModelRecord, skill: str, image: JudgedImage) -> str:
    address = thumbnail_address(image.image_digest)
    picture = (
        f'<img src="{escape(address)}" alt="{escape(_("Image for the prompt: {prompt}", prompt=image.prompt))}" '
        'loading="lazy" decoding="async">'
        if address
        else f'<span class="faint">{escape(_("The image is not stored any more."))}</span>'
    )
    best = SKILL_BY_KEY[skill].best
    expected = "" if image.expected is None else _("expected {value}", value=f"{image.expected:.2f}")
    prompt = prompt_key(SKILL_BY_KEY[skill].dimension, image.prompt_id)
    others = escape(explore_link(record.board.name, prompt=prompt))
    return (
        f'<article class="card"><div class="picture">{picture}</div><p class="prompt">{escape(image.prompt)}</p>'
        f'<p><strong class="points">{image.choice}<small>/{best}</small></strong> {escape(image.meaning)} '
        f'<span class="faint">{escape(expected)}</span></p>{_probabilities(image)}'
        f"<details><summary>{escape(_('The question as sent'))}</summary>"
        f'<p class="question">{escape(image.question)}</p></details>'
        f'<a href="{others}">{escape(_("All images for this prompt"))}</a></article>'
    )


def _probabilities(image: JudgedImage) -> str:
    rows = "".join(
        f'<tr class="{"chosen" if option == image.choice else ""}"><th scope="row">{option}</th>'
        f'<td class="meter"><span style="width:{100 * share:.1f}%"></span></td>'
        f'<td class="number">{100 * share:.1f}%</td></tr>'
        for option, share in image.probabilities.items()
    )
    label = escape(_("Probability of every option"))
    return f'<table class="probabilities" aria-label="{label}"><tbody>{rows}</tbody></table>'


def _percent(share: float | None) -> str:
    return NOTHING if share is None else f"{100 * share:.0f}%"
