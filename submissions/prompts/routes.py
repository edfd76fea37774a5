"""The prompts and the script over HTTP, at addresses that stay: `/prompts.csv`, `/prompts.json`, `/generate.py`."""

from fastapi import APIRouter, Response

from model.protocol.protocol import current_protocol
from submissions.prompts.prompts import SCRIPT_NAME, format_prompts_csv, format_prompts_json, make_generation_script
from web.downloads import attachment_headers

router = APIRouter()


@router.get("/prompts.csv")
def get_csv() -> Response:
    """Send the prompts of the protocol in use as CSV."""
    protocol = current_protocol()
    return _download(format_prompts_csv(protocol), f"{protocol.name}-prompts.csv", "text/csv; charset=utf-8")


@router.get("/prompts.json")
def get_json() -> Response:
    """Send the prompts of the protocol in use as JSON."""
    protocol = current_protocol()
    return _download(format_prompts_json(protocol), f"{protocol.name}-prompts.json", "application/json")


@router.get(f"/{SCRIPT_NAME}")
def get_script() -> Response:
    """Send a script that makes one image for each prompt."""
    return _download(make_generation_script(current_protocol()), SCRIPT_NAME, "text/x-python; charset=utf-8")


def _download(content: str, name: str, media_type: str) -> Response:
    return Response(content, media_type=media_type, headers=attachment_headers(name))
