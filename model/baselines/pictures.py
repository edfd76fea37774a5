"""The images a baseline scores: found in a folder, each with its T2I model and the prompt it was made for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.problem_list import ProblemList
from core.problems import BadInput
from model.evaluator.decoding import EXTENSIONS
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import Dimension


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file of a T2I model for a prompt."""

    t2i_model: str
    prompt: Prompt
    path: Path


def find_pictures(folder: Path, protocol: Protocol, t2i_models: Sequence[str] = ()) -> list[Picture]:
    """Find the images in a folder, in the order of T2I models and of the protocol's prompts.

    A submission's folder holds `<dimension>/<prompt_id>.png`; a folder of several has one such folder per T2I model,
    under its name. In the layout of a data set a T2I model's folder holds `<dimension>-<prompt_id>.png`. `t2i_models`:
    only these; of a single submission, the one name it is scored under. Raises `BadInput` with every problem: there are
    no images, one belongs to no prompt, a prompt has two, or a dimension that has images lacks some.
    """
    if not folder.is_dir():
        raise BadInput.one("no_folder", str(folder), "Is no folder.")
    problems = ProblemList()
    pictures = [
        picture
        for name, path in _folders(folder, t2i_models, problems)
        for picture in _pictures(name, path, protocol, problems)
    ]
    problems.raise_if_any()
    if not pictures:
        raise BadInput.one("no_images", str(folder), "Holds no PNG, JPEG or WebP images.")
    return pictures


def _folders(folder: Path, t2i_models: Sequence[str], problems: ProblemList) -> list[tuple[str, Path]]:
    if any((folder / dimension).is_dir() for dimension in Dimension):
        if len(t2i_models) != 1:
            problems.add("no_t2i_model", str(folder), "Is one submission; name its T2I model with --t2i-model.")
        return [(name, folder) for name in t2i_models[:1]]
    folders = {path.name: path for path in sorted(folder.iterdir()) if path.is_dir()}
    for name in t2i_models:
        if name not in folders:
            problems.add("no_t2i_model", name, f"Has no folder in {folder}.")
    return [(name, path) for name, path in folders.items() if not t2i_models or name in t2i_models]


def _pictures(t2i_model: str, folder: Path, protocol: Protocol, problems: ProblemList) -> list[Picture]:
    paths: dict[tuple[str, str], Path] = {}
    known = {(prompt.dimension.value, prompt.prompt_id) for prompt in protocol.prompts}
    for dimension, prompt_id, path in _files(folder):
        if (dimension, prompt_id) not in known:
            problems.add("unknown_prompt", str(path), f"Is named after no prompt of {protocol.name}.")
        elif (dimension, prompt_id) in paths:
            problems.add("two_images", str(path), f"Is a second image for prompt {prompt_id}.")
        else:
            paths[dimension, prompt_id] = path
    present = {dimension for dimension, _ in paths}
    pictures = []
    for prompt in protocol.prompts:
        if path_of_prompt := paths.get((prompt.dimension.value, prompt.prompt_id)):
            pictures.append(Picture(t2i_model, prompt, path_of_prompt))
        elif prompt.dimension in present:
            problems.add("missing_image", t2i_model, f"Has no image for {prompt.dimension} prompt {prompt.prompt_id}.")
    return pictures


def _files(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield dimension, prompt id and path of every image file."""
    for path in sorted(folder.glob("*")) + sorted(
        path for dimension in Dimension for path in (folder / dimension).glob("*")
    ):
        if path.suffix.lower() not in EXTENSIONS or not path.is_file():
            continue
        if path.parent == folder:
            dimension, _, prompt_id = path.stem.partition("-")
            yield dimension, prompt_id, path
        else:
            yield path.parent.name, path.stem, path
