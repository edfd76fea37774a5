"""A fine-tuning run from its configuration to the finished adapter, resumed where it stopped.

The run's folder holds `config.json`, `log.jsonl`, `checkpoints/` (which a killed run resumes from) and at the end
`adapter/` (PEFT's standard layout), `training_record.json`, `curves.png` and, if asked for, `merged/`, a standard
transformers checkpoint.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import TrainingArguments, set_seed

from core.problem_list import ProblemList
from core.problems import BadInput
from core.run_folder import RunFolder
from core.settings import get_settings
from model.evaluator.checkpoints import load_checkpoint
from model.evaluator.choice import EMBEDDED_BASE, find_base
from model.evaluator.encoding import QuestionEncoder
from model.evaluator.environment import has_bfloat16, pick_device
from model.evaluator.forward import view_side
from model.evaluator.images import ImagePreparer
from model.evaluator.training_record import TRAINING_RECORD
from model.protocol.protocol import find_protocol
from model.training.config import SftConfig
from model.training.data import read_sft_data
from model.training.examples import Examples
from model.training.network import AdaptedNetwork, adapt
from model.training.results import ADAPTER, RunSources, base_name, write_merged, write_results
from model.training.trainer import (
    CHECKPOINTS,
    SftTrainer,
    TrainingProgress,
    find_newest_checkpoint,
    make_training_arguments,
    read_finished_log,
)


def train(config: SftConfig, progress: Callable[[TrainingProgress], None] = lambda _: None) -> Path:
    """Fine-tune as `config` says and return the folder of the adapter.

    A run that was stopped is resumed at its newest checkpoint and ends as it would have; a finished one is returned as
    it is. `progress` is called after every step. The device is the one the settings name. Raises `BadInput` with
    everything that is wrong with data, base, protocol and folder before the first step.
    """
    device = pick_device(get_settings().device)
    if config.threads:
        torch.set_num_threads(config.threads)
    bfloat16 = _wants_bfloat16(config, device)
    arguments = make_training_arguments(config, cpu=device.type == "cpu", bfloat16=bfloat16)
    first = arguments.process_index == 0
    sources = _find_sources(config, check_files=first)
    # Loaded before the folder is made: a base that is refused leaves nothing behind.
    parts = None if (config.out / TRAINING_RECORD).exists() else _load(config, sources, arguments)
    if first:
        RunFolder(config.out).adopt(
            {
                **config.recipe(),
                "base": sources.base_digest,
                "data": sources.data.digest,
                "protocol": sources.protocol.digest,
                "processes": arguments.world_size,
            }
        )
    arguments.distributed_state.wait_for_everyone()
    if parts is not None:
        _train(config, sources, arguments, parts, progress)
    if first and config.merge:
        write_merged(config, sources)
    arguments.distributed_state.wait_for_everyone()
    return config.out / ADAPTER


@dataclass(frozen=True, slots=True)
class _Parts:
    """The network of a run and its examples."""

    network: AdaptedNetwork
    train: Examples
    validation: Examples


def _train(
    config: SftConfig,
    sources: RunSources,
    arguments: TrainingArguments,
    parts: _Parts,
    progress: Callable[[TrainingProgress], None],
) -> None:
    trainer = SftTrainer(config, arguments, parts.network, parts.train, parts.validation, progress)
    newest = find_newest_checkpoint(config.out)
    log = read_finished_log(newest) if newest else None
    if newest and log is not None:
        parts.network.restore(newest)
    else:
        log = trainer.train_from(newest)
    arguments.distributed_state.wait_for_everyone()  # all have read the checkpoints before they are removed
    if arguments.should_save:
        write_results(config, sources, parts.network, log, arguments)
        shutil.rmtree(config.out / CHECKPOINTS)


def _find_sources(config: SftConfig, *, check_files: bool) -> RunSources:
    """Find protocol, base and data; raises `BadInput` with everything that is wrong with them."""
    settings = get_settings()
    protocol = find_protocol(config.protocol or settings.protocol, settings.data_dir)
    problems, base = ProblemList(), EMBEDDED_BASE
    try:
        base = find_base(config.base)
    except BadInput as refusal:
        problems.extend(refusal)
    return RunSources(protocol, base, read_sft_data(config, protocol, problems, check_files=check_files))


def _load(config: SftConfig, sources: RunSources, arguments: TrainingArguments) -> _Parts:
    """Load the base, put a fresh adapter on it, prepare the examples.

    Raises `BadInput` where base and protocol do not fit.
    """
    low_precision = arguments.bf16 and arguments.device.type == "cuda"
    # On a GPU the frozen base is what fills the memory; on a CPU its rounding would be all that bfloat16 weights bring.
    checkpoint = load_checkpoint(
        sources.base, None, arguments.device, torch.bfloat16 if low_precision else torch.float32
    )
    network, protocol = checkpoint.network, sources.protocol
    anyres = protocol.image.mode == "anyres"
    pinpoints = getattr(network.config, "image_grid_pinpoints", None) or ()
    if anyres and not pinpoints:
        raise BadInput.one("no_anyres", config.base, "The protocol prepares images as anyres, which it cannot take.")
    encoder = QuestionEncoder(checkpoint.tokenizer, protocol.conversation, protocol.image.newline)
    encoder.check(protocol)
    preparer = ImagePreparer(protocol.image, view_side(network), pinpoints)
    if config.gradient_checkpointing:
        network.model.language_model.activation_checkpointing_enable()
    set_seed(config.seed)  # the adapter's first weights are drawn
    adapted = AdaptedNetwork(adapt(network, config, base_name(config)), encoder, anyres=anyres)
    data = sources.data
    return _Parts(adapted, Examples(data.train, preparer, encoder), Examples(data.validation, preparer, encoder))


def _wants_bfloat16(config: SftConfig, device: torch.device) -> bool:
    able = has_bfloat16(device)
    if config.precision == "bfloat16" and not able and device.type != "cpu":  # a CPU emulates it
        raise BadInput.one("no_bfloat16", "precision", f"{device.type} has no bfloat16 here; use auto or float32.")
    return able if config.precision == "auto" else config.precision == "bfloat16"
