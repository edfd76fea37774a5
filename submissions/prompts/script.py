#!/usr/bin/env python3
"""Make the images of a submission with diffusers: one for every prompt, named and packed as the leaderboard wants them.

    pip install torch diffusers transformers accelerate
    python generate.py --t2i-model stabilityai/stable-diffusion-xl-base-1.0

Interrupt it whenever you like: run again, it goes on with the prompts that have no image yet. The noise an image starts
from depends on the seed and its prompt's id only, not on the batch or on where you interrupted. The first image of each
prompt is the one that counts. At the end the images are packed as one zip, the same bytes for the same images.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple


class ScriptPrompt(NamedTuple):
    """A text to draw, and the folder (`dimension`) and name (`prompt_id`) of its image."""

    dimension: str
    prompt_id: str
    text: str


# The leaderboard puts a protocol's name, digest and prompts here when the script is downloaded.
PROTOCOL = ""
DIGEST = ""
PROMPTS: tuple[tuple[str, str, str], ...] = ()

PIPELINE = "diffusers:AutoPipelineForText2Image"
INTERRUPTED = 130
REFUSED = 2

_NOT_KEPT = frozenset({"batch_size", "device", "offload", "out", "limit"})
"""Arguments that may change between two runs into the same folder: the images stay the same."""


def main(words: Sequence[str] | None = None) -> int:
    """Make the images that are missing, then pack all; returns the exit code."""
    arguments = parser().parse_args(words)
    folder = arguments.out or Path(f"{arguments.t2i_model.rstrip('/').split('/')[-1]}-{PROTOCOL}")
    images = folder / "images"
    prompts = [ScriptPrompt(*prompt) for prompt in PROMPTS]
    selected = prompts[: arguments.limit] if arguments.limit else prompts
    changed = record_settings(folder / "settings.json", arguments)
    if changed:
        print(f"{folder} holds images made otherwise ({', '.join(changed)}). Choose another --out.", file=sys.stderr)
        return REFUSED
    missing = [prompt for prompt in selected if not place(images, prompt, arguments.format).is_file()]
    print(f"{len(selected) - len(missing):,} of {len(selected):,} images are there already in {images}.", flush=True)
    try:
        if missing:
            make(missing, images, arguments)
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
        return INTERRUPTED
    if len(selected) < len(prompts):
        print("This was a try: leave out --limit for all images and the zip.")
        return 0
    archive = folder / f"{folder.resolve().name}.zip"
    pack(archive, images, prompts, arguments.format)
    print(f"Done: {len(prompts):,} images. Upload {archive} on the leaderboard's Submit page, or put {images}")
    print("into a dataset on the Hugging Face Hub (hf upload OWNER/NAME IMAGES . --repo-type dataset) and name that.")
    return 0


def parser() -> argparse.ArgumentParser:
    """Make the argument parser; `--help` needs neither torch nor diffusers."""
    about = f"Images for the protocol {PROTOCOL}: {len(PROMPTS):,} prompts."
    about += " Run it again to go on after an interruption."
    arguments = argparse.ArgumentParser(prog="generate.py", description=about)
    add = arguments.add_argument
    add("--t2i-model", required=True, metavar="ID", help="hub id or folder of the T2I model")
    add("--revision", help="its branch, tag or commit; default: the newest")
    add("--variant", help="its variant of the weights, such as fp16")
    add("--out", type=Path, metavar="FOLDER", help="default: named after the T2I model and the protocol")
    add("--seed", type=int, default=0, help="default: 0")
    add("--batch-size", type=_count, default=1, metavar="N", help="halves by itself when memory ends")
    add("--steps", type=_count, metavar="N", help="default: the pipeline's own, as for all that follow")
    add("--guidance", type=float, metavar="SCALE")
    add("--negative-prompt", metavar="TEXT")
    add("--width", type=_count, metavar="PIXELS")
    add("--height", type=_count, metavar="PIXELS")
    add("--format", choices=("png", "jpg", "webp"), default="png", help="default: png")
    add("--device", default="auto", help="auto, cuda, cuda:1, mps, cpu")
    add("--dtype", choices=("auto", "float32", "float16", "bfloat16"), default="auto")
    add("--offload", action="store_true", help="keep in the GPU's memory only what is at work")
    add("--limit", type=_count, metavar="N", help="only the first N prompts, for a try")
    add(
        "--pipeline",
        default=PIPELINE,
        metavar="MODULE:CLASS",
        help=f"a class with from_pretrained, to and calls as diffusers' pipelines have them; default: {PIPELINE}",
    )
    return arguments


def record_settings(file: Path, arguments: argparse.Namespace) -> list[str]:
    """Record the settings that decide the images; returns those in which an earlier run into the folder differs."""
    recorded = {key: value for key, value in sorted(vars(arguments).items()) if key not in _NOT_KEPT}
    recorded |= {"protocol": PROTOCOL, "protocol_digest": DIGEST}
    if file.is_file():
        before = json.loads(file.read_text(encoding="utf-8"))
        return [
            f"{key}: {before.get(key)!r}, now {recorded[key]!r}" for key in recorded if before.get(key) != recorded[key]
        ]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return []


def place(images: Path, prompt: ScriptPrompt, extension: str) -> Path:
    """Return the path of a prompt's image: `faithfulness/<prompt id>.png`, as the validator expects it."""
    return images / prompt.dimension / f"{prompt.prompt_id}.{extension}"


