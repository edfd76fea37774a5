"""Messages to the author of a submission, above the button that withdraws it. Texts from outside are escaped."""

from html import escape

from core.language import _
from core.problems import BadInput
from submissions.identity.ownership import Rights


def rights_html(rights: Rights) -> str:
    """Say what the author may do, and why the submission is hidden where it is."""
    parts = []
    if rights.hidden_because is not None:
        hidden = _(
            "An admin has hidden it: it is on no board. The reason given: {reason}", reason=rights.hidden_because
        )
        parts.append(f'<p class="warning">{escape(hidden)}</p>')
    if rights.withdraw:
        author, admin = _("This submission is yours: you may withdraw it."), _("As an admin you may withdraw it.")
        parts.append(f"<p>{escape(author if rights.is_author else admin)}</p>")
    return _card("".join(parts)) if parts else ""


def question_html(rights: Rights) -> str:
    """Ask for confirmation, and say what withdrawing means."""
    question = _("Withdraw {name}?", name=rights.t2i_model)
    means = _("It leaves the queue and every board, and its name is free again. This cannot be undone.")
    return _card(f"<h3>{escape(question)}</h3><p>{escape(means)}</p>")


def withdrawn_html() -> str:
    """Say that it is withdrawn."""
    return _card(f"<p>{escape(_('It is withdrawn.'))}</p>")


def refused_html(refusal: BadInput) -> str:
    """Say why it was not withdrawn."""
    reasons = " ".join(escape(problem.message) for problem in refusal.problems)
    return f'<div class="card bad" role="alert"><p>{reasons}</p></div>'


def _card(body: str) -> str:
    return f'<div class="card" role="status">{body}</div>'
