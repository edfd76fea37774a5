"""The evaluator: images and questions in, answers with the probability of every option out."""

import hashlib
from collections.abc import Sequence

import torch
from PIL import Image
from torch import Tensor

from core.problems import BadInput
from model.evaluator.batching import Batches
from model.evaluator.checkpoints import Checkpoint
from model.evaluator.encoding import EncodedQuestion, QuestionEncoder
from model.evaluator.forward import image_features, packed_logits, reference_logits, view_side
from model.evaluator.images import ImagePreparer, PreparedImage
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import Question


class Evaluator:
    """A loaded checkpoint under one protocol.

    `digest` names it: SHA-256 of base, adapter, dtype and protocol.
    `closed_world` tells that it judges rendered scenes only.
    """

    def __init__(self, checkpoint: Checkpoint, protocol: Protocol, *, name: str, batch_size: int = 16) -> None:
        self.protocol, self.name, self.closed_world = protocol, name, checkpoint.closed_world
        self.base_digest, self.adapter_digest = checkpoint.base_digest, checkpoint.adapter_digest
        self._network = checkpoint.network
        self.device = self._network.device
        self._batches = Batches(batch_size, self.device)
        self.dtype = str(self._network.dtype).removeprefix("torch.")
        config = self._network.config
        self._anyres = protocol.image.mode == "anyres"
        if self._anyres and not hasattr(config, "image_grid_pinpoints"):
            raise BadInput.one(
                "no_anyres", name, f"The protocol prepares images as anyres, which a {config.model_type} cannot take."
            )
        self._preparer = ImagePreparer(
            protocol.image, view_side(self._network), getattr(config, "image_grid_pinpoints", None) or ()
        )
        self._encoder = QuestionEncoder(checkpoint.tokenizer, protocol.conversation, protocol.image.newline)
        self._encoder.check(protocol)
        parts = (self.base_digest, self.adapter_digest or "none", self.dtype, protocol.digest)
        self.digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def answer(self, images: Sequence[Image.Image], questions: Sequence[Sequence[Question]]) -> list[list[Answer]]:
        """Answers to each image's questions, in their order, by packed scoring.

        One forward pass per image for all its questions, images in batches;
        a batch that does not fit into memory is halved until it does. Raises
        `OutOfMemory` where one image alone does not fit.
        """
        if len(images) != len(questions):
            raise ValueError(f"{len(images)} images but {len(questions)} lists of questions")
        asked = [(image, own) for image, own in zip(images, questions, strict=True) if own]
        found = iter(self._batches.run(asked, self._answer_batch))
        return [next(found) if own else [] for own in questions]

    @torch.inference_mode()
    def answer_one_by_one(
        self, images: Sequence[Image.Image], questions: Sequence[Sequence[Question]]
    ) -> list[list[Answer]]:
        """The same answers by the plain way: every question a sequence of its own, the image encoded for each.

        Slow; it is what packed scoring is compared with.
        """
        answers = []
        for image, own in zip(images, questions, strict=True):
            found = []
            for question in own:
                encoded = self._encoder.encode(question)
                features = self._features([self._preparer.prepare(image)])[0]
                logits = reference_logits(self._network, self._encoder.prefix, features, encoded).cpu()
                found.append(read_answer(question, encoded, logits))
            answers.append(found)
        return answers

    @torch.inference_mode()
    def _answer_batch(self, asked: Sequence[tuple[Image.Image, Sequence[Question]]]) -> list[list[Answer]]:
        encoded = [[self._encoder.encode(question) for question in own] for _, own in asked]
        features = self._features([self._preparer.prepare(image) for image, _ in asked])
        logits = packed_logits(self._network, self._encoder.prefix, features, encoded).cpu()
        reads = iter(torch.split(logits, [1 + len(question.inner) for own in encoded for question in own]))
        return [
            [read_answer(question, self._encoder.encode(question), next(reads)) for question in own] for _, own in asked
        ]

    def _features(self, images: Sequence[PreparedImage]) -> list[Tensor]:
        return image_features(self._network, images, anyres=self._anyres)


def read_answer(question: Question, encoded: EncodedQuestion, logits: Tensor) -> Answer:
    """The answer to a question from the logits (1 + inner nodes, vocabulary) at a question's trie nodes.

    The choice is the greedy walk: at each node the likeliest of its children.
    An option's probability is the product along its path, normalised over the options.
    """
    logp = torch.log_softmax(logits.double(), dim=-1)
    totals = torch.stack([logp[[e.node + 1 for e in path], [e.token for e in path]].sum() for path in encoded.paths])
    probabilities = torch.softmax(totals, dim=0).tolist()
    options = question.options
    return Answer(
        skill=question.skill,
        choice=options[_greedy(encoded, logp)],
        probabilities=dict(zip(options, probabilities, strict=True)),
    )


def _greedy(encoded: EncodedQuestion, logp: Tensor) -> int:
    """Index of the option that decoding greedily, restricted to the options, arrives at."""
    alive = list(range(len(encoded.paths)))
    depth = 0
    while len(alive) > 1:
        node = encoded.paths[alive[0]][depth].node
        best = max(
            {encoded.paths[i][depth].token for i in alive}, key=lambda token: (float(logp[node + 1, token]), -token)
        )
        alive = [i for i in alive if encoded.paths[i][depth].token == best]
        depth += 1
    return alive[0]
