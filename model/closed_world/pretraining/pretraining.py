"""The closed world's base: its vision tower learns to see, then the whole network to answer plain questions.

In the tower's part each image token has to tell what its patch shows (`model.closed_world.patches`), read by a linear
layer that is thrown away afterwards. In the lessons' part the loss is the autoregressive one of the answer tokens, all
questions of a picture in one packed pass, with the patches' beside it. A run may start from the weights of an earlier
one; its lessons are others if its seed is another.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.utils.data import DataLoader
from transformers import PreTrainedTokenizerBase

from core.run_folder import RunFolder
from model.closed_world.lessons import make_lesson
from model.closed_world.patches import HARD_FACTS, PATCH_FACTS
from model.closed_world.pretraining.config import PretrainingConfig
from model.closed_world.pretraining.optimisers import Optimisers
from model.closed_world.pretraining.pretraining_lessons import LessonBatch, Lessons
from model.closed_world.pretraining.scratch import IMAGE_SIDE, build_llava_next
from model.closed_world.pretraining.tokenizer import train_tokenizer
from model.closed_world.pretraining.training_run import TrainingRun, load_or_make_tokenizer
from model.evaluator.checkpoints import Checkpoint, load_checkpoint
from model.evaluator.encoding import QuestionEncoder
from model.evaluator.environment import has_bfloat16
from model.evaluator.forward import Network, image_features, layout_logits, warm_up_cosine
from model.evaluator.images import ImagePreparer
from model.evaluator.training_record import read_training_record
from model.protocol.protocol import Protocol
from model.training.loss import answer_losses

TOKENIZER_LESSONS = 3_000

_PATCH_WEIGHT = 0.05
"""Weight of the patches' loss beside the answers'."""

_FACT_WEIGHTS = torch.tensor([4.0 if fact.split()[0] in HARD_FACTS else 1.0 for fact in PATCH_FACTS])


class Pretraining(TrainingRun[LessonBatch]):
    """A run of pretraining in one folder, which at the end holds `evaluator/`."""

    def __init__(self, protocol: Protocol, config: PretrainingConfig, path: Path) -> None:
        """Start or resume the run of a folder; raises `BadInput` for another run's, or a base that cannot be loaded."""
        if config.threads:
            torch.set_num_threads(config.threads)
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        warm_up_cosine()
        self._start = load_checkpoint(Path(config.start), None, device, torch.float32) if config.start else None
        folder = RunFolder(path)
        folder.adopt(asdict(config) | {"protocol": protocol.digest}, ignored={"threads", "workers"})
        torch.manual_seed(config.seed)
        tokenizer = load_or_make_tokenizer(folder, lambda: _first_tokenizer(protocol, config, self._start))
        self.protocol, self.config = protocol, config
        self.network = _first_network(config, tokenizer, self._start)
        torch.nn.Module.to(self.network, device)
        self.patch_reader = _patch_reader(self.network).to(device)
        self._bfloat16 = config.precision == "bfloat16" or (config.precision == "auto" and has_bfloat16(device))
        encoder = QuestionEncoder(tokenizer, protocol.conversation)
        encoder.check(protocol)
        self._lessons = Lessons(
            config.seed, ImagePreparer(protocol.image, IMAGE_SIDE), encoder, config.tower_steps * config.batch_size
        )
        networks = nn.ModuleDict({"network": self.network, "patch_reader": self.patch_reader})
        self.optimisers = Optimisers(
            networks.named_parameters(),
            rate=config.learning_rate,
            matrix_rate=config.matrix_learning_rate,
            weight_decay=config.weight_decay,
        )
        parts = {"network": self.network, "patch_reader": self.patch_reader, "optimisers": self.optimisers}
        super().__init__(folder, tokenizer, parts, steps=config.steps, log_every=50, device=device)

    def run(self, progress: Callable[[int, float], None], *, checkpoint_every: float = 120.0) -> Path:
        """Train to the end and return the folder of the finished evaluator; arguments as `train` takes them."""
        self.network.train()
        self.train(progress, checkpoint_every=checkpoint_every)
        torch.nn.Module.train(self.network, mode=False)
        return self.write_result(
            "evaluator",
            self.network,
            {
                "data": "rendered scenes, made from seeds by model/closed_world",
                "config": asdict(self.config),
                "start": self._start.base_digest if self._start else None,
                "start_record": read_training_record(Path(self.config.start)) if self.config.start else None,
                "protocol": {"name": self.protocol.name, "digest": self.protocol.digest},
                "precision": "bfloat16" if self._bfloat16 else "float32",
            },
        )

    def remaining_batches(self) -> Iterable[LessonBatch]:
        """Yield the batches from the next step to the last one."""
        size = self.config.batch_size
        return DataLoader(
            self._lessons,
            batch_size=size,
            sampler=range(self.step * size, self.config.steps * size),
            collate_fn=self._lessons.collate,
            num_workers=self.config.workers,
        )

    def take_step(self, batch: LessonBatch) -> Tensor:
        """Take one step of the part the run is in; returns the loss (nats) of its answers or of its patches' facts."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self._bfloat16):
            features = image_features(self.network, [batch.images], anyres=False)
            logged = loss = self._patches_loss(features, batch.facts)
            if batch.questions:
                layout, tokens = batch.questions
                logged = answer_losses(layout_logits(self.network, layout, features), tokens).mean()
                loss = logged + _PATCH_WEIGHT * loss
        self.optimisers.step(loss, self.config.share(self.step))
        return logged.detach()

    def _patches_loss(self, features: Sequence[Tensor], facts: Tensor) -> Tensor:
        """Return the binary cross-entropy of a patch's facts, weighted and summed, in the mean over the patches."""
        logits = self.patch_reader(torch.stack(list(features))).float()
        losses = binary_cross_entropy_with_logits(logits, facts.to(logits.device), reduction="none")
        return (losses @ _FACT_WEIGHTS.to(losses.device)).mean()


def _first_network(config: PretrainingConfig, tokenizer: PreTrainedTokenizerBase, start: Checkpoint | None) -> Network:
    """Return a network with weights drawn by the seed, or that of the base to start from."""
    if start:
        torch.nn.Module.requires_grad_(start.network, requires_grad=True)
        return start.network
    return build_llava_next(
        tokenizer, vision_width=config.vision_width, language_width=config.language_width, layers=config.layers
    )


def _patch_reader(network: Network) -> nn.Linear:
    """Return a layer that reads a patch's facts from its image token; at first it expects few of them to be true."""
    width = network.get_input_embeddings().get_parameter("weight").shape[1]
    reader = nn.Linear(width, len(PATCH_FACTS))
    nn.init.constant_(reader.bias, -3.0)
    return reader


def _first_tokenizer(
    protocol: Protocol, config: PretrainingConfig, start: Checkpoint | None
) -> PreTrainedTokenizerBase:
    """Return the tokenizer of the base to start from, or one that knows the words of lessons, questions and options."""
    if start:
        return start.tokenizer
    answered = [
        pair
        for number in range(TOKENIZER_LESSONS)
        for pair in make_lesson(f"tokenizer/{config.seed}/{number}", 8).questions
    ]
    for prompt in protocol.prompts:
        for question in protocol.questions_for(prompt):
            answered.extend((question.text, str(option)) for option in question.options)
    conversation = protocol.conversation
    return train_tokenizer(
        conversation.before_image
        + conversation.after_image.replace("{question}", text)
        + conversation.answer.replace("{option}", answer)
        for text, answer in answered
    )
