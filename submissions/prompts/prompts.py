"""What an author takes along: the prompts, as CSV and JSON, and a script that makes the images."""

import csv
import io
import json
from pathlib import Path

from model.protocol.protocol import Protocol

SCRIPT = Path(__file__).parent / "script.py"
SCRIPT_NAME = "generate.py"

_PLACEHOLDERS = ('PROTOCOL = ""\n', 'DIGEST = ""\n', "PROMPTS: tuple[tuple[str, str, str], ...] = ()\n")


def format_prompts_csv(protocol: Protocol) -> str:
    """The prompts as CSV: dimension, prompt_id, the file's place in the zip (without extension), prompt."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["dimension", "prompt_id", "file", "prompt"])
    for prompt in protocol.prompts:
        writer.writerow(
            [prompt.dimension.value, prompt.prompt_id, f"{prompt.dimension}/{prompt.prompt_id}", prompt.text]
        )
    return buffer.getvalue()


def format_prompts_json(protocol: Protocol) -> str:
    """The same as JSON: `{"protocol", "digest", "prompts": [{"dimension", "prompt_id", "file", "prompt"}]}`."""
    prompts = list(csv.DictReader(io.StringIO(format_prompts_csv(protocol))))
    content = {"protocol": protocol.name, "digest": protocol.digest, "prompts": prompts}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def make_generation_script(protocol: Protocol) -> str:
    """Put the protocol's prompts into `script.py`: a Python program that needs nothing of this project."""
    text = SCRIPT.read_text(encoding="utf-8")
    rows = "".join(
        f"    ({prompt.dimension.value!r}, {prompt.prompt_id!r}, {prompt.text!r}),\n" for prompt in protocol.prompts
    )
    filled = (
        f"PROTOCOL = {protocol.name!r}\n",
        f"DIGEST = {protocol.digest!r}\n",
        f"PROMPTS: tuple[tuple[str, str, str], ...] = (\n{rows})\n",
    )
    for placeholder, value in zip(_PLACEHOLDERS, filled, strict=True):
        before, found, after = text.partition(placeholder)
        if not found:
            raise RuntimeError(f"{SCRIPT.name} has no line {placeholder!r}")
        text = f"{before}{value}{after}"
    return text
