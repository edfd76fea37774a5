"""The page of a T2I model as HTML: what is said of it, what made its scores, and where else it was judged."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from core.language import _
from leaderboard.site.links import submission_link, t2i_model_link
from leaderboard.store.published import SOURCE_URL
from leaderboard.t2i_model.history import Appearance
from leaderboard.t2i_model.record import Provenance, T2IModelRecord
from leaderboard.t2i_model.t2i_model_html import NOTHING, badge_html


def facts_html(record: T2IModelRecord) -> str:
    """Write the facts of the T2I model, and what made its scores."""
    return (
        f'<div class="columns"><section><h3>{escape(_("About the T2I model"))}</h3>{_metadata(record)}</section>'
        f"<section><h3>{escape(_('Where the figures come from'))}</h3>{_origin(record)}</section></div>"
    )


def history_html(record: T2IModelRecord, appearances: Sequence[Appearance]) -> str:
    """Write every publication of the T2I model, under every evaluator."""
    rows = "".join(_appearance(record, one) for one in appearances)
    heads = (
        (_("Date"), "name"),
        (_("Board"), ""),
        (_("Evaluator"), ""),
        (_("Overall"), "number"),
        (_("Faithfulness"), "number"),
        (_("Alignment"), "number"),
        (_("Submission"), ""),
    )
    head = "".join(f'<th scope="col" class="{kind}">{escape(label)}</th>' for label, kind in heads)
    alone = _("This is its only publication here.") if len(appearances) < 2 else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(_("History"))}"><table class="figures">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="faint">{escape(alone)} '
        f"{escape(_('Scores under different protocols or evaluators cannot be compared.'))}</p>"
    )


def _metadata(record: T2IModelRecord) -> str:
    facts, made_by = record.facts, record.provenance
    weights = {True: _("open"), False: _("closed")}.get(facts["open_weights"], "")
    size = f"{facts['parameters']:,}" if facts["parameters"] else ""
    link = facts["link"] or ""
    address = (
        f'<a href="{escape(link)}" target="_blank" rel="noopener nofollow ugc">{escape(link)}</a>'
        if link.startswith(("https://", "http://"))
        else escape(link)
    )
    drawn = _("It is simulated: our closed world drew its images, with faults put in on purpose.")
    return _facts(
        (
            (_("Organisation"), escape(facts["organisation"] or "")),
            (_("Link"), address),
            (_("Licence"), escape(facts["licence"] or "")),
            (_("Weights"), escape(weights)),
            (_("Parameters"), escape(size)),
            (_("Notes"), escape(made_by.submission.t2i_model.notes if made_by else "")),
            (_("Origin"), escape(drawn) if facts["simulated"] else ""),
        ),
        _("Nothing was said of it."),
    )


def _origin(record: T2IModelRecord) -> str:
    made_by = record.provenance
    if made_by is None:
        return (
            f'<p>{escape(record.board.explanation)}</p><p><a href="{SOURCE_URL}" target="_blank" rel="noopener">'
            f"{escape(_(record.board.source))}</a></p>"
        )
    exam = {True: _("passed its protocol's exam"), False: _("did not pass its protocol's exam")}
    moments = (
        (_("Submitted"), _moment(made_by.submission.created_at)),
        (_("Evaluation began"), _moment(made_by.submission.started_at)),
        (_("Published"), _moment(made_by.submission.finished_at)),
    )
    return _facts(
        (
            (_("How"), escape(_how(record))),
            (_("Images"), f"{made_by.images:,}" if made_by.images else ""),
            (
                _("Protocol"),
                f"{escape(made_by.submission.protocol.name)} {_digest(made_by.submission.protocol_digest)}",
            ),
            (_("Evaluator"), f"{escape(made_by.evaluator.name)} {_digest(made_by.evaluator.digest)}"),
            (
                _("Exam"),
                escape(
                    exam.get(made_by.evaluator.passed_exam, "") if made_by.evaluator.passed_exam is not None else ""
                ),
            ),
            (_("Base weights"), _digest(made_by.evaluator.base_digest)),
            (
                _("Adapter"),
                _digest(made_by.evaluator.adapter_digest) if made_by.evaluator.adapter_digest else escape(_("none")),
            ),
            (_("Precision"), escape(made_by.evaluator.dtype)),
            (_archive_label(record), _digest(made_by.submission.archive_digest)),
            (_("Submission"), _submission(made_by.submission.id)),
            (_("Submitter"), escape(made_by.submission.submitter.name)),
            *moments,
        ),
        "",
    )


def _submission(submission: str) -> str:
    """Link a submission's id to its page."""
    return f'<a href="{escape(submission_link(submission))}"><code>{escape(submission)}</code></a>'


def _how(record: T2IModelRecord) -> str:
    if record.facts["reported"]:
        return _("Reported: the original EvalAlign code gave the scores elsewhere; there are no images here.")
    if record.board.closed_world:
        return _("Measured here, in a closed world: the evaluator judges rendered scenes, not photographs.")
    return _("Measured here: the evaluator looked at the submitted images.")


def _archive_label(record: T2IModelRecord) -> str:
    return _("Reported results") if record.facts["reported"] else _("Uploaded archive")


def _appearance(record: T2IModelRecord, one: Appearance) -> str:
    made_by: Provenance | None = record.provenance
    shown = made_by is not None and (one.submission, one.evaluator_digest) == (
        made_by.submission.id,
        made_by.evaluator.digest,
    )
    here = shown or (made_by is None and one.submission is None)
    board = escape(one.board or one.protocol)
    if one.board is not None and not here:
        board = f'<a href="{escape(t2i_model_link(one.board, record.name))}">{board}</a>'
    interval = "" if one.low is None or one.high is None else f"{one.low:.1f} {_('to')} {one.high:.1f}"
    mark = f" {badge_html('here', _('shown here'))}" if here else ""
    kind = f" {badge_html('paper', _('reported'))}" if one.reported else ""
    archive = f" {_digest(one.archive_digest)}" if one.archive_digest else ""
    submission = f"<code>{escape(one.submission)}</code>{archive}" if one.submission else NOTHING
    return (
        f'<tr><th scope="row" class="name">{_moment(one.date) or NOTHING}</th><td>{board}{mark}{kind}</td>'
        f"<td>{escape(one.evaluator)} {_digest(one.evaluator_digest) if one.evaluator_digest else ''}</td>"
        f'<td class="number">{_figure(one.overall)} <span class="faint">{escape(interval)}</span></td>'
        f'<td class="number">{_figure(one.faithfulness)}</td><td class="number">{_figure(one.alignment)}</td>'
        f"<td>{submission}</td></tr>"
    )


def _facts(rows: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Write names and values, those without a value left out; values are HTML."""
    known = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>" for name, value in rows if value)
    return f'<dl class="facts">{known}</dl>' if known else f'<p class="faint">{escape(otherwise)}</p>'


def _digest(digest: str) -> str:
    return f'<code title="{escape(digest)}">{escape(digest[:12])}</code>'


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else f'<time datetime="{moment.isoformat()}">{moment:%Y-%m-%d %H:%M} UTC</time>'


def _figure(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"
