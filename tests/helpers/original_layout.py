"""Tiny checkpoints in the original LLaVA layout, made on the spot: random weights, tokenizers of invented sentences."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import torch
from safetensors.torch import save_file
from torch import Tensor

SIDE, PATCH = 28, 14
TOWER_WIDTH, WIDTH = 16, 32
TOWER_LAYERS, LAYERS = 3, 2
HEADS, KEY_HEADS = 4, 2
HIDDEN = 48

TOWER = "model.vision_tower.vision_tower."

SENTENCES = (
    "A lantern hangs over the quiet harbour and two herons look at it.",
    "How many herons stand on the pier? Options: -1. none 0. all wrong 1. some wrong 2. right 3. 4.",
    "Is the lantern lit? Rate it: 0 1 2 3 4 -1. USER: ASSISTANT: system user assistant answer questions",
    "Two red boats, one green boat, and a very long rope; the rope is not in the water.",
)
"""What the tokenizers are trained on; invented."""


def write_tokenizer(folder: Path, style: str, sentences: Sequence[str] = SENTENCES * 20, vocabulary: int = 320) -> None:
    """`llama`: a `▁` before every chunk, a beginning of sequence. `yi`: neither, and the marks of ChatML as tokens."""
    yi = style == "yi"
    corpus = folder / "corpus.txt"
    corpus.write_text("\n".join(sentences), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(folder / "tokenizer"),
        vocab_size=vocabulary,
        model_type="bpe",
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        split_digits=True,
        byte_fallback=True,
        hard_vocab_limit=False,
        add_dummy_prefix=not yi,
        user_defined_symbols=["<|im_start|>", "<|im_end|>"] if yi else [],
        num_threads=1,
        minloglevel=2,
    )
    corpus.unlink()
    (folder / "tokenizer.vocab").unlink()
    tokens = ("<unk>", "<s>", "</s>", *(("<|im_start|>", "<|im_end|>") if yi else ()))
    flags = dict.fromkeys(("lstrip", "normalized", "rstrip", "single_word"), False)
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "LlamaTokenizer",
            "add_bos_token": not yi,
            "add_eos_token": False,
            "legacy": False,
            "bos_token": "<s>",
            "eos_token": "<|im_end|>" if yi else "</s>",
            "unk_token": "<unk>",
            "added_tokens_decoder": {
                str(number): {"content": token, "special": True, **flags} for number, token in enumerate(tokens)
            },
        },
    )


def rows(folder: Path) -> int:
    """Pieces of the folder's sentencepiece model."""
    return int(sentencepiece.SentencePieceProcessor(model_file=str(folder / "tokenizer.model")).vocab_size())


def configuration(vocabulary: int, **changes: Any) -> dict[str, Any]:
    """`config.json` as the original code writes it; entries that are changed to None are left out."""
    entries = {
        "architectures": ["LlavaLlamaForCausalLM"],
        "model_type": "llava_llama",
        "vocab_size": vocabulary,
        "hidden_size": WIDTH,
        "intermediate_size": HIDDEN,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "num_key_value_heads": KEY_HEADS,
        "hidden_act": "silu",
        "rms_norm_eps": 1e-5,
        "rope_theta": 5_000_000.0,
        "max_position_embeddings": 4096,
        "tie_word_embeddings": False,
        "torch_dtype": "float16",
        "bos_token_id": 1,
        "eos_token_id": 2,
        "image_aspect_ratio": "anyres",
        "image_grid_pinpoints": [[SIDE, 2 * SIDE], [2 * SIDE, SIDE], [2 * SIDE, 2 * SIDE]],
        "mm_hidden_size": TOWER_WIDTH,
        "mm_patch_merge_type": "spatial_unpad",
        "mm_projector_type": "mlp2x_gelu",
        "mm_use_im_start_end": False,
        "mm_vision_select_feature": "patch",
        "mm_vision_select_layer": -2,
        "mm_vision_tower": "vision_tower",
        "unfreeze_mm_vision_tower": True,
    } | changes
    return {key: value for key, value in entries.items() if value is not None}


TOWER_CONFIGURATION = {
    "architectures": ["CLIPVisionModel"],
    "model_type": "clip_vision_model",
    "hidden_size": TOWER_WIDTH,
    "intermediate_size": 2 * TOWER_WIDTH,
    "num_hidden_layers": TOWER_LAYERS,
    "num_attention_heads": 2,
    "image_size": SIDE,
    "patch_size": PATCH,
    "hidden_act": "quick_gelu",
    "layer_norm_eps": 1e-5,
    "projection_dim": TOWER_WIDTH,
}


