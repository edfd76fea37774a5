"""An image input that hands over the uploaded file as it came."""

import gradio as gr
from gradio.data_classes import ImageData


class ImageFile(gr.Image):
    """Gives the path of the uploaded file.

    Gradio's own component opens the file first, which fails on broken ones
    without telling the visitor why; whoever gets the path says what to do.
    """

    is_template = True

    def preprocess(self, payload: ImageData | None) -> str | None:
        """The uploaded file's path."""
        return payload.path if payload is not None else None
