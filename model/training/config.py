"""The configuration of a fine-tuning run."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from model.protocol.schema import FrozenModel


class SftConfig(FrozenModel):
    """One run. The defaults are LLaVA's stock recipe for LoRA, which EvalAlign (arXiv 2406.16562) trained with.

    `annotations` are labels in the place of the data set's `train.json` and `validation.json`
    (`model/training/data.py`). `learning_rate` is the peak of a cosine schedule, `projector_learning_rate` that of
    the projector, which is trained in full. `vocabulary` is for a base that has never met the protocol's words.
    `limit` takes the first so many images of a shuffle by `seed`, so that a smaller set lies within a larger one.
    """

    base: str = Field(description="`embedded`, or a folder or hub id of a LLaVA(-NeXT) checkpoint.")
    data: Path = Field(description="The data set's folder: train.json, validation.json, images.")
    out: Path = Field(description="The run's folder; a run that was stopped there is resumed.")
    annotations: Path | None = Field(
        default=None,
        description="Several annotators' labels (CSV or JSON lines) instead of train.json and validation.json.",
    )
    protocol: str | None = Field(default=None, description="A protocol's name, or a path to its file.")
    rank: int = Field(default=128, ge=1, description="LoRA's rank.")
    alpha: int = Field(default=256, ge=1, description="LoRA's alpha.")
    dropout: float = Field(default=0.05, ge=0, le=0.99, description="LoRA's dropout.")
    vision: bool = Field(default=False, description="LoRA on the vision tower as well.")
    vocabulary: bool = Field(
        default=False, description="Train word embeddings and output layer too, for words new to the base."
    )
    learning_rate: float = Field(default=2e-4, ge=0, description="Peak learning rate.")
    projector_learning_rate: float = Field(default=2e-5, ge=0, description="The same for the projector.")
    warmup: float = Field(default=0.03, ge=0, le=0.99, description="Share of the steps that warm up.")
    weight_decay: float = Field(default=0.0, ge=0, description="AdamW's weight decay.")
    epochs: float = Field(default=1.0, ge=0.01, description="How often every image is seen.")
    batch_size: int = Field(default=16, ge=1, description="Images per forward pass and device.")
    gradient_accumulation: int = Field(default=1, ge=1, description="Forward passes per step.")
    gradient_checkpointing: bool = Field(default=False, description="Less memory for more time.")
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        default="auto", description="`auto`: bfloat16 where the device has it."
    )
    threads: int = Field(default=0, ge=0, description="CPU threads; 0 for all.")
    seed: int = Field(default=1, ge=0, le=2**32 - 1, description="Of weights, order and dropout.")
    limit: int | None = Field(default=None, ge=1, description="Train on so many images only.")
    validate_every: int = Field(default=100, ge=1, description="Steps between validations.")
    save_every: int = Field(default=100, ge=1, description="Steps between checkpoints.")
    merge: bool = Field(default=False, description="Also write base and adapter as one.")

    def recipe(self) -> dict[str, Any]:
        """Give what decides the adapter, as JSON: all but places, threads and whether it is merged afterwards."""
        return self.model_dump(
            mode="json", exclude={"base", "data", "out", "annotations", "protocol", "threads", "merge"}
        )
