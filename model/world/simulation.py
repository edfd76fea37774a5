"""Simulated T2I models: draughtsmen of the closed world with strengths and weaknesses of their own.

They are no T2I models; wherever one appears it is said to be simulated. What
each delivers, and the true answer to every question about it, follows from its
name and the protocol alone.
"""

import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from model.problems import BadInput
from model.protocol import Prompt
from model.skills import SKILLS, Dimension
from model.world.draw import render
from model.world.protocol import closed_world_protocol, prompts_with_wishes
from model.world.scene import fulfil
from model.world.spoiling import spoil
from model.world.truth import alignment, faithfulness


@dataclass(frozen=True, slots=True)
class SimulatedModel:
    """A simulated T2I model: how often (0 to 1) each skill goes wrong, `otherwise` where `rates` does not say."""

    name: str
    otherwise: float
    rates: Mapping[str, float]

    def rate(self, skill: str) -> float:
        """How often that skill goes wrong."""
        return self.rates.get(skill, self.otherwise)


SIMULATED_MODELS: tuple[SimulatedModel, ...] = (
    SimulatedModel("sim-aurora", 0.08, {"faithfulness.hand": 0.30}),
    SimulatedModel("sim-birch", 0.15, {"alignment.count": 0.45}),
    SimulatedModel("sim-cobalt", 0.24, {"faithfulness.face": 0.10, "alignment.style": 0.50}),
    SimulatedModel("sim-dune", 0.34, {"alignment.color": 0.10, "faithfulness.body": 0.55}),
    SimulatedModel("sim-ember", 0.44, {"alignment.spatial": 0.70, "faithfulness.object": 0.20}),
    SimulatedModel("sim-fjord", 0.55, {"faithfulness.commonsense": 0.30}),
    SimulatedModel("sim-grove", 0.68, {"alignment.object": 0.40}),
    SimulatedModel("sim-haze", 0.85, {"alignment.action": 0.60}),
)

SOURCE = "truth of the closed world (simulated)"
"""Where reference scores of simulated T2I models come from; shown beside every figure made of them."""


@dataclass(frozen=True, slots=True)
class SimulatedGeneration:
    """One picture for one prompt, with the true answer to every question asked of it."""

    prompt: Prompt
    image: Image.Image
    truth: Mapping[str, int]


def find_simulated_model(name: str) -> SimulatedModel:
    """The simulated T2I model of that name; raises `BadInput` listing those there are."""
    for t2i_model in SIMULATED_MODELS:
        if t2i_model.name == name:
            return t2i_model
    names = ", ".join(t2i_model.name for t2i_model in SIMULATED_MODELS)
    raise BadInput.one("unknown_t2i_model", name, f"Is not a simulated T2I model; there are: {names}.")


def generate(t2i_model: SimulatedModel) -> Iterator[SimulatedGeneration]:
    """What it draws for every prompt of `closed-world-v1`, in protocol order."""
    rates = {skill.key: t2i_model.rate(skill.key) for skill in SKILLS}
    for prompt, wish in prompts_with_wishes():
        rng = random.Random(f"{t2i_model.name}/{prompt.dimension}/{prompt.prompt_id}")
        scene = spoil(fulfil(wish, rng), wish, rates, rng)
        truth = faithfulness(scene) if prompt.dimension is Dimension.FAITHFULNESS else alignment(wish, scene)
        yield SimulatedGeneration(prompt, render(scene), truth)


@dataclass(frozen=True, slots=True)
class Sample:
    """A written submission: where it is, how many generations it holds, and the file of their true answers."""

    directory: Path
    generations: int
    truth: Path


def write_sample(t2i_model: SimulatedModel, target: Path) -> Sample:
    """Write a complete, valid submission: a zip where `target` ends in `.zip`, else a folder.

    The true answers go beside it, into `<target>.truth.json`, never into it.
    Raises `BadInput` where something is there already or nothing can be written.
    """
    truth_file = target.with_name(target.name + ".truth.json")
    taken = [path for path in (target, truth_file) if path.exists() and not _is_empty_folder(path)]
    if taken:
        raise BadInput.one("target_exists", str(taken[0]), "Is there already; name a place where nothing is.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        answers = _write_zip(t2i_model, target) if target.suffix == ".zip" else _write_folder(t2i_model, target)
        truth = {"t2i_model": t2i_model.name, "protocol": closed_world_protocol().digest, "answers": answers}
        truth_file.write_text(json.dumps(truth, indent=1), encoding="utf-8")
    except OSError as error:
        raise BadInput.one("target_unwritable", str(target), f"Cannot be written: {error.strerror}.") from error
    generations = len({(answer["dimension"], answer["prompt_id"]) for answer in answers})
    return Sample(target, generations, truth_file)


_EXAMPLES = ("f001", "f003", "f008", "f010", "a004", "a007", "a012", "a015")


@cache
def examples() -> tuple[SimulatedGeneration, ...]:
    """A few generations of a mediocre simulated T2I model, for people to try the evaluator on."""
    return tuple(generation for generation in generate(SIMULATED_MODELS[3]) if generation.prompt.prompt_id in _EXAMPLES)


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _write_folder(t2i_model: SimulatedModel, folder: Path) -> list[dict[str, Any]]:
    answers = []
    for generation in generate(t2i_model):
        path = folder / _member(generation.prompt)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_png(generation.image))
        answers.extend(_truth_rows(generation))
    return answers


def _write_zip(t2i_model: SimulatedModel, path: Path) -> list[dict[str, Any]]:
    answers = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for generation in generate(t2i_model):
            # A fixed date keeps the archive's digest the same for the same T2I model.
            member = zipfile.ZipInfo(_member(generation.prompt), (2026, 1, 1, 0, 0, 0))
            archive.writestr(member, _png(generation.image))
            answers.extend(_truth_rows(generation))
    return answers


def _member(prompt: Prompt) -> str:
    return f"{prompt.dimension}/{prompt.prompt_id}.png"


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()


def _truth_rows(generation: SimulatedGeneration) -> list[dict[str, Any]]:
    return [
        {
            "dimension": generation.prompt.dimension.value,
            "prompt_id": generation.prompt.prompt_id,
            "skill": skill,
            "answer": answer,
        }
        for skill, answer in generation.truth.items()
    ]
