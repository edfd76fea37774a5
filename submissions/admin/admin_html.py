"""The parts of the admin page as HTML. Every text from outside is escaped here, and only here."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from core.language import _
from core.problems import Problem
from core.text import format_bytes
from leaderboard.store.tables import AuditLog, Submission, now
from submissions.admin.oversight import Condition
from submissions.evaluation.status import describe_state, format_duration
from submissions.identity.admin_token import PARAMETER, PATH

_LOW_DISK = 0.05
"""The share of the disk below which too little is free."""

Cell = tuple[str, str]
"""A cell's class, and its HTML."""


def not_admin_html(sign_in: bool, *, wrong_token: bool = False) -> str:
    """Say how to become an admin; `wrong_token`: the page was opened with a token, and it is not this start's."""
    if sign_in:
        body = f"<p>{escape(_('Sign in as one of the admins that the setting EVALALIGN_ADMINS names.'))}</p>"
    else:
        wrong = f"<p>{escape(_('This is not the token of the last start.'))}</p>" if wrong_token else ""
        ways = _("Open the address that the app printed when it started, or type the token in it here.")
        # A form without script: the answer to it sets the cookie and comes back to this page.
        body = f"""{wrong}<p>{escape(ways)}</p>
<form action="{PATH}" method="get" target="_self"><label>{escape(_("Admin token"))}
<input name="{PARAMETER}" type="password" autocomplete="off" required></label>
<button>{escape(_("Open the admin page"))}</button></form>"""
    return f"""<div class="card bad" role="status"><h3>{escape(_("Only admins see this page"))}</h3>
{body}</div>"""


def done_html(outcome: str) -> str:
    """Say that something was done."""
    return f'<div class="card good" role="status"><p>{escape(outcome)}</p></div>'


def refused_html(problems: Sequence[Problem]) -> str:
    """Say why something was not done."""
    reasons = "".join(f"<p><b>{escape(problem.where)}</b> {escape(problem.message)}</p>" for problem in problems)
    return f'<div class="card bad" role="alert">{reasons}</div>'


def condition_html(condition: Condition) -> str:
    """Draw how everything is doing."""
    low = condition.disk_free < _LOW_DISK * condition.disk_total
    free = _("{free} of {total} free", free=format_bytes(condition.disk_free), total=format_bytes(condition.disk_total))
    size = f", {format_bytes(condition.database_bytes)}" if condition.database_bytes else ""
    totals = condition.totals
    facts = [
        (_("Database"), condition.database + size),
        (_("Disk"), free + (f" ({_('too little')})" if low else "")),
        (_("Queue"), _("Paused") if condition.paused else _("Open")),
        (_("Workers"), ", ".join(condition.workers) or _("None")),
        (_("Last published"), _moment(totals.last_published)),
        (_("T2I models"), f"{totals.t2i_models:,}"),
        (_("Images"), f"{totals.images:,}"),
        (_("Hidden submissions"), f"{totals.hidden:,}"),
        *((describe_state(state), f"{count:,}") for state, count in sorted(totals.by_state.items())),
    ]
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    tone = "bad" if low or condition.paused else "good"
    return f'<div class="card {tone}"><dl class="facts">{rows}</dl></div>{_failures(condition.failures)}'


def queue_html(submissions: Sequence[Submission]) -> str:
    """Draw the submissions that run, wait or failed."""
    if not submissions:
        return f"<p>{escape(_('Nothing runs, waits or has failed.'))}</p>"
    heads = (
        ("", _("Submission")),
        ("", _("T2I model")),
        ("", _("State")),
        ("number", _("Priority")),
        ("number", _("Images done")),
        ("number", _("Attempts")),
        ("", _("Worker")),
        ("number", _("Lease")),
        ("text", _("Reason")),
    )
    rows = [
        (
            ("", _id(item.id)),
            ("", escape(item.t2i_model.name)),
            ("", escape(describe_state(item.state))),
            ("number", f"{item.priority}"),
            ("number", f"{item.done:,} / {item.total:,}"),
            ("number", f"{item.attempts}"),
            ("", escape(item.lease_owner or "–")),
            ("number", escape(_lease(item.lease_expires_at))),
            ("text", escape(item.reason or "–")),
        )
        for item in submissions
    ]
    return _table(_("The queue"), heads, rows)


