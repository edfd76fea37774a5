"""Answer questions about images, with the probability of every option."""

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

    `digest`: SHA-256 of base, adapter, dtype and protocol. `closed_world`: it judges rendered scenes only.
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
        """Answer each image's questions, in their order, by packed scoring.

        One sequence holds an image and all its questions; images run in batches, which are halved until they fit into
        memory. Raises `OutOfMemory` where one image alone does not fit.
        """
        if len(images) != len(questions):
            raise ValueError(f"{len(images)} images but {len(questions)} lists of questions")
        pairs = [pair for pair in zip(images, questions, strict=True) if pair[1]]
        answers = iter(self._batches.run(pairs, self._answer_batch))
        return [next(answers) if image_questions else [] for image_questions in questions]

    @torch.inference_mode()
    def answer_one_by_one(
        self, images: Sequence[Image.Image], questions: Sequence[Sequence[Question]]
    ) -> list[list[Answer]]:
        """Answer every question in a sequence of its own, encoding the image anew; slow, the reference of `answer`."""
        answers = []
        for image, image_questions in zip(images, questions, strict=True):
            image_answers = []
            for question in image_questions:
                encoded = self._encoder.encode(question)
                features = self._features([self._preparer.prepare(image)])[0]
                logits = reference_logits(self._network, self._encoder.prefix, features, encoded).cpu()
                image_answers.append(read_answer(question, encoded, logits))
            answers.append(image_answers)
        return answers

    @torch.inference_mode()
    def _answer_batch(self, pairs: Sequence[tuple[Image.Image, Sequence[Question]]]) -> list[list[Answer]]:
        encoded = [[self._encoder.encode(question) for question in questions] for _, questions in pairs]
        features = self._features([self._preparer.prepare(image) for image, _ in pairs])
        logits = packed_logits(self._network, self._encoder.prefix, features, encoded).cpu()
        reads = iter(torch.split(logits, [1 + len(question.inner) for row in encoded for question in row]))
        return [
            [read_answer(*pair, next(reads)) for pair in zip(questions, row, strict=True)]
            for (_, questions), row in zip(pairs, encoded, strict=True)
        ]

    def _features(self, images: Sequence[PreparedImage]) -> list[Tensor]:
        return image_features(self._network, images, anyres=self._anyres)


def read_answer(question: Question, encoded: EncodedQuestion, logits: Tensor) -> Answer:
    """Read the answer to a question from the logits (1 + inner nodes, vocabulary) at its trie's nodes.

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
    """Return the index of the option that greedy decoding, restricted to the options, arrives at."""
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
