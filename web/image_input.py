"""An image input that gives the uploaded file unopened."""

import gradio as gr
from gradio.data_classes import ImageData


class ImageFile(gr.Image):
    """An image input whose value is the path of the uploaded file.

    Gradio's own component opens the file first, and fails on broken ones without a reason for the visitor.
    """

    is_template = True

    def preprocess(self, payload: ImageData | None) -> str | None:
        """Return the path of the uploaded file."""
        return payload.path if payload is not None else None
