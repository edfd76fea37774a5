"""The prompts of a protocol as files to download: CSV, JSON, and a script that makes the images."""

import csv
import io
import json
from pathlib import Path

from model.protocol.protocol import Protocol
from web.downloads import escape_formula

SCRIPT = Path(__file__).parent / "script.py"
SCRIPT_NAME = "generate.py"
"""The script's name as it is downloaded."""


def format_prompts_csv(protocol: Protocol) -> str:
    """Write the prompts as CSV: dimension, prompt_id, the file's place in the zip (without extension), prompt."""
    rows = _prompt_rows(protocol)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(rows[0])
    writer.writerows([escape_formula(cell) for cell in row.values()] for row in rows)
    return buffer.getvalue()


def format_prompts_json(protocol: Protocol) -> str:
    """Write the prompts as JSON: `{"protocol", "digest", "prompts": [...]}`, each with the columns of the CSV."""
    content = {"protocol": protocol.name, "digest": protocol.digest, "prompts": _prompt_rows(protocol)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def make_generation_script(protocol: Protocol) -> str:
    """Fill `submissions/prompts/script.py` with the protocol's prompts: a program that needs nothing of ours."""
    text = SCRIPT.read_text(encoding="utf-8")
    rows = "".join(
        f"    ({prompt.dimension.value!r}, {prompt.prompt_id!r}, {prompt.text!r}),\n" for prompt in protocol.prompts
    )
    values = {
        'PROTOCOL = ""\n': f"PROTOCOL = {protocol.name!r}\n",
        'DIGEST = ""\n': f"DIGEST = {protocol.digest!r}\n",
        "PROMPTS: tuple[tuple[str, str, str], ...] = ()\n": f"PROMPTS: tuple[tuple[str, str, str], ...] = (\n{rows})\n",
    }
    for placeholder, value in values.items():
        if text.count(placeholder) != 1:
            raise RuntimeError(f"{SCRIPT.name} must have exactly one line {placeholder!r}")
        text = text.replace(placeholder, value)
    return text


def _prompt_rows(protocol: Protocol) -> list[dict[str, str]]:
    return [
        {
            "dimension": prompt.dimension.value,
            "prompt_id": prompt.prompt_id,
            "file": f"{prompt.dimension}/{prompt.prompt_id}",
            "prompt": prompt.text,
        }
        for prompt in protocol.prompts
    ]