def seed_of(seed: int, prompt: ScriptPrompt) -> int:
    """Derive a prompt's own seed, from 0 to 2**32 - 1."""
    key = f"{seed}/{prompt.dimension}/{prompt.prompt_id}"
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")


def make(missing: Sequence[ScriptPrompt], images: Path, arguments: argparse.Namespace) -> None:
    """Draw the images that are missing, batch by batch, each file whole or not there."""
    pipeline = load(arguments)
    size, done, began = arguments.batch_size, 0, time.monotonic()
    while done < len(missing):
        batch = missing[done : done + size]
        try:
            drawn = draw(pipeline, batch, arguments)
        except RuntimeError as error:
            if size == 1 or "out of memory" not in str(error).lower():
                raise
            size //= 2
            print(f"Out of memory: going on with {size} at a time.", file=sys.stderr)
            continue
        for prompt, image in zip(batch, drawn, strict=True):
            save(image, place(images, prompt, arguments.format), arguments.format)
            if image.convert("L").getextrema() == (0, 0):
                print(f"{prompt.prompt_id} came out black: a safety checker may have blanked it.", file=sys.stderr)
        done += len(batch)
        left = (time.monotonic() - began) / done * (len(missing) - done)
        print(f"{done:,} of {len(missing):,}, about {left / 60:.1f} minutes left", flush=True)


def load(arguments: argparse.Namespace) -> Any:
    """Load the pipeline onto its device."""
    torch = importlib.import_module("torch")
    device, dtype = arguments.device, arguments.dtype
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    if dtype == "auto":
        dtype = "float32" if not device.startswith("cuda") else "bfloat16"
    module, _, name = arguments.pipeline.partition(":")
    options = {"revision": arguments.revision, "variant": arguments.variant}
    pipeline = getattr(importlib.import_module(module), name).from_pretrained(
        arguments.t2i_model, torch_dtype=getattr(torch, dtype), **_drop_unset(options)
    )
    if arguments.offload:
        pipeline.enable_model_cpu_offload(device=device)
        return pipeline
    return pipeline.to(device)


def draw(pipeline: Any, batch: Sequence[ScriptPrompt], arguments: argparse.Namespace) -> list[Any]:
    """Draw one Pillow image for each prompt of the batch."""
    torch = importlib.import_module("torch")
    # On the CPU, so that the same seed means the same noise on every device.
    generators = [torch.Generator("cpu").manual_seed(seed_of(arguments.seed, prompt)) for prompt in batch]
    options = {
        "num_inference_steps": arguments.steps,
        "guidance_scale": arguments.guidance,
        "negative_prompt": [arguments.negative_prompt] * len(batch) if arguments.negative_prompt else None,
        "width": arguments.width,
        "height": arguments.height,
    }
    drawn = pipeline(prompt=[prompt.text for prompt in batch], generator=generators, **_drop_unset(options)).images
    if len(drawn) != len(batch):
        raise ValueError(f"the pipeline gave {len(drawn)} images for {len(batch)} prompts")
    return list(drawn)


def save(image: Any, file: Path, extension: str) -> None:
    """Write beside the file, then rename: an interruption leaves no half image."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.part")
    options: dict[str, Any] = {} if extension == "png" else {"quality": 95}
    image.convert("RGB").save(draft, {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}[extension], **options)
    draft.replace(file)


def pack(archive: Path, images: Path, prompts: Sequence[ScriptPrompt], extension: str) -> None:
    """Pack all images into one zip, without further compression, the same bytes for the same images."""
    draft = archive.with_name(f".{archive.name}.part")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as packed:
        for prompt in prompts:
            file = place(images, prompt, extension)
            packed.writestr(zipfile.ZipInfo(file.relative_to(images).as_posix()), file.read_bytes())
    draft.replace(archive)


def _drop_unset(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return count


if __name__ == "__main__":
    sys.exit(main())
