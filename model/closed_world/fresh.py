"""Fresh prompts: as the protocol's, but none of them; for training, and for real T2I models to draw."""

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from core.problems import BadInput
from model.closed_world.prompts import write_prompt
from model.closed_world.scene import PromptSpec, sample_spec
from model.closed_world.simulation import protocol_prompts
from model.closed_world.truth import name_elements
from model.closed_world.vocabulary import NUMBERS, PERSON, plural
from model.official.names import ALIGNMENT_NAMES, NOTHING
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import SKILL_BY_KEY, Dimension


def sample_fresh_prompts(dimension: Dimension, number: int, seed: int) -> list[tuple[Prompt, PromptSpec]]:
    """Prompts with their wishes, all different and none of `closed-world-v1`; a longer list begins with a shorter one.

    Their ids hold the seed: `s1_a00001` is the first alignment prompt of seed 1.
    """
    rng = random.Random(f"fresh prompts/{seed}/{dimension}")
    annotated = dimension is Dimension.ALIGNMENT
    taken = {prompt.text for prompt, _ in protocol_prompts()}
    found: list[tuple[Prompt, PromptSpec]] = []
    while len(found) < number:
        spec = sample_spec(rng, annotated=annotated)
        text = write_prompt(spec, rng)
        if text in taken:
            continue
        taken.add(text)
        prompt = Prompt(
            prompt_id=f"s{seed}_{dimension[0]}{len(found) + 1:05}",
            dimension=dimension,
            text=text,
            elements=name_elements(spec) if annotated else {},
        )
        found.append((prompt, spec))
    return found


def make_official_records(number: int, seed: int, protocol: Protocol) -> list[dict[str, Any]]:
    """Fresh alignment prompts in the shape of EvalAlign's prompt file.

    Each is `{prompt_id, prompt, result_info, question_info}`: `result_info`
    holds per skill its elements in the file's notation (`cat: two; car: one;`),
    `none` where there are none; `question_info` a question where there are.

    Args:
        number: How many.
        seed: Whence they come.
        protocol: Whose wording the questions have.
    """
    return [
        _official(prompt, spec, protocol) for prompt, spec in sample_fresh_prompts(Dimension.ALIGNMENT, number, seed)
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


def _official(prompt: Prompt, spec: PromptSpec, protocol: Protocol) -> dict[str, Any]:
    named = official_elements(spec)
    return {
        "prompt_id": prompt.prompt_id,
        "prompt": prompt.text,
        "result_info": {key: named.get(skill, NOTHING) for skill, key in ALIGNMENT_NAMES.items()},
        "question_info": {
            ALIGNMENT_NAMES[skill]: f"<image>\n{protocol.question(SKILL_BY_KEY[skill], prompt.text, element).text}"
            for skill, element in named.items()
        },
    }


def official_elements(spec: PromptSpec) -> dict[str, str]:
    """What the wish asks of each alignment skill, in the notation of EvalAlign's prompt file; others are left out."""
    relation = spec.relation
    ends = " and ".join(relation.things[1:]) if relation else ""
    named = {
        "alignment.object": [*spec.things],
        "alignment.count": [
            f"{plural(group.kind, group.count)}: {NUMBERS[group.count]}" for group in spec.groups if group.count
        ],
        "alignment.color": [f"{group.kind}: {group.colour}" for group in spec.groups if group.colour],
        "alignment.style": [spec.style] if spec.style else [],
        "alignment.spatial": [f"{relation.first}: {relation.words} {ends}"] if relation else [],
        "alignment.action": [f"{PERSON} is {spec.action.words}"] if spec.action else [],
    }
    return {skill: " ".join(f"{part};" for part in parts) for skill, parts in named.items() if parts}
