"""Check the original layout's configuration, and translate it for transformers."""

import ast
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, PositiveInt, ValidationError, field_validator
from transformers import CLIPVisionConfig, LlamaConfig, LlavaConfig, LlavaNextConfig

from core.problems import BadInput, Problem
from model.evaluator.layout import read_config

LLAMA_FIELDS = frozenset(field.name for field in fields(LlamaConfig)) - {"rope_parameters"}
"""Fields of the original's flat configuration that are the language model's."""


class OriginalConfiguration(BaseModel):
    """LLaVA's own entries, with the defaults of the original code."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    mm_vision_tower: str = Field(validation_alias=AliasChoices("mm_vision_tower", "vision_tower"), min_length=1)
    mm_vision_select_layer: int
    mm_vision_select_feature: Literal["patch", "cls_patch"] = "patch"
    mm_projector_type: Literal["mlp2x_gelu"] = Field(default="linear", validate_default=True)
    mm_patch_merge_type: Literal["flat", "spatial", "spatial_unpad"] = "flat"
    mm_use_im_start_end: Literal[False] = False
    unfreeze_mm_vision_tower: bool = False
    image_grid_pinpoints: tuple[tuple[PositiveInt, PositiveInt], ...] | None = None
    tie_word_embeddings: bool = False
    vocab_size: PositiveInt
    torch_dtype: Literal["float16", "bfloat16", "float32"] | None = Field(
        default=None, validation_alias=AliasChoices("torch_dtype", "dtype")
    )

    @field_validator("image_grid_pinpoints", mode="before")
    @classmethod
    def _parse_literal(cls, value: Any) -> Any:
        """Parse the Python literal that old configurations hold as text."""
        if isinstance(value, str):
            try:
                return ast.literal_eval(value)
            except (ValueError, SyntaxError):
                return value
        return value

    @property
    def newline(self) -> bool:
        """Whether a learned vector marks the ends of rows of image tokens: LLaVA-NeXT, not LLaVA."""
        return self.mm_patch_merge_type == "spatial_unpad"


def read_configuration(folder: Path) -> OriginalConfiguration:
    """Read and check LLaVA's entries; raises `BadInput` with all that are missing or cannot be expressed."""
    try:
        return OriginalConfiguration.model_validate(read_config(folder))
    except ValidationError as error:
        raise BadInput(
            [
                Problem(
                    "bad_config", f"{folder / 'config.json'}: {'.'.join(map(str, item['loc']))}", _explain(item["msg"])
                )
                for item in error.errors()
            ]
        ) from None


def to_transformers_config(
    folder: Path, original: OriginalConfiguration, tower: CLIPVisionConfig, side: int, patch: int
) -> LlavaConfig | LlavaNextConfig:
    """Translate the configuration: to LLaVA-NeXT where it has an image newline, else to LLaVA.

    `side` and `patch` are the tower's, in pixels. Raises `BadInput` where the language model is no Llama.
    """
    raw = read_config(folder)
    try:
        llama = {key: value for key, value in raw.items() if key in LLAMA_FIELDS}
        text = LlamaConfig(**llama, rope_parameters=_rope(raw))
    except Exception as error:  # huggingface_hub's strict fields raise errors of many kinds
        raise BadInput.one(
            "bad_config", str(folder / "config.json"), f"Describes no Llama: {str(error).strip()}"
        ) from error
    shared: dict[str, Any] = {
        "text_config": text,
        "vision_config": tower,
        "vision_feature_layer": original.mm_vision_select_layer,
        "vision_feature_select_strategy": "default" if original.mm_vision_select_feature == "patch" else "full",
        "projector_hidden_act": "gelu",
        "image_seq_length": (side // patch) ** 2,
        "tie_word_embeddings": original.tie_word_embeddings,
        "dtype": original.torch_dtype,
    }
    if not original.newline:
        return LlavaConfig(**shared)
    return LlavaNextConfig(**shared, image_grid_pinpoints=_grids(original, side))


def _rope(raw: dict[str, Any]) -> dict[str, Any]:
    """Translate `rope_theta` and `rope_scaling` into the rotary parameters of transformers 5."""
    scaling = dict(raw.get("rope_scaling") or {})
    kind = scaling.pop("type", "default")
    return {"rope_type": kind, "rope_theta": raw.get("rope_theta", 10_000.0), **scaling}


def _grids(original: OriginalConfiguration, side: int) -> list[list[int]]:
    """Return the grids as (height, width); the original writes (width, height)."""
    if original.image_grid_pinpoints is not None:
        return [[height, width] for width, height in original.image_grid_pinpoints]
    return [[rows * side, columns * side] for rows, columns in ((1, 2), (2, 1), (2, 2), (3, 1), (1, 3))]


def _explain(message: str) -> str:
    return f"{message}; the original code would not run it either, or it cannot be expressed in transformers."
