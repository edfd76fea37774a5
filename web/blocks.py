"""Parts of laying out a Gradio page that every page needs."""

from typing import Any

import gradio as gr
from gradio.context import Context

Update = dict[str, Any]
"""The answer of `gr.update`: changed properties of a component."""


def current_blocks() -> gr.Blocks:
    """Return the Blocks of the page that is being laid out, whose `load` event says that a browser opened it.

    Raises:
        RuntimeError: No page is being laid out.
    """
    blocks = Context.root_block
    if blocks is None:
        raise RuntimeError("pages are laid out inside a Blocks context")
    return blocks


def styled_html(css: str, **options: Any) -> gr.HTML:
    """Lay out a place for HTML with these styles, none of Gradio's, and no script; `options` are those of `gr.HTML`."""
    return gr.HTML(css_template=css, js_on_load=None, apply_default_css=False, **options)