def submissions_html(submissions: Sequence[Submission], total: int, offset: int) -> str:
    """Draw one page of submissions; `offset` is how many come before it."""
    if not submissions:
        return f"<p>{escape(_('No submission is called so.'))}</p>"
    heads = (
        ("", _("Submission")),
        ("", _("T2I model")),
        ("", _("Submitter")),
        ("", _("State")),
        ("", _("On view")),
        ("number", _("Images")),
        ("number", _("Received")),
    )
    rows = [
        (
            ("", _id(item.id)),
            ("", escape(item.t2i_model.name)),
            ("", escape(item.submitter.name) + ("" if item.signed_in else f" ({escape(_('typed'))})")),
            ("", escape(describe_state(item.state))),
            ("", escape(_("Hidden") if item.hidden else _("Yes"))),
            ("number", f"{item.total:,}"),
            ("number", _moment(item.created_at)),
        )
        for item in submissions
    ]
    return _table(_("Submissions"), heads, rows) + _count(len(rows), total, offset)


def log_html(entries: Sequence[AuditLog], total: int, offset: int) -> str:
    """Draw one page of the audit log; `offset` is how many acts come before it."""
    if not entries:
        return f"<p>{escape(_('No row of the log matches.'))}</p>"
    heads = (
        ("number", _("When (UTC)")),
        ("", _("Who")),
        ("", _("What")),
        ("", _("Submission")),
        ("text", _("Details")),
    )
    rows = [
        (
            ("number", f"{entry.at:%Y-%m-%d %H:%M:%S}"),
            ("", escape(entry.actor)),
            ("", escape(entry.action)),
            ("", _id(entry.submission_id) if entry.submission_id else "–"),
            ("text", escape(entry.detail)),
        )
        for entry in entries
    ]
    return _table(_("Audit log"), heads, rows) + _count(len(rows), total, offset)


def _failures(failures: Sequence[Submission]) -> str:
    if not failures:
        return ""
    items = "".join(
        f"<p>{_moment(failure.finished_at)} <b>{escape(failure.t2i_model.name)}</b> {_id(failure.id)}<br>"
        f"{escape(failure.reason or '')}</p>"
        for failure in failures
    )
    return f'<div class="card bad"><h3>{escape(_("Last failures"))}</h3>{items}</div>'


def _table(caption: str, heads: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> str:
    head = "".join(f'<th scope="col" class="{kind}">{escape(name)}</th>' for kind, name in heads)
    body = "".join(
        "<tr>" + "".join(f'<td class="{kind}">{content}</td>' for kind, content in row) + "</tr>" for row in rows
    )
    # A table wider than the screen scrolls, with the keyboard, too.
    return f"""<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">
<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"""


def _count(shown: int, total: int, offset: int) -> str:
    span = _("{first} to {last} of {total}", first=f"{offset + 1:,}", last=f"{offset + shown:,}", total=f"{total:,}")
    return f'<p class="count">{escape(span)}</p>'


def _id(submission: str) -> str:
    return f"<code>{escape(submission)}</code>"


def _moment(at: datetime | None) -> str:
    return "–" if at is None else f"{at:%Y-%m-%d %H:%M}"


def _lease(expires_at: datetime | None) -> str:
    if expires_at is None:
        return "–"
    seconds = (expires_at - now()).total_seconds()
    if seconds < 0:
        return _("ran out {span} ago", span=format_duration(-seconds))
    return _("{span} left", span=format_duration(seconds))
