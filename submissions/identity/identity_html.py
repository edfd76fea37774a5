"""The row with the visitor's identity, as HTML. Names from outside are escaped."""

from html import escape

from core.language import _
from submissions.identity.identity import Identity


def identity_html(identity: Identity, sign_in: bool, *, target: str) -> str:
    """Draw the visitor's identity, and the links that change it.

    Args:
        identity: The visitor's.
        sign_in: Whether people sign in here.
        target: The page to come back to, as one query value.
    """
    if identity.signed_in:
        text = escape(_("Signed in as {name}.", name=identity.name))
        link = f'<a href="/logout?_target_url={target}" target="_self">{escape(_("Sign out"))}</a>'
    elif sign_in:
        text = escape(_("Sign in to submit and to see what you submitted."))
        label = escape(_("Sign in with Hugging Face"))
        link = f'<a class="sign-in" href="/login/huggingface?_target_url={target}" target="_self">{label}</a>'
    else:
        text = escape(_("Nobody signs in here: the name you type counts."))
        link = ""
        if identity.admin:
            text += " " + escape(_("This browser holds the admin token, so you are the admin."))
    admin = f'<a href="admin" target="_self">{escape(_("Admin"))}</a>' if identity.admin else ""
    return f'<div class="identity"><p>{text}</p>{link}{admin}</div>'
