"""The visitor's identity, read from Gradio's request and shown on the page with the way to sign in or out."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import gradio as gr

from core.settings import get_settings
from submissions.identity.identity import STRANGER, Identity, sign_in_offered, signed_in_identity, token_identity
from web.blocks import current_blocks, styled_html
from web.html import call_macro

TEMPLATE = "submissions/identity/identity.html"

CSS = """
.identity { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; min-height: 44px;
  color: var(--body-text-color); font-variant-numeric: tabular-nums; }
.identity p { margin: 0; }
.identity a { color: var(--link-text-color); text-decoration: underline; }
.identity a.sign-in { padding: 8px 16px; border: 1px solid var(--border-color-primary); border-radius: 8px;
  background: var(--background-fill-secondary); text-decoration: none; }
.identity a:focus-visible { outline: 2px solid var(--link-text-color); outline-offset: 2px; }
"""


def identity_of(request: gr.Request | None) -> Identity:
    """Identify the visitor behind an event or an opened page; a stranger where there is no request.

    Call it in every handler that changes something: what a page showed proves nothing.
    """
    inner = request.request if request is not None else None
    if inner is None:
        return STRANGER
    headers: Mapping[str, str] = {name.lower(): value for name, value in inner.headers.items()}
    if sign_in_offered():
        return signed_in_identity(inner.scope.get("session", {}), headers, get_settings())
    return token_identity(inner.cookies, headers)


def build() -> None:
    """Lay out one row with the visitor's identity and how to sign in or out; it is filled when the page opens."""
    if sign_in_offered():
        # Its presence makes Gradio serve /login/huggingface and /logout; the row links there in the page's language.
        gr.LoginButton(visible=False)
    with gr.Column(elem_id="identity-room"):  # there before the row is loaded
        row = styled_html(CSS, elem_id="identity")
    current_blocks().load(draw_row, None, [row], show_progress="hidden", api_visibility="private")


def draw_row(request: gr.Request) -> str:
    """Draw the row for the visitor who opens the page."""
    target = quote(_path(request), safe="")
    return call_macro(TEMPLATE, "row", identity_of(request), sign_in_offered(), target)


def _path(request: gr.Request) -> str:
    """Return the path of the page that the event comes from, with its query, to come back to."""
    referer: Any = request.headers.get("referer", "")
    _, _, path = str(referer).partition("://")
    return "/" + path.partition("/")[2]
