"""The page that is being laid out."""

import gradio as gr
from gradio.context import Context


def current_blocks() -> gr.Blocks:
    """Return the Blocks of the page that is being laid out, whose `load` event says that a browser opened it.

    Raises:
        RuntimeError: No page is being laid out.
    """
    blocks = Context.root_block
    if blocks is None:
        raise RuntimeError("pages are laid out inside a Blocks context")
    return blocks
