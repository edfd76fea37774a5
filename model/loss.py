"""The autoregressive loss of the answers, read from packed logits."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from model.encoding import EncodedQuestion


def question_losses(
    logits: Tensor, questions: Sequence[Sequence[EncodedQuestion]], answers: Sequence[Sequence[int]]
) -> Tensor:
    """Cross-entropy (nats) of each question's true option, summed over the tokens that spell it: (questions,).

    `logits` (reads, vocabulary) as `forward.packed_logits` gives them for these
    questions; `answers` holds per question the position of its true option.
    """
    rows, tokens, owners, root, count = [], [], [], 0, 0
    for own_questions, own_answers in zip(questions, answers, strict=True):
        for encoded, answer in zip(own_questions, own_answers, strict=True):
            for edge in encoded.paths[answer]:
                rows.append(root + 1 + edge.node)
                tokens.append(edge.token)
                owners.append(count)
            root += 1 + len(encoded.inner)
            count += 1
    device = logits.device
    picked = logits[torch.tensor(rows, device=device)]
    losses = cross_entropy(picked, torch.tensor(tokens, device=device), reduction="none")
    return losses.new_zeros(count).index_add(0, torch.tensor(owners, device=device), losses)


def answers_loss(
    logits: Tensor, questions: Sequence[Sequence[EncodedQuestion]], answers: Sequence[Sequence[int]]
) -> Tensor:
    """The mean of `question_losses` over the questions."""
    return question_losses(logits, questions, answers).mean()
