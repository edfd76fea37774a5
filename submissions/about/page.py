"""The about page: the method, what the figures are, downloads and citation."""

import tempfile
import threading
from functools import cache
from pathlib import Path

import gradio as gr

from core.language import languages
from model.closed_world.simulation import SIMULATED_MODELS, write_sample
from model.protocol.protocol import current_protocol
from web.blocks import current_blocks
from web.language import words

_HERE = Path(__file__).parent

DOWNLOADS = "<!-- downloads -->"
"""The place of the buttons in the text."""


def text(code: str) -> str:
    """Read the page's Markdown in a language, `about.zh.md`; where there is none, the English `about.md`."""
    translated = _HERE / f"about.{code}.md"
    return (translated if translated.is_file() else _HERE / "about.md").read_text(encoding="utf-8")


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events.

    The text is on the page in every language; `assets/app.css` shows it in the page's own.
    """
    parts = {code: text(code).split(DOWNLOADS) for code in languages()}
    with gr.Column(elem_classes="prose-column"):
        for code, (before, _after) in parts.items():
            gr.Markdown(before, elem_classes=f"in-{code}")
        with gr.Row():
            protocol = gr.DownloadButton(
                str(words("Download the protocol (JSON)")), value=protocol_file(), elem_id="about-protocol"
            )
            sample = gr.DownloadButton(str(words("Download a sample zip")), value=sample_file(), elem_id="about-sample")
        for code, (_before, after) in parts.items():
            gr.Markdown(after, elem_classes=f"in-{code}")
    for file, button in ((protocol_file, protocol), (sample_file, sample)):
        current_blocks().load(file, None, [button], show_progress="hidden", api_visibility="private")


def protocol_file() -> str:
    """Write the protocol in use to a file to download; returns its path."""
    protocol = current_protocol()
    path = _folder() / f"{protocol.name}.json"
    path.write_text(protocol.model_dump_json(indent=1), encoding="utf-8")
    return str(path)


def sample_file() -> str:
    """Draw a complete sample submission by the last of the simulated T2I models; returns the path of the zip."""
    path = _folder() / "sample-submission.zip"
    with _drawing:
        if not path.is_file():
            write_sample(SIMULATED_MODELS[-1], path)
    return str(path)


_drawing = threading.Lock()


@cache
def _temporary_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder that is deleted when the process ends."""
    return tempfile.TemporaryDirectory(prefix="evalalign-downloads-")


def _folder() -> Path:
    folder = Path(_temporary_folder().name)
    folder.mkdir(exist_ok=True)
    return folder
