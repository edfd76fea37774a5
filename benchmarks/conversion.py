"""The cost of converting and loading a checkpoint of the released layout: peak memory and time, with random weights.

    python -m benchmarks.conversion [--shape 1b|13b|34b] [--folder F] [--note TEXT] [--save]
    python -m benchmarks.conversion --count

Makes a checkpoint in the original LLaVA layout in bfloat16, its vision tower
(CLIP ViT-L/14 at 336 pixels, real size) inside, then converts it and loads
source and result (every page of the weights looked at once), each in a process
of its own, whose peak resident memory is taken from the operating system.
`bare` is a process that only imports the code. Twice the checkpoint's size is needed on the disk under `--folder`.
`--count` prints parameters and bytes of all shapes and makes nothing.
"""

import argparse
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import save_file

from model.evaluator.original.tower import KNOWN
from tests.helpers.original_layout import change_json, write_json, write_tokenizer

RESULTS = Path(__file__).parent / "results"
TOWER = "clip-vit-large-patch14-336"
GIB = 1024**3

SHAPES: dict[str, dict[str, int]] = {
    "1b": {
        "hidden_size": 2048,
        "intermediate_size": 5632,
        "num_hidden_layers": 22,
        "num_attention_heads": 32,
        "num_key_value_heads": 4,
        "vocab_size": 32000,
    },
    "13b": {
        "hidden_size": 5120,
        "intermediate_size": 13824,
        "num_hidden_layers": 40,
        "num_attention_heads": 40,
        "num_key_value_heads": 40,
        "vocab_size": 32000,
    },
    "34b": {
        "hidden_size": 7168,
        "intermediate_size": 20480,
        "num_hidden_layers": 60,
        "num_attention_heads": 56,
        "num_key_value_heads": 8,
        "vocab_size": 64000,
    },
}
"""`13b` is Vicuna-13B's, `34b` Yi-34B's (their `config.json` on the hub), `1b` that of a small Llama."""

BARE = "import model.evaluator.checkpoints, model.evaluator.original.convert"
LOAD = """
import sys
from pathlib import Path
import torch
from model.evaluator.checkpoints import load_checkpoint
network = load_checkpoint(Path(sys.argv[1]), None, torch.device("cpu"), torch.bfloat16).network
# Weights are mapped from their files and take memory when they are looked at: one of each page of 4 KiB.
assert all(weight.flatten()[::2048].isfinite().all() for weight in network.parameters())
"""

WATCH = """
import json, os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(json.dumps([status, time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
"""Starts the measured process from a small one: its peak would otherwise begin at that of the process it came from."""


def main() -> None:
    """Make, convert, load, and print; with `--save` keep the figures in `benchmarks/results/`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", choices=SHAPES, default="1b")
    parser.add_argument("--folder", type=Path, help="where there is room; default: the temporary directory")
    parser.add_argument("--shard-gib", type=float, default=0.5, help="size of the source's files")
    parser.add_argument("--note", default="", help="what a reader of the figures should know of the machine")
    parser.add_argument("--count", action="store_true", help="print sizes and stop")
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    if arguments.count:
        for shape in SHAPES:
            count = sum(map(math.prod, _shapes(shape).values()))
            print(f"{shape}: {count:,} parameters, {2 * count / 1e9:.1f} GB in bfloat16")
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        report = _measure(Path(folder), arguments.shape, int(arguments.shard_gib * GIB))
    report["note"] = arguments.note
    print(json.dumps(report, indent=1))
    if arguments.save:
        path = RESULTS / f"conversion_{arguments.shape}_{report['date']}.json"
        path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        print(f"saved as {path.relative_to(RESULTS.parent.parent)}")


def _measure(folder: Path, shape: str, shard_bytes: int) -> dict[str, Any]:
    source, target = folder / "original", folder / "converted"
    largest = make_checkpoint(source, shape, shard_bytes)
    size = sum(path.stat().st_size for path in source.glob("*.safetensors"))
    steps = {
        "bare": _run(["-c", BARE]),
        "convert": _run(["-m", "model", "convert", str(source), str(target)]),
        "load_in_place": _run(["-c", LOAD, str(source)]),
        "load_converted": _run(["-c", LOAD, str(target)]),
    }
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "shape": shape,
        "parameters": sum(map(math.prod, _shapes(shape).values())),
        "bytes": size,
        "largest_source_file": largest,
        "device": f"cpu ({platform.machine()}), {os.cpu_count()} processors",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "steps": steps,
        "convert_above_bare_bytes": steps["convert"]["peak_bytes"] - steps["bare"]["peak_bytes"],
        "convert_bytes_per_second": size / steps["convert"]["seconds"],
    }