def tower_shapes() -> dict[str, tuple[int, ...]]:
    """The tower's weights, by the names in its own folder."""
    width = TOWER_WIDTH
    norm = {"weight": (width,), "bias": (width,)}
    square = {"weight": (width, width), "bias": (width,)}
    layer = {"layer_norm1": norm, "layer_norm2": norm}
    layer |= {f"self_attn.{part}_proj": square for part in ("q", "k", "v", "out")}
    layer["mlp.fc1"] = {"weight": (2 * width, width), "bias": (2 * width,)}
    layer["mlp.fc2"] = {"weight": (width, 2 * width), "bias": (width,)}
    parts = {"pre_layrnorm": norm, "post_layernorm": norm}
    parts |= {f"encoder.layers.{n}.{name}": own for n in range(TOWER_LAYERS) for name, own in layer.items()}
    shapes: dict[str, tuple[int, ...]] = {f"{part}.{name}": s for part, own in parts.items() for name, s in own.items()}
    shapes["embeddings.class_embedding"] = (width,)
    shapes["embeddings.patch_embedding.weight"] = (width, 3, PATCH, PATCH)
    shapes["embeddings.position_embedding.weight"] = ((SIDE // PATCH) ** 2 + 1, width)
    return {f"vision_model.{name}": shape for name, shape in shapes.items()}


def shapes(vocabulary: int) -> dict[str, tuple[int, ...]]:
    """The checkpoint's weights by the original names, the tower's among them."""
    keys = WIDTH // HEADS * KEY_HEADS
    found = {
        "lm_head.weight": (vocabulary, WIDTH),
        "model.embed_tokens.weight": (vocabulary, WIDTH),
        "model.image_newline": (WIDTH,),
        "model.mm_projector.0.weight": (WIDTH, TOWER_WIDTH),
        "model.mm_projector.0.bias": (WIDTH,),
        "model.mm_projector.2.weight": (WIDTH, WIDTH),
        "model.mm_projector.2.bias": (WIDTH,),
        "model.norm.weight": (WIDTH,),
    }
    for number in range(LAYERS):
        found |= {
            f"model.layers.{number}.{name}.weight": shape
            for name, shape in {
                "input_layernorm": (WIDTH,),
                "post_attention_layernorm": (WIDTH,),
                "self_attn.q_proj": (WIDTH, WIDTH),
                "self_attn.k_proj": (keys, WIDTH),
                "self_attn.v_proj": (keys, WIDTH),
                "self_attn.o_proj": (WIDTH, WIDTH),
                "mlp.gate_proj": (HIDDEN, WIDTH),
                "mlp.up_proj": (HIDDEN, WIDTH),
                "mlp.down_proj": (WIDTH, HIDDEN),
            }.items()
        }
    return found | {TOWER + name: shape for name, shape in tower_shapes().items()}


def random_weights(wanted: Mapping[str, tuple[int, ...]], seed: int) -> dict[str, Tensor]:
    """float16 values that depend on the seed and the name only; wide enough that answers differ."""
    found = {}
    for name, shape in wanted.items():
        values = np.random.default_rng([seed, *name.encode()]).standard_normal(shape)
        values = 1 + 0.1 * values if "norm" in name and name.endswith("weight") else 0.25 * values
        found[name] = torch.from_numpy(values.astype(np.float16))
    return found


def write_checkpoint(
    folder: Path,
    *,
    style: str = "llama",
    seed: int = 1,
    files: int = 1,
    pickled: bool = False,
    changes: Mapping[str, Any] | None = None,
    extra_rows: int = 0,
) -> dict[str, Tensor]:
    """Write checkpoint, tokenizer and an external tower whose weights are others; returns the checkpoint's weights.

    `changes` are made to the configuration. `extra_rows`: rows of the vocabulary that no token has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(folder, style)
    vocabulary = rows(folder) + extra_rows
    weights = random_weights(shapes(vocabulary), seed)
    write_json(folder / "config.json", configuration(vocabulary, **(changes or {})))
    write_weights(folder, weights, files=files, pickled=pickled)
    write_tower(folder / "vision_tower", seed + 1)
    return weights


def write_tower(folder: Path, seed: int) -> dict[str, Tensor]:
    folder.mkdir()
    weights = random_weights(tower_shapes(), seed)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    write_json(folder / "config.json", TOWER_CONFIGURATION)
    return weights


def write_weights(folder: Path, weights: Mapping[str, Tensor], *, files: int = 1, pickled: bool = False) -> None:
    """One file, or several with an index."""
    stem, suffix = ("pytorch_model", "bin") if pickled else ("model", "safetensors")
    names = list(weights)
    places = {}
    for number in range(files):
        own = names[number::files]
        file = f"{stem}-{number + 1:05}-of-{files:05}.{suffix}" if files > 1 else f"{stem}.{suffix}"
        places |= dict.fromkeys(own, file)
        _save({name: weights[name].clone() for name in own}, folder / file, pickled=pickled)
    if files > 1:
        write_json(folder / f"{stem}.{suffix}.index.json", {"metadata": {}, "weight_map": places})


def _save(weights: dict[str, Tensor], path: Path, *, pickled: bool) -> None:
    if pickled:
        torch.save(weights, path)
    else:
        save_file(weights, path, metadata={"format": "pt"})


def write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")


def change_json(path: Path, **changes: Any) -> None:
    """Set entries of a JSON object; None removes one."""
    entries = json.loads(path.read_text(encoding="utf-8")) | changes
    write_json(path, {key: value for key, value in entries.items() if value is not None})


def without(weights: Mapping[str, Tensor], *parts: str) -> dict[str, Tensor]:
    return {name: tensor for name, tensor in weights.items() if not any(part in name for part in parts)}


def picture_bytes(seed: int, width: int, height: int) -> np.ndarray[Any, Any]:
    """A smooth RGB picture, (height, width, 3)."""
    y, x = np.mgrid[0:height, 0:width]
    waves: Sequence[Any] = [np.sin(x / (3 + k + seed)) + np.cos(y / (5 + k * seed)) for k in range(3)]
    return ((np.stack(waves, axis=-1) + 2) * 63).astype(np.uint8)
