"""Who is at a page: read from Gradio's request, and said on the page with the way to sign in or out."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import gradio as gr
from gradio.context import Context

from core.settings import get_settings
from submissions.identity.identity import STRANGER, Identity, sign_in_offered, signed_in_identity, token_identity
from submissions.identity.identity_html import identity_html

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
    """Who caused an event or opened a page; a stranger where there is no request.

    Ask it again in every handler that changes something: what a page showed proves nothing.
    """
    inner = request.request if request is not None else None
    if inner is None:
        return STRANGER
    headers: Mapping[str, str] = {name.lower(): value for name, value in inner.headers.items()}
    if sign_in_offered():
        return signed_in_identity(inner.scope.get("session", {}), headers, get_settings())
    return token_identity(inner.cookies, headers)


def build() -> None:
    """Lay out one row that says who one is here and how to sign in or out; it fills itself when the page opens."""
    if sign_in_offered():
        # Its presence makes Gradio serve /login/huggingface and /logout; the row links there in the page's language.
        gr.LoginButton(visible=False)
    with gr.Column(elem_id="identity-room"):  # there before the row is loaded
        row = gr.HTML(elem_id="identity", css_template=CSS, js_on_load=None, apply_default_css=False)
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the row out inside a Blocks context")
    opened.load(row_for, None, [row], show_progress="hidden", api_visibility="private")


def row_for(request: gr.Request) -> str:
    """The row's content for whoever opens the page."""
    return identity_html(identity_of(request), sign_in_offered(), target=quote(_path(request), safe=""))


def _path(request: gr.Request) -> str:
    """The page that the event comes from, with its query, to come back to."""
    referer: Any = request.headers.get("referer", "")
    _, _, path = str(referer).partition("://")
    return "/" + path.partition("/")[2]