def _shapes(shape: str) -> dict[str, tuple[int, ...]]:
    """List the shape of every weight by its original name."""
    sizes = SHAPES[shape]
    width, hidden, vocabulary = sizes["hidden_size"], sizes["intermediate_size"], sizes["vocab_size"]
    keys = width // sizes["num_attention_heads"] * sizes["num_key_value_heads"]
    tower = int(KNOWN[TOWER]["hidden_size"])
    shapes: dict[str, tuple[int, ...]] = {
        "model.embed_tokens.weight": (vocabulary, width),
        "lm_head.weight": (vocabulary, width),
        "model.norm.weight": (width,),
        "model.image_newline": (width,),
        "model.mm_projector.0.weight": (width, tower),
        "model.mm_projector.0.bias": (width,),
        "model.mm_projector.2.weight": (width, width),
        "model.mm_projector.2.bias": (width,),
    }
    layer = {
        "input_layernorm": (width,),
        "post_attention_layernorm": (width,),
        "self_attn.q_proj": (width, width),
        "self_attn.k_proj": (keys, width),
        "self_attn.v_proj": (keys, width),
        "self_attn.o_proj": (width, width),
        "mlp.gate_proj": (hidden, width),
        "mlp.up_proj": (hidden, width),
        "mlp.down_proj": (width, hidden),
    }
    for number in range(sizes["num_hidden_layers"]):
        shapes |= {f"model.layers.{number}.{name}.weight": size for name, size in layer.items()}
    with torch.device("meta"):
        vision = transformers.CLIPVisionModel(transformers.CLIPVisionConfig(**KNOWN[TOWER]))
    prefix = "model.vision_tower.vision_tower.vision_model."
    return shapes | {prefix + name: tuple(tensor.shape) for name, tensor in vision.state_dict().items()}


def make_checkpoint(folder: Path, shape: str, shard_bytes: int) -> int:
    """Write a checkpoint of random weights, one file of it in memory at a time; returns the bytes of its largest file.

    Args:
        folder: A new folder.
        shape: A key of `SHAPES`.
        shard_bytes: Most bytes of a file that holds more than one weight.
    """
    folder.mkdir()
    pages = Path(__file__).parent.parent.joinpath("docs").glob("*.md")
    words = [line for page in sorted(pages) for line in page.read_text(encoding="utf-8").splitlines() if line.strip()]
    write_tokenizer(folder, "llama", words, 6000)  # English in about as many tokens as Llama's
    write_json(folder / "config.json", {"architectures": ["LlavaLlamaForCausalLM"], "model_type": "llava_llama"})
    change_json(
        folder / "config.json",
        **SHAPES[shape],
        torch_dtype="bfloat16",
        mm_vision_tower=f"openai/{TOWER}",
        mm_vision_select_layer=-2,
        mm_projector_type="mlp2x_gelu",
        mm_patch_merge_type="spatial_unpad",
        unfreeze_mm_vision_tower=True,
    )
    files: list[dict[str, tuple[int, ...]]] = [{}]
    held = 0
    for name, size in _shapes(shape).items():
        if files[-1] and held + 2 * math.prod(size) > shard_bytes:
            files.append({})
            held = 0
        files[-1][name] = size
        held += 2 * math.prod(size)
    torch.manual_seed(0)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    places = {}
    for number, weights in enumerate(files, start=1):
        file = f"model-{number:05}-of-{len(files):05}.safetensors"
        save_file(
            {name: _weight(name, size, device) for name, size in weights.items()},
            folder / file,
            metadata={"format": "pt"},
        )
        places |= dict.fromkeys(weights, file)
    write_json(folder / "model.safetensors.index.json", {"metadata": {}, "weight_map": places})
    return max(path.stat().st_size for path in folder.glob("*.safetensors"))


def _weight(name: str, size: tuple[int, ...], device: str) -> torch.Tensor:
    """Draw a weight as before training, so that activations keep a usual size: normal with 0.02, gains 1, offsets 0."""
    if len(size) > 1 or name.endswith(("image_newline", "class_embedding")):
        return (0.02 * torch.randn(size, dtype=torch.bfloat16, device=device)).cpu()
    return torch.full(size, 0.0 if name.endswith("bias") else 1.0, dtype=torch.bfloat16)


def _run(words: list[str]) -> dict[str, float]:
    """Run Python in its own process; return its seconds and its peak resident memory in bytes."""
    watched = subprocess.run(
        [sys.executable, "-S", "-c", WATCH, sys.executable, *words], stdout=subprocess.PIPE, check=True
    )
    status, seconds, cpu_seconds, peak = json.loads(watched.stdout)
    if status:
        raise RuntimeError(f"{' '.join(words)} failed")
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_bytes": peak * unit}


if __name__ == "__main__":
    main()
