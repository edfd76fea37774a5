"""Simulated T2I models: programs that draw scenes of the closed world, each with its own rates of faults.

They are no T2I models; wherever one appears it is called simulated. The generations of one, and the true answer to
every question about them, follow from its name and the prompts alone.
"""

import io
import itertools
import json
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import asin, sin, sqrt
from pathlib import Path
from typing import Any

from PIL import Image

from core.problems import BadInput
from model.closed_world.draw import render
from model.closed_world.protocol import closed_world_protocol, protocol_prompts
from model.closed_world.scene import PromptSpec, Scene, sample_scene
from model.closed_world.spoiling import spoil_scene
from model.closed_world.truth import answer_alignment, answer_faithfulness
from model.protocol.schema import Prompt
from model.protocol.skills import Dimension, skills_of

# fmt: off
_NAMES = (
    "aurora", "birch", "cobalt", "dune", "ember", "fjord", "grove", "haze", "iris", "jade", "kelp", "lagoon",
    "maple", "nimbus", "onyx", "pebble", "quartz", "reef", "sierra", "tundra", "umber", "vale", "willow", "yarrow",
)
# fmt: on
_SEED = 4
_BEST, _WORST = 0.02, 0.93
_LOWEST, _HIGHEST = 0.02, 0.97
_DISORDER = 2.5
_UNEVENNESS = 0.2


@dataclass(frozen=True, slots=True)
class SimulatedModel:
    """A simulated T2I model; `rates` are the shares (0 to 1) in which skills go wrong, by the skill's key."""

    name: str
    rates: Mapping[str, float]

    def mean_rate(self, dimension: Dimension | None = None) -> float:
        """Average the rates of all skills, or of those of one dimension."""
        rates = [rate for key, rate in self.rates.items() if dimension is None or key.startswith(f"{dimension}.")]
        return sum(rates) / len(rates)


def _simulated_models() -> tuple[SimulatedModel, ...]:
    """Make the 24 simulated T2I models, from the best to the worst in general.

    Each dimension has 24 levels, evenly spaced from a rate of 0.02 to one of 0.93; evenly on the scale
    asin(sqrt(rate)), where chance blurs all levels alike. Each dimension hands its levels out in its own order: by
    general quality, every place disturbed by a normal deviate of 2.5 places. On the same scale every skill deviates
    from the level of its dimension by a normal deviate of 0.2 whose mean over the dimension is 0; rates stay within
    0.02 and 0.97. Names are dealt out by chance. The spacing and the seed were chosen such that two halves of the
    prompts, labelled by the simulated annotators, agree on the order at a tau-b of about 0.9.
    """
    rng = random.Random(_SEED)
    names = [f"sim-{name}" for name in rng.sample(_NAMES, len(_NAMES))]
    rates: list[dict[str, float]] = [{} for _ in names]
    best, worst = _to_scale(_BEST), _to_scale(_WORST)
    for dimension in Dimension:
        places = [place + rng.gauss(0, _DISORDER) for place in range(len(names))]
        for level, chosen in enumerate(sorted(range(len(names)), key=places.__getitem__)):
            middle = best + (worst - best) * level / (len(names) - 1)
            skills = skills_of(dimension)
            deviations = [rng.gauss(0, _UNEVENNESS) for _ in skills]
            mean = sum(deviations) / len(deviations)
            for skill, deviation in zip(skills, deviations, strict=True):
                rates[chosen][skill.key] = _from_scale(middle + deviation - mean)
    return tuple(itertools.starmap(SimulatedModel, zip(names, rates, strict=True)))


def _to_scale(rate: float) -> float:
    return asin(sqrt(rate))


def _from_scale(position: float) -> float:
    """Return the rate at a position of the scale, rounded to percent."""
    within = min(max(position, _to_scale(_LOWEST)), _to_scale(_HIGHEST))
    return round(sin(within) ** 2, 2)


SIMULATED_MODELS: tuple[SimulatedModel, ...] = _simulated_models()
"""All 24, from the best to the worst in general; in single dimensions and skills the order differs."""

SEEN_MODELS: tuple[SimulatedModel, ...] = SIMULATED_MODELS[1::3]
"""The 8 whose labelled generations evaluators are trained on, as many as EvalAlign's; spread over all qualities."""

