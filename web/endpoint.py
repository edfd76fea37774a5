"""Make endpoints of functions that programs call over HTTP: checked arguments, uploaded files, refusals."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, ParamSpec

import gradio as gr
from gradio.utils import get_upload_folder
from pydantic import ConfigDict, ValidationError, validate_call

from core.problems import BadInput, Problem

P = ParamSpec("P")

Document = dict[str, Any]


def endpoint(function: Callable[P, Document]) -> Callable[P, Document]:
    """Check a function's arguments against their types, return its result as JSON, and report its problems.

    The caller gets every problem of a refusal, one per line, as a `gr.Error`, the only error whose text Gradio sends.
    """
    checked = validate_call(config=ConfigDict(arbitrary_types_allowed=True, hide_input_in_errors=True))(function)
    names = tuple(signature(function).parameters)

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> Document:
        try:
            # Gradio cannot write keys that are strings of a subclass, such as a dimension.
            plain: Document = json.loads(json.dumps(checked(*args, **kwargs), allow_nan=False))
        except ValidationError as error:
            raise _refusal([_problem(names, item["loc"], item["msg"]) for item in error.errors()]) from None
        except BadInput as refusal:
            raise _refusal(refusal.problems) from None
        return plain

    return called


def uploaded_path(file: gr.FileData, name: str) -> Path:
    """Return the path of the uploaded file in argument `name`; raises `BadInput` for any other file of the server.

    Gradio checks only files that are marked as such, and a caller may leave out the mark.
    """
    path = Path(file.path).resolve()
    if not path.is_relative_to(Path(get_upload_folder()).resolve()) or not path.is_file():
        raise BadInput.one("not_uploaded", name, "Is no uploaded file. Upload it first; docs/api.md shows how.")
    return path


def _problem(names: Sequence[str], place: tuple[int | str, ...], message: str) -> Problem:
    """Describe the problem of an argument; its place begins with its name or, in a call of Gradio, its number."""
    argument = place[0] if place else ""
    return Problem("argument", names[argument] if isinstance(argument, int) else argument, f"{message}.")


def _refusal(problems: Sequence[Problem]) -> gr.Error:
    return gr.Error("\n".join(map(str, problems)), print_exception=False)
