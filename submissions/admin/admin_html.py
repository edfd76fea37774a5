"""What the admin page shows, as HTML. Every text that came from outside is escaped here, and only here."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from core.language import _
from core.problems import Problem
from core.text import format_bytes
from submissions.admin.oversight import Condition, Entry, LogRow
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


def done_html(said: str) -> str:
    """That something was done."""
    return f'<div class="card good" role="status"><p>{escape(said)}</p></div>'


def refused_html(problems: Sequence[Problem]) -> str:
    """Why something was not done."""
    said = "".join(f"<p><b>{escape(problem.where)}</b> {escape(problem.message)}</p>" for problem in problems)
    return f'<div class="card bad" role="alert">{said}</div>'


def condition_html(found: Condition) -> str:
    """How everything is doing."""
    low = found.disk_free < _LOW_DISK * found.disk_total
    free = _("{free} of {total} free", free=format_bytes(found.disk_free), total=format_bytes(found.disk_total))
    facts = [
        (_("Database"), found.database + (f", {format_bytes(found.database_bytes)}" if found.database_bytes else "")),
        (_("Disk"), free + (f" ({_('too little')})" if low else "")),
        (_("Queue"), _("Paused") if found.paused else _("Open")),
        (_("Workers"), ", ".join(found.workers) or _("None")),
        (_("Last published"), _moment(found.last_finished)),
        (_("T2I models"), f"{found.t2i_models:,}"),
        (_("Images"), f"{found.images:,}"),
        (_("Hidden submissions"), f"{found.hidden:,}"),
        *((describe_state(state), f"{count:,}") for state, count in sorted(found.states.items())),
    ]
    listed = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    tone = "bad" if low or found.paused else "good"
    return f'<div class="card {tone}"><dl class="facts">{listed}</dl></div>{_errors(found.errors)}'


def queue_html(entries: Sequence[Entry]) -> str:
    """What runs, waits and failed."""
    if not entries:
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
            ("", _id(entry.submission)),
            ("", escape(entry.t2i_model)),
            ("", escape(describe_state(entry.state))),
            ("number", f"{entry.priority}"),
            ("number", f"{entry.done:,} / {entry.total:,}"),
            ("number", f"{entry.attempts}"),
            ("", escape(entry.worker or "–")),
            ("number", escape(_lease(entry.lease_seconds))),
            ("text", escape(entry.reason or "–")),
        )
        for entry in entries
    ]
    return _table(_("The queue"), heads, rows)


def submissions_html(entries: Sequence[Entry], total: int, offset: int) -> str:
    """Submissions to act on."""
    if not entries:
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
            ("", _id(entry.submission)),
            ("", escape(entry.t2i_model)),
            ("", escape(entry.submitter) + ("" if entry.signed_in else f" ({escape(_('typed'))})")),
            ("", escape(describe_state(entry.state))),
            ("", escape(_("Hidden") if entry.hidden else _("Yes"))),
            ("number", f"{entry.total:,}"),
            ("number", _moment(entry.created_at)),
        )
        for entry in entries
    ]
    return _table(_("Submissions"), heads, rows) + _count(len(rows), total, offset)


def log_html(found: Sequence[LogRow], total: int, offset: int) -> str:
    """Who did what to which submission."""
    if not found:
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
            ("number", f"{row.at:%Y-%m-%d %H:%M:%S}"),
            ("", escape(row.actor)),
            ("", escape(row.action)),
            ("", _id(row.submission) if row.submission else "–"),
            ("text", escape(row.detail)),
        )
        for row in found
    ]
    return _table(_("Audit log"), heads, rows) + _count(len(rows), total, offset)


def _errors(errors: Sequence[Entry]) -> str:
    if not errors:
        return ""
    listed = "".join(
        f"<p>{_moment(entry.finished_at)} <b>{escape(entry.t2i_model)}</b> {_id(entry.submission)}<br>"
        f"{escape(entry.reason or '')}</p>"
        for entry in errors
    )
    return f'<div class="card bad"><h3>{escape(_("Last failures"))}</h3>{listed}</div>'


def _table(caption: str, heads: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> str:
    head = "".join(f'<th scope="col" class="{kind}">{escape(name)}</th>' for kind, name in heads)
    body = "".join(
        "<tr>" + "".join(f'<td class="{kind}">{content}</td>' for kind, content in row) + "</tr>" for row in rows
    )
    # A table wider than the screen scrolls, with the keyboard, too.
    return f"""<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">
<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"""


def _count(shown: int, total: int, offset: int) -> str:
    said = _("{first} to {last} of {total}", first=f"{offset + 1:,}", last=f"{offset + shown:,}", total=f"{total:,}")
    return f'<p class="count">{escape(said)}</p>'


def _id(submission: str) -> str:
    return f"<code>{escape(submission)}</code>"


def _moment(at: datetime | None) -> str:
    return "–" if at is None else f"{at:%Y-%m-%d %H:%M}"


def _lease(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    if seconds < 0:
        return _("ran out {span} ago", span=format_duration(-seconds))
    return _("{span} left", span=format_duration(seconds))
