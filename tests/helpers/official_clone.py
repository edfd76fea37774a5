"""A small clone in the layout of EvalAlign's repository, its texts invented for the tests."""

import json
from pathlib import Path
from typing import Any

from model.official.names import ALIGNMENT_NAMES

GRADES = "0.awful, 1.bad, 2.so so, 3.good, 4.flawless, the answer is"

QUESTIONS: dict[str, str] = {
    "body": f"<image>\nAre bodies whole? \nOptions: -1.nobody there, {GRADES}",
    "Hand": f"<image>\nAre hands whole? \nOptions: -1.no hands there, {GRADES}",
    "face": f"<image>\nAre faces whole? \nOptions: -1.no faces there, {GRADES}",
    "object": f"<image>\nDo things look real? \nOptions: {GRADES}",
    "common": f"<image>\nIs  it sensible? \nOptions:  {GRADES}",
}

WORDING: dict[str, str] = {
    name: f"<image>\nIs the {name.lower()}(%s) as told?  Answer: 0, no. 1, half. 2, yes."
    for name in ALIGNMENT_NAMES.values()
}

FAITHFULNESS: list[dict[str, str]] = [
    {"prompt_id": "11", "prompt": "A cook stirs soup."},
    {"prompt_id": "12_v1_3", "prompt": "Rain on a tin roof."},
]


def alignment_record(prompt_id: str, text: str, **elements: str) -> dict[str, Any]:
    """A record of the alignment prompt file; skills that are not named get `none`."""
    found = {name: elements.get(name, "none") for name in ALIGNMENT_NAMES.values()}
    asked = {name: element for name, element in found.items() if element.strip("; ") != "none"}
    return {
        "prompt_id": prompt_id,
        "prompt": text,
        "result_info": found,
        "question_info": {name: WORDING[name] % element for name, element in asked.items()},
    }


ALIGNMENT: list[dict[str, Any]] = [
    alignment_record("21", "two red kites, a barn", Object="kites; barn;", Count="kites: two;", Color="kites: red;"),
    alignment_record("22", "ink drawing, a dog leaps over a fence", Object="dog; fence;", Style="ink;", Action="leap;"),
    alignment_record("23", "a jug left of a bowl", Object="jug; bowl", Spatial="jug: left of bowl;", Color="none;"),
    alignment_record("24", "mood board"),
]


def script(literal: str) -> str:
    """An evaluation script that nobody may run."""
    return f"import torch_that_is_nowhere\n\n\ndef evaluate(args):\n    for p in args:\n        asked = {literal}\n"


def write_clone(folder: Path, *, alignment: Any = None, faithfulness: Any = None, code: str | None = None) -> Path:
    """The clone's files; what is given stands in place of the usual."""
    (folder / "configs").mkdir(parents=True, exist_ok=True)
    (folder / "evalalign" / "eval").mkdir(parents=True, exist_ok=True)
    for name, content in (("faithfulness", faithfulness or FAITHFULNESS), ("alignment", alignment or ALIGNMENT)):
        (folder / "configs" / f"test_{name}_prompt.json").write_text(json.dumps(content, indent=4))
    text = code if code is not None else script(repr(QUESTIONS))
    (folder / "evalalign" / "eval" / "test_faithfulness.py").write_text(text)
    (folder / "LICENSE").write_text("        Apache License\n        Version 2.0, January 2004\n\nterms\n")
    return folder
