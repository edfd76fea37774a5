"""The autoregressive loss of the answers, read from packed logits."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from model.evaluator.encoding import EncodedQuestion


@dataclass(frozen=True, slots=True)
class AnswerTokens:
    """The tokens that spell a batch's answers: per token (tokens,) the read it is told at, its id and its question."""

    reads: Tensor
    tokens: Tensor
    owners: Tensor
    questions: int


def find_answer_tokens(
    questions: Sequence[Sequence[EncodedQuestion]], answers: Sequence[Sequence[int]]
) -> AnswerTokens:
    """The spelling of the true options; `answers` holds per question the position of its own.

    Reads are counted as `packing.Layout` orders them.
    """
    reads, tokens, owners, root, count = [], [], [], 0, 0
    for own_questions, own_answers in zip(questions, answers, strict=True):
        for encoded, answer in zip(own_questions, own_answers, strict=True):
            for edge in encoded.paths[answer]:
                reads.append(root + 1 + edge.node)
                tokens.append(edge.token)
                owners.append(count)
            root += 1 + len(encoded.inner)
            count += 1
    return AnswerTokens(torch.tensor(reads), torch.tensor(tokens), torch.tensor(owners), count)


def answer_losses(logits: Tensor, spelling: AnswerTokens) -> Tensor:
    """Cross-entropy (nats) of each question's true option, summed over the tokens that spell it: (questions,).

    `logits` (reads, vocabulary) as `forward.packed_logits` gives them for the same questions.
    """
    device = logits.device
    losses = cross_entropy(logits[spelling.reads.to(device)], spelling.tokens.to(device), reduction="none")
    return losses.new_zeros(spelling.questions).index_add(0, spelling.owners.to(device), losses)


def question_losses(
    logits: Tensor, questions: Sequence[Sequence[EncodedQuestion]], answers: Sequence[Sequence[int]]
) -> Tensor:
    """`answer_losses` of the spelling of these questions and answers."""
    return answer_losses(logits, find_answer_tokens(questions, answers))
