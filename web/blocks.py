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


def styled_html(css: str, value: str | None = None, **options: Any) -> gr.HTML:
    """Lay out a place for HTML with these styles, none of Gradio's; `options` are those of `gr.HTML`."""
    return gr.HTML(value, css_template=css, apply_default_css=False, **{"js_on_load": None} | options)
