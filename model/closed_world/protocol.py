"""The protocol of the closed world, made from a fixed seed: `closed-world-v1`."""

import random
from functools import cache

from core.language import mark
from model.closed_world.prompts import sample_prompts
from model.closed_world.scene import PromptSpec
from model.protocol.protocol import Protocol
from model.protocol.schema import (
    Conversation,
    DimensionThresholds,
    ExamThresholds,
    ImagePreparation,
    Prompt,
    SkillQuestion,
)
from model.protocol.skills import SKILLS, Dimension

FAITHFULNESS_PROMPTS = 100
ALIGNMENT_PROMPTS = 120
"""As many as the official protocol has."""

_SEED = 20260
_GRADES = {
    "4": "nothing is wrong",
    "3": "one thing is wrong",
    "2": "two things are wrong",
    "1": "three things are wrong",
    "0": "four things are wrong",
}
_SHARES = {"2": "all of it is right", "1": "some of it is right", "0": "none of it is right"}
_NOBODY = {"-1": "nobody is in the picture"}

_QUESTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "faithfulness.body": ("Is the body right?", _NOBODY | _GRADES),
    "faithfulness.hand": ("Are the hands right?", _NOBODY | _GRADES),
    "faithfulness.face": ("Is the face right?", _NOBODY | _GRADES),
    "faithfulness.object": ("Are the objects right?", _GRADES),
    "faithfulness.commonsense": ("Does the scene make sense?", _GRADES),
    "alignment.object": ("Are all shown: {element}?", _SHARES),
    "alignment.count": ("Are the counts right: {element}?", _SHARES),
    "alignment.color": ("Are the colours right: {element}?", _SHARES),
    "alignment.style": (
        "Is the style right: {element}?",
        {"2": "throughout", "1": "in half of the picture", "0": "another style"},
    ),
    "alignment.spatial": (
        "Is the placement right: {element}?",
        {"2": "as asked", "1": "arranged in another way", "0": "the other way round, or one is missing"},
    ),
    "alignment.action": (
        "Is the action right: {element}?",
        {"2": "pose and prop", "1": "one of the two", "0": "neither"},
    ),
}


@cache
def closed_world_protocol() -> Protocol:
    """Make the protocol `closed-world-v1`; always the same, since it comes from a fixed seed."""
    return Protocol(
        name="closed-world-v1",
        title=mark("Closed world, version 1"),
        description=(
            "Rendered scenes of objects and people whose truth is known. It judges rendered scenes, not photographs; "
            "its wording is our own, not the official EvalAlign protocol's."
        ),
        licence="Apache-2.0",
        # Part of the digest, so it keeps the name that the package had when the protocol was made.
        source="model/world of the EvalAlign Leaderboard",
        conversation=Conversation(before_image="USER: ", after_image="\n{question} ANSWER:", answer=" {option}"),
        image=ImagePreparation(mode="pad"),
        aggregation="evalalign",
        questions={
            skill.key: SkillQuestion(
                template=_QUESTIONS[skill.key][0],
                options={str(option): _QUESTIONS[skill.key][1][str(option)] for option in skill.options},
            )
            for skill in SKILLS
        },
        prompts=tuple(prompt for prompt, _ in protocol_prompts()),
        exam=ExamThresholds(
            mean_accuracy=0.80,
            above_commonest=0.05,
            calibration_error=0.08,
            tau_b=DimensionThresholds(faithfulness=0.75, alignment=0.80),
            unchanged_under_probes=0.85,
            mirrored_flips=0.60,
            painted_text_rise=0.1,
        ),
    )


@cache
def protocol_prompts() -> tuple[tuple[Prompt, PromptSpec], ...]:
    """Sample the protocol's prompts with their specifications; no text appears twice within a dimension."""
    rng = random.Random(_SEED)
    return (
        *sample_prompts(Dimension.FAITHFULNESS, FAITHFULNESS_PROMPTS, rng, prompt_ids="f{:03}"),
        *sample_prompts(Dimension.ALIGNMENT, ALIGNMENT_PROMPTS, rng, prompt_ids="a{:03}"),
    )
