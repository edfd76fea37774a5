"""The autoregressive loss of the answers, read from packed logits."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from model.evaluator.encoding import EncodedQuestion


@dataclass(frozen=True, slots=True)
class AnswerTokens:
    """The tokens that spell a batch's answers: per token (tokens,) the read that predicts it, its id, its question."""

    reads: Tensor
    tokens: Tensor
    owners: Tensor
    questions: int


def find_answer_tokens(
    questions: Sequence[Sequence[EncodedQuestion]], answers: Sequence[Sequence[int]]
) -> AnswerTokens:
    """Find the tokens of the true options; `answers` holds per question the position of its true option.

    Reads are counted as `packing.Layout` orders them.
    """
    reads, tokens, owners, root, count = [], [], [], 0, 0
    for image_questions, image_answers in zip(questions, answers, strict=True):
        for encoded, answer in zip(image_questions, image_answers, strict=True):
            for edge in encoded.paths[answer]:
                reads.append(root + 1 + edge.node)
                tokens.append(edge.token)
                owners.append(count)
            root += 1 + len(encoded.inner)
            count += 1
    return AnswerTokens(torch.tensor(reads), torch.tensor(tokens), torch.tensor(owners), count)


def answer_losses(logits: Tensor, answers: AnswerTokens) -> Tensor:
    """Compute the cross-entropy (nats) of each true option, summed over the tokens that spell it: (questions,).

    `logits` (reads, vocabulary) as `forward.packed_logits` gives them for the same questions.
    """
    device = logits.device
    losses = cross_entropy(logits[answers.reads.to(device)], answers.tokens.to(device), reduction="none")
    return losses.new_zeros(answers.questions).index_add(0, answers.owners.to(device), losses)
