"""Scores of a folder of images by one baseline, in a folder of their own that survives a kill.

A run is a folder: `run.json` (which baseline under which protocol),
`scores.jsonl` (one line per image as it is scored, known by the image's
digest) and, once all images are scored, `scores.json`, which
`python -m leaderboard baselines load` reads. The same command goes on where a
killed one stopped; more images may be added.
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
    """One run in one folder; `run` starts it or takes it up where it stopped."""

    def __init__(self, baseline: Baseline, protocol: Protocol, folder: Path) -> None:
        """Make the folder this run's; raises `BadInput` where it holds another run, or something else."""
        self._baseline, self._folder = baseline, RunFolder(folder, CONFIG)
        self._config = {
            "baseline": baseline.facts.as_dict() | {"digest": baseline.digest},
            "protocol": {"name": protocol.name, "digest": protocol.digest},
        }
        self._folder.adopt(self._config)

    def run(
        self, pictures: Sequence[Picture], settings: Settings, progress: Callable[[int, int], None] | None = None
    ) -> dict[str, Any]:
        """Score what is not scored yet, and return what `scores.json` then holds.

        Args:
            pictures: The images; see `model.baselines.pictures.find_pictures`.
            settings: How large an image may be.
            progress: Called with the number of images done and of all, after each chunk.

        Raises:
            BadInput: Images that cannot be decoded or get no number, all of them; the others are scored and kept.
            OutOfMemory: One image alone does not fit into memory.
        """
        lines = self._folder.resume_lines(LINES)
        scores = {(line["image"], line["dimension"], line["prompt_id"]): line["score"] for line in lines}
        problems = ProblemList()
        keys: list[Key | None] = []
        for start in range(0, len(pictures), CHUNK):
            chunk = pictures[start : start + CHUNK]
            own = [_key(picture, problems) for picture in chunk]
            open_ones = {
                key: picture for key, picture in zip(own, chunk, strict=True) if key is not None and key not in scores
            }
            scores |= self._score(open_ones, settings, problems)
            keys += own
            if progress:
                progress(len(keys), len(pictures))
        problems.raise_if_any()
        result = self._config | _summary(pictures, [key for key in keys if key is not None], scores)
        write_file_atomically(self._folder.path / RESULT, _json(result))
        return result

    def _score(self, wanted: Mapping[Key, Picture], settings: Settings, problems: ProblemList) -> dict[Key, float]:
        images: dict[Key, Image.Image] = {}
        for key, picture in wanted.items():
            try:
                images[key] = open_image(picture.path, settings)
            except BadInput as refusal:
                for problem in refusal.problems:
                    problems.add(problem.code, str(picture.path), problem.message)
        if not images:
            return {}
        found = self._baseline.score(list(images.values()), [wanted[key].prompt.text for key in images])
        scores = {key: score for key, score in zip(images, found, strict=True) if isfinite(score)}
        for key in images.keys() - scores.keys():
            problems.add("no_score", str(wanted[key].path), "Gets no number; set EVALALIGN_DTYPE=float32.")
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


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _summary(pictures: Sequence[Picture], keys: Sequence[Key], scores: Mapping[Key, float]) -> dict[str, Any]:
    """Every image's score, and per T2I model the mean and number of its images, by dimension and over all."""
    images = [
        {
            "t2i_model": picture.t2i_model,
            "dimension": key[1],
            "prompt_id": key[2],
            "image": key[0],
            "score": scores[key],
        }
        for picture, key in zip(pictures, keys, strict=True)
    ]
    return {"t2i_models": dict(_means(images)), "images": images}


def _means(images: Sequence[Mapping[str, Any]]) -> Iterable[tuple[str, dict[str, Any]]]:
    for name in dict.fromkeys(image["t2i_model"] for image in images):
        own = [image for image in images if image["t2i_model"] == name]
        groups = {
            dimension.value: [image["score"] for image in own if image["dimension"] == dimension]
            for dimension in Dimension
        }
        groups[ALL] = [image["score"] for image in own]
        yield name, {key: {"score": fmean(values), "n": len(values)} for key, values in groups.items() if values}
