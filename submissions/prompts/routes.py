"""The prompts and the script over HTTP, at addresses that stay: `/prompts.csv`, `/prompts.json`, `/generate.py`."""

from fastapi import APIRouter, Response

from core.settings import get_settings
from model.protocol.protocol import Protocol, find_protocol
from submissions.prompts.prompts import SCRIPT_NAME, format_prompts_csv, format_prompts_json, make_generation_script

router = APIRouter()


@router.get("/prompts.csv")
def csv_file() -> Response:
    """The prompts of the protocol in use, as CSV."""
    protocol = _protocol()
    return _file(format_prompts_csv(protocol), f"{protocol.name}-prompts.csv", "text/csv; charset=utf-8")


@router.get("/prompts.json")
def json_file() -> Response:
    """The same as JSON."""
    protocol = _protocol()
    return _file(format_prompts_json(protocol), f"{protocol.name}-prompts.json", "application/json")


@router.get(f"/{SCRIPT_NAME}")
def script_file() -> Response:
    """A script that makes one image for each of them."""
    return _file(make_generation_script(_protocol()), SCRIPT_NAME, "text/x-python; charset=utf-8")


def _protocol() -> Protocol:
    settings = get_settings()
    return find_protocol(settings.protocol, settings.data_dir)


def _file(content: str, name: str, media_type: str) -> Response:
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