UNSEEN_MODELS: tuple[SimulatedModel, ...] = tuple(
    t2i_model for t2i_model in SIMULATED_MODELS if t2i_model not in SEEN_MODELS
)
"""The 16 that no evaluator is trained on."""


@dataclass(frozen=True, slots=True)
class PlannedGeneration:
    """A generation that is not drawn yet: its scene, and the true answer to every question asked of it."""

    prompt: Prompt
    spec: PromptSpec
    scene: Scene
    truth: Mapping[str, int]

    def draw(self) -> "SimulatedGeneration":
        """Draw the generation."""
        return SimulatedGeneration(self.prompt, render(self.scene), self.truth)


@dataclass(frozen=True, slots=True)
class SimulatedGeneration:
    """One picture for one prompt, with the true answer to every question asked of it."""

    prompt: Prompt
    image: Image.Image
    truth: Mapping[str, int]


def find_simulated_model(name: str) -> SimulatedModel:
    """Find the simulated T2I model of that name; raises `BadInput` listing those there are."""
    for t2i_model in SIMULATED_MODELS:
        if t2i_model.name == name:
            return t2i_model
    names = ", ".join(sorted(t2i_model.name for t2i_model in SIMULATED_MODELS))
    raise BadInput.one("unknown_t2i_model", name, f"Is not a simulated T2I model; there are: {names}.")


def plan_generations(
    t2i_model: SimulatedModel, prompts: Iterable[tuple[Prompt, PromptSpec]] | None = None
) -> Iterator[PlannedGeneration]:
    """Plan a T2I model's generations for prompts with their specifications, in their order: thousands a second.

    The default are the prompts of `closed-world-v1`.
    """
    for prompt, spec in protocol_prompts() if prompts is None else prompts:
        rng = random.Random(f"{t2i_model.name}/{prompt.dimension}/{prompt.prompt_id}")
        scene = spoil_scene(sample_scene(spec, rng), spec, t2i_model.rates, rng)
        truth = (
            answer_faithfulness(scene) if prompt.dimension is Dimension.FAITHFULNESS else answer_alignment(spec, scene)
        )
        yield PlannedGeneration(prompt, spec, scene, truth)


def draw_generations(t2i_model: SimulatedModel) -> Iterator[SimulatedGeneration]:
    """Draw a T2I model's generations for every prompt of `closed-world-v1`, in protocol order."""
    return (planned.draw() for planned in plan_generations(t2i_model))


@dataclass(frozen=True, slots=True)
class Sample:
    """A written submission: its place, the number of its generations, and the file of their true answers."""

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
def draw_examples() -> tuple[SimulatedGeneration, ...]:
    """Draw a few generations of a mediocre simulated T2I model, for people to try the evaluator on."""
    mediocre = SIMULATED_MODELS[len(SIMULATED_MODELS) // 3]
    chosen = [pair for pair in protocol_prompts() if pair[0].prompt_id in _EXAMPLES]
    return tuple(planned.draw() for planned in plan_generations(mediocre, chosen))


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _write_folder(t2i_model: SimulatedModel, folder: Path) -> list[dict[str, Any]]:
    def write(name: str, content: bytes) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    return _write_generations(t2i_model, write)


def _write_zip(t2i_model: SimulatedModel, path: Path) -> list[dict[str, Any]]:
    # A fixed date keeps the archive's digest the same for the same T2I model.
    date = (2026, 1, 1, 0, 0, 0)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        return _write_generations(
            t2i_model, lambda name, content: archive.writestr(zipfile.ZipInfo(name, date), content)
        )


def _write_generations(t2i_model: SimulatedModel, write: Callable[[str, bytes], None]) -> list[dict[str, Any]]:
    """Write every generation by its place in a submission; returns the true answers."""
    answers = []
    for generation in draw_generations(t2i_model):
        dimension, prompt_id = generation.prompt.dimension.value, generation.prompt.prompt_id
        write(f"{dimension}/{prompt_id}.png", encode_png(generation.image))
        for skill, answer in generation.truth.items():
            answers.append({"dimension": dimension, "prompt_id": prompt_id, "skill": skill, "answer": answer})
    return answers


def encode_png(image: Image.Image) -> bytes:
    """Encode a picture as a PNG file."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=4)
    return buffer.getvalue()
