"""Collect the English texts of code and templates in `core/locales/messages.pot`: `python -m scripts.collect_texts`.

Babel's own extractor sees texts inside f-strings only from Python 3.12 on; this one reads the syntax tree of the code,
and finds the same in every version. Texts of templates are those that Jinja2's extractor finds.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from jinja2.ext import babel_extract

from core.language import LOCALES

ROOT = Path(__file__).parent.parent
ROOMS = ("app.py", "core", "web", "model", "leaderboard", "submissions")
MARKS = {"_", "mark", "words"}


def texts() -> set[str]:
    """Collect every text that `_`, `mark` or `words` is called with, as a literal."""
    rooms = [ROOT / room for room in ROOMS]
    files = [file for room in rooms for file in (room.rglob("*.py") if room.is_dir() else [room])]
    templates = [file for room in rooms for file in room.rglob("*.html")]
    return {text for file in files for text in _marked(ast.parse(file.read_text(encoding="utf-8")))} | {
        text for file in templates for text in _in_template(file)
    }


def english_catalogue() -> bytes:
    """Write the texts as a gettext template: sorted, without their places in the code."""
    catalogue, file = Catalog(), BytesIO()
    for text in texts():
        catalogue.add(text)
    write_po(file, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return file.getvalue()


def _in_template(file: Path) -> Iterator[str]:
    with file.open("rb") as opened:
        for _line, _function, message, _comments in babel_extract(opened, ["_"], [], {"encoding": "utf-8"}):
            text = message[0] if isinstance(message, tuple) else message
            if text:  # else it is data, which `mark` collects where it is written
                yield text


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]) if name in MARKS and text:
                yield text


if __name__ == "__main__":
    (LOCALES / "messages.pot").write_bytes(english_catalogue())
