"""Prompts like the protocol's, but none of them; for training, and for real T2I models to draw."""

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.problems import BadInput
from model.closed_world.prompts import sample_prompts
from model.closed_world.protocol import protocol_prompts
from model.closed_world.scene import PromptSpec
from model.closed_world.vocabulary import NUMBERS, PERSON, plural
from model.official.names import ALIGNMENT_NAMES, NOTHING
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import SKILL_BY_KEY, Dimension


def sample_fresh_prompts(dimension: Dimension, number: int, seed: int) -> list[tuple[Prompt, PromptSpec]]:
    """Sample prompts, all different and none of `closed-world-v1`; a longer list begins with a shorter one.

    Their ids hold the seed: `s1_a00001` is the first alignment prompt of seed 1.
    """
    rng = random.Random(f"fresh prompts/{seed}/{dimension}")
    taken = {prompt.text for prompt, _ in protocol_prompts()}
    return sample_prompts(dimension, number, rng, prompt_ids=f"s{seed}_{dimension[0]}{{:05}}", taken=taken)


def make_official_records(number: int, seed: int, protocol: Protocol) -> list[dict[str, Any]]:
    """Make fresh alignment prompts in the shape of EvalAlign's prompt file, questions in the protocol's wording.

    Each is `{prompt_id, prompt, result_info, question_info}`: `result_info` holds per skill its elements in the file's
    notation (`cat: two; car: one;`), `none` where there are none; `question_info` a question where there are.
    """
    return [
        _official_record(prompt, _official_elements(spec), protocol)
        for prompt, spec in sample_fresh_prompts(Dimension.ALIGNMENT, number, seed)
    ]


def write_official_prompts(path: Path, prompts: Sequence[Mapping[str, Any]]) -> None:
    """Write records into a new file; raises `BadInput` where something is there or it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            json.dump(prompts, file, indent=2, ensure_ascii=False)
    except FileExistsError as error:
        raise BadInput.one("target_exists", str(path), "Is there already; name a place where nothing is.") from error
    except OSError as error:
        raise BadInput.one("target_unwritable", str(path), f"Cannot be written: {error.strerror}.") from error


def _official_record(prompt: Prompt, elements: Mapping[str, str], protocol: Protocol) -> dict[str, Any]:
    return {
        "prompt_id": prompt.prompt_id,
        "prompt": prompt.text,
        "result_info": {key: elements.get(skill, NOTHING) for skill, key in ALIGNMENT_NAMES.items()},
        "question_info": {
            ALIGNMENT_NAMES[skill]: f"<image>\n{protocol.question(SKILL_BY_KEY[skill], prompt.text, element).text}"
            for skill, element in elements.items()
        },
    }


def _official_elements(spec: PromptSpec) -> dict[str, str]:
    """Name what a prompt asks of each alignment skill in the notation of EvalAlign's prompt file."""
    relation = spec.relation
    ends = " and ".join(relation.things[1:]) if relation else ""
    elements = {
        "alignment.object": [*spec.things],
        "alignment.count": [
            f"{plural(group.kind, group.count)}: {NUMBERS[group.count]}" for group in spec.groups if group.count
        ],
        "alignment.color": [f"{group.kind}: {group.colour}" for group in spec.groups if group.colour],
        "alignment.style": [spec.style] if spec.style else [],
        "alignment.spatial": [f"{relation.first}: {relation.words} {ends}"] if relation else [],
        "alignment.action": [f"{PERSON} is {spec.action.words}"] if spec.action else [],
    }
    return {skill: " ".join(f"{part};" for part in parts) for skill, parts in elements.items() if parts}
