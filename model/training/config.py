"""The configuration of a fine-tuning run."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

_Share = Annotated[float, Field(ge=0, lt=1)]
_Rate = Annotated[float, Field(ge=0)]
_Count = Annotated[int, Field(ge=1)]


class SftConfig(BaseModel):
    """One run. The defaults are LLaVA's stock recipe for LoRA, which EvalAlign (arXiv 2406.16562) trained with.

    `base` is `embedded`, or a folder or hub id of a LLaVA(-NeXT) checkpoint;
    `data` the folder of the data set (`model/training/data.py`), `annotations` a CSV
    of labels that takes the place of its `train.json` and `validation.json`;
    `out` the run's folder. `learning_rate` is the peak of a cosine schedule,
    `projector_learning_rate` that of the projector, which is trained in full;
    `warmup` is a share of all steps. `batch_size` counts images, per device.
    `vision` puts LoRA on the vision tower too, which otherwise stays as it is;
    `vocabulary` trains the embeddings of words and the output layer in full,
    for a base that has never met the protocol's words.
    `limit` takes the first so many images of a shuffle by `seed`, so that a
    smaller set lies within a larger one. `validate_every` and `save_every`
    count optimiser steps. `precision` `auto`: bfloat16 where the device has it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str
    data: Path
    out: Path
    annotations: Path | None = None
    protocol: str | None = None
    rank: _Count = 128
    alpha: _Count = 256
    dropout: _Share = 0.05
    vision: bool = False
    vocabulary: bool = False
    learning_rate: _Rate = 2e-4
    projector_learning_rate: _Rate = 2e-5
    warmup: _Share = 0.03
    weight_decay: _Rate = 0.0
    epochs: Annotated[float, Field(gt=0)] = 1.0
    batch_size: _Count = 16
    gradient_accumulation: _Count = 1
    gradient_checkpointing: bool = False
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    threads: Annotated[int, Field(ge=0)] = 0
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 1
    limit: _Count | None = None
    validate_every: _Count = 100
    save_every: _Count = 100
    merge: bool = False

    def recipe(self) -> dict[str, Any]:
        """Give what decides the adapter, as JSON: all but places, threads and whether it is merged afterwards."""
        return self.model_dump(
            mode="json", exclude={"base", "data", "out", "annotations", "protocol", "threads", "merge"}
        )
