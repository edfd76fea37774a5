"""What the author of a submission is told above the button that withdraws it. Texts from outside are escaped."""

from html import escape

from core.language import _
from core.problems import BadInput
from submissions.identity.ownership import Rights


def rights_html(rights: Rights) -> str:
    """What they may do, and why it is hidden where it is."""
    parts = []
    if rights.hidden_because is not None:
        said = _("An admin has hidden it: it is on no board. The reason given: {reason}", reason=rights.hidden_because)
        parts.append(f'<p class="warning">{escape(said)}</p>')
    if rights.withdraw:
        own, managed = _("This submission is yours: you may withdraw it."), _("As an admin you may withdraw it.")
        parts.append(f"<p>{escape(own if rights.own else managed)}</p>")
    return _card("".join(parts)) if parts else ""


def question_html(rights: Rights) -> str:
    """What withdrawing means, before it is confirmed."""
    asked = _("Withdraw {name}?", name=rights.t2i_model)
    means = _("It leaves the queue and every board, and its name is free again. This cannot be undone.")
    return _card(f"<h3>{escape(asked)}</h3><p>{escape(means)}</p>")


def withdrawn_html() -> str:
    """That it is done."""
    return _card(f"<p>{escape(_('It is withdrawn.'))}</p>")


def refused_html(refusal: BadInput) -> str:
    """Why it was not done."""
    said = " ".join(escape(problem.message) for problem in refusal.problems)
    return f'<div class="card bad" role="alert"><p>{said}</p></div>'


def _card(body: str) -> str:
    return f'<div class="card" role="status">{body}</div>'
