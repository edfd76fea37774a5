"""Score a folder of images by one baseline; a killed run is resumed by the same command.

The run's folder holds `run.json` (baseline and protocol), `scores.jsonl` (one line per image as it is scored, known by
the image's digest) and, once all images are scored, `scores.json`, which `python -m leaderboard baselines load` reads.
Images may be added to a run.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite
from pathlib import Path
from statistics import fmean
from typing import Any

from PIL import Image

from core.files import write_file_atomically
from core.problem_list import ProblemList
from core.problems import BadInput
from core.run_folder import RunFolder
from core.settings import Settings
from model.baselines.baseline import Baseline
from model.baselines.pictures import Picture
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension
from model.scoring.image import open_image

CONFIG, LINES, RESULT = "run.json", "scores.jsonl", "scores.json"

ALL = "all"
"""The key of the mean over the images of both dimensions."""

CHUNK = 64
"""Images decoded, scored and written down at a time."""

Key = tuple[str, str, str]
"""An image's digest, and dimension and id of its prompt: the same bytes may have been delivered for two prompts."""


class ScoreRun:
    """The scores of one baseline under one protocol, in one folder; `run` starts or resumes it."""

    def __init__(self, baseline: Baseline, protocol: Protocol, folder: Path) -> None:
        """Adopt the folder; raises `BadInput` where it holds another run, or something else."""
        self._baseline, self._folder = baseline, RunFolder(folder, CONFIG)
        self._config = {
            "baseline": baseline.facts.as_dict() | {"digest": baseline.digest},
            "protocol": {"name": protocol.name, "digest": protocol.digest},
        }
        self._folder.adopt(self._config)

    def run(
        self, pictures: Sequence[Picture], settings: Settings, progress: Callable[[int, int], None] | None = None
    ) -> dict[str, Any]:
        """Score the images that have no score yet, and return what `scores.json` then holds.

        `progress` takes the number of images done and of all. Raises `BadInput` with all images that cannot be decoded
        or get no number; the others are scored and kept. Raises `OutOfMemory` where one image alone does not fit.
        """
        lines = self._folder.resume_lines(LINES)
        scores = {(line["image"], line["dimension"], line["prompt_id"]): line["score"] for line in lines}
        problems = ProblemList()
        keys: list[Key | None] = []
        for start in range(0, len(pictures), CHUNK):
            chunk = pictures[start : start + CHUNK]
            chunk_keys = [_key(picture, problems) for picture in chunk]
            unscored = {
                key: picture for key, picture in zip(chunk_keys, chunk, strict=True) if key and key not in scores
            }
            scores |= self._score(unscored, settings, problems)
            keys += chunk_keys
            if progress:
                progress(len(keys), len(pictures))
        problems.raise_if_any()
        result = self._config | _summary(pictures, [key for key in keys if key], scores)
        write_file_atomically(self._folder.path / RESULT, json.dumps(result, indent=1, ensure_ascii=False) + "\n")
        return result

    def _score(self, pictures: Mapping[Key, Picture], settings: Settings, problems: ProblemList) -> dict[Key, float]:
        images: dict[Key, Image.Image] = {}
        for key, picture in pictures.items():
            try:
                images[key] = open_image(picture.path, settings)
            except BadInput as refusal:
                for problem in refusal.problems:
                    problems.add(problem.code, str(picture.path), problem.message)
        if not images:
            return {}
        numbers = self._baseline.score(list(images.values()), [pictures[key].prompt.text for key in images])
        scores = {key: score for key, score in zip(images, numbers, strict=True) if isfinite(score)}
        for key in images.keys() - scores.keys():
            problems.add("no_score", str(pictures[key].path), "Gets no number; set EVALALIGN_DTYPE=float32.")
        self._folder.append_lines(
            LINES,
            (
                {"image": image, "dimension": dimension, "prompt_id": prompt_id, "score": score}
                for (image, dimension, prompt_id), score in scores.items()
            ),
        )
        return scores


def _key(picture: Picture, problems: ProblemList) -> Key | None:
    try:
        content = picture.path.read_bytes()
    except OSError as error:
        problems.add("unreadable", str(picture.path), f"Cannot be read: {error.strerror}.")
        return None
    return hashlib.sha256(content).hexdigest(), picture.prompt.dimension.value, picture.prompt.prompt_id


def _summary(pictures: Sequence[Picture], keys: Sequence[Key], scores: Mapping[Key, float]) -> dict[str, Any]:
    """List every image's score, and per T2I model mean and number of its images, by dimension and over all."""
    images = [
        {
            "t2i_model": picture.t2i_model,
            "dimension": dimension,
            "prompt_id": prompt_id,
            "image": digest,
            "score": scores[digest, dimension, prompt_id],
        }
        for picture, (digest, dimension, prompt_id) in zip(pictures, keys, strict=True)
    ]
    return {"t2i_models": dict(_means(images)), "images": images}


def _means(images: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, dict[str, Any]]]:
    for name in dict.fromkeys(image["t2i_model"] for image in images):
        groups: dict[str, list[float]] = {key: [] for key in (*Dimension, ALL)}
        for image in images:
            if image["t2i_model"] == name:
                groups[image["dimension"]].append(image["score"])
                groups[ALL].append(image["score"])
        yield name, {key: {"score": fmean(values), "n": len(values)} for key, values in groups.items() if values}
