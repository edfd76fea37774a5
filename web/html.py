"""Render HTML from Jinja2 templates: every value is escaped, every text translated.

Templates lie beside the module that fills them, and are named by their path in the checkout:
`render("leaderboard/board/board.html", board=board)`. Macros that recur are in `web/macros.html`. In a template `_` is
`core.language._`: `{{ _("{n} of {all}", n=n, all=all) }}`; values are escaped, unless they are markup themselves.
Filters: `thousands` groups the digits of a count, `file_size` writes bytes as `3.2 MB`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from core import language
from core.text import format_bytes

ROOT = Path(__file__).parent.parent


def render(template: str, /, **values: Any) -> str:
    """Render a template, named by its path in the checkout."""
    return _environment.get_template(template).render(values)


def call_macro(template: str, macro: str, /, *values: Any) -> str:
    """Render one macro of a template, for a part of a page that is updated alone."""
    function: Callable[..., Any] = getattr(_environment.get_template(template).module, macro)
    return str(function(*values))


def _translate(text: str, **values: Any) -> Markup:
    translation = escape(language._(text))
    return translation.format(**values) if values else translation


_environment = Environment(
    loader=FileSystemLoader(ROOT), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_environment.globals["_"] = _translate
_environment.filters |= {"thousands": "{:,}".format, "file_size": format_bytes}
