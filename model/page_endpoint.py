"""What the functions that programs call over HTTP share: checked arguments, uploaded files, refusals in words."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import ParamSpec, TypeVar

import gradio as gr
from gradio.utils import get_upload_folder
from pydantic import ConfigDict, ValidationError, validate_call

from model.problems import BadInput, Problem

P = ParamSpec("P")
R = TypeVar("R")


def endpoint(function: Callable[P, R]) -> Callable[P, R]:
    """The function with its arguments checked against their types, and its refusals told to whoever calls.

    Of all errors Gradio sends the words of a `gr.Error` only; they are every problem, one a line.
    """
    checked = validate_call(config=ConfigDict(hide_input_in_errors=True))(function)
    parameters = signature(function)

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return checked(**parameters.bind(*args, **kwargs).arguments)
        except ValidationError as error:
            raise _refusal([_problem(item["loc"], item["msg"]) for item in error.errors()]) from None
        except BadInput as refusal:
            raise _refusal(refusal.problems) from None

    return called


def uploaded(file: gr.FileData, name: str) -> Path:
    """The uploaded file that the argument `name` is; raises `BadInput` for any other file of the server's.

    Gradio looks only at files that are marked as such, and a caller may leave out the mark.
    """
    path = Path(file.path).resolve()
    if not path.is_relative_to(Path(get_upload_folder()).resolve()) or not path.is_file():
        raise BadInput.one("not_uploaded", name, "Is no uploaded file. Upload it first; docs/api.md shows how.")
    return path


def _problem(place: tuple[int | str, ...], message: str) -> Problem:
    return Problem("argument", str(place[0]) if place else "", f"{message}.")


def _refusal(problems: list[Problem] | tuple[Problem, ...]) -> gr.Error:
    return gr.Error("\n".join(map(str, problems)), print_exception=False)
