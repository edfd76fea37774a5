"""Encode questions as token ids: the text before the image, the text after it, and the options as a token trie.

Text before and after the image is tokenised separately, as LLaVA does. An option is tokenised together with the text
before it, as the training data was, and has to begin with exactly the ids of that text. Options of several tokens
form a trie: its root is the last token of the question, its inner nodes are fed to the evaluator as extra tokens, and
each edge's log-probability is read at the node it leaves.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from transformers import PreTrainedTokenizerBase

from core.problems import BadInput, Problem
from model.protocol.protocol import Protocol
from model.protocol.schema import Conversation, Question
from model.protocol.skills import SKILL_BY_KEY, SKILLS, Dimension

ROOT = -1
"""The trie's root: the last token of the question itself."""


@dataclass(frozen=True, slots=True)
class InnerNode:
    """A trie node that has children: a token to feed, and the node it follows (`ROOT` or an index)."""

    token: int
    parent: int


@dataclass(frozen=True, slots=True)
class Edge:
    """One step towards an option: at `node` (`ROOT` or an index of the inner nodes) the next token is `token`."""

    node: int
    token: int


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """A question as token ids, and per option (in the question's order) the edges that spell it.

    `newline`: the image before it ends with the image newline of the checkpoint, if it has one.
    """

    suffix: tuple[int, ...]
    inner: tuple[InnerNode, ...]
    paths: tuple[tuple[Edge, ...], ...]
    newline: bool = False

    @property
    def depths(self) -> list[int]:
        """The number of edges (1 or more) between the root and each inner node."""
        depths: list[int] = []
        for inner in self.inner:
            depths.append(1 if inner.parent == ROOT else depths[inner.parent] + 1)
        return depths

    @property
    def chained(self) -> bool:
        """Whether every inner node follows the one before it, as with a single option."""
        return all(inner.parent == node - 1 for node, inner in enumerate(self.inner))

    def ancestors(self, node: int) -> tuple[int, ...]:
        """Return the inner nodes from the root down to `node`, itself included; empty for `ROOT`."""
        chain: list[int] = []
        while node != ROOT:
            chain.append(node)
            node = self.inner[node].parent
        return tuple(reversed(chain))


class QuestionEncoder:
    """Encodes a protocol's questions with one evaluator's tokenizer, and caches them.

    `newline` names the dimensions before whose questions an image ends with the image newline.
    """

    def __init__(
        self, tokenizer: PreTrainedTokenizerBase, conversation: Conversation, newline: Collection[Dimension] = ()
    ) -> None:
        self._tokenizer = tokenizer
        self._conversation = conversation
        self._newline = newline
        self.prefix: tuple[int, ...] = tuple(tokenizer(conversation.before_image)["input_ids"])
        """Ids before the image, with the tokenizer's own beginning of sequence."""
        self._cache: dict[Question | tuple[str, str], EncodedQuestion] = {}

    def encode(self, question: Question) -> EncodedQuestion:
        """Encode a question; raises `BadInput` where its options' tokens cannot be told apart."""
        return self._cached(question, partial(self._encode, question))

    def check(self, protocol: Protocol) -> None:
        """Encode one question of each skill and all questions that prompts word themselves.

        Raises `BadInput` with every problem, so that loading fails and not a run.
        """
        problems: list[Problem] = []
        questions = [protocol.question(skill, "a prompt", "an element") for skill in SKILLS]
        for prompt in protocol.prompts:
            questions += [question for question in protocol.questions_for(prompt) if question.skill in prompt.questions]
        for question in questions:
            try:
                self.encode(question)
            except BadInput as error:
                problems.extend(error.problems)
        if problems:
            raise BadInput(problems)

    def _cached(self, key: Question | tuple[str, str], encode: Callable[[], EncodedQuestion]) -> EncodedQuestion:
        encoded = self._cache.get(key)
        if encoded is None:
            if len(self._cache) > 100_000:
                self._cache.clear()
            encoded = self._cache[key] = encode()
        return encoded

    def _ids(self, text: str) -> tuple[int, ...]:
        return tuple(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def encode_text(self, text: str, answer: str) -> EncodedQuestion:
        """Encode a training question with its one answer; raises `BadInput` where their tokens merge."""
        written = {answer: self._conversation.answer.replace("{option}", answer)}
        return self._cached((text, answer), partial(self._spell, "", text, written))

    def _encode(self, question: Question) -> EncodedQuestion:
        answers = {
            str(option): self._conversation.answer.replace("{option}", str(option)) for option in question.options
        }
        encoded = self._spell(question.skill, question.text, answers)
        skill = SKILL_BY_KEY.get(question.skill)
        return replace(encoded, newline=skill is not None and skill.dimension in self._newline)

    def _spell(self, where: str, text: str, answers: Mapping[str, str]) -> EncodedQuestion:
        """Encode a text; `answers` maps an option's name in messages to how it is written behind the question."""
        before = self._conversation.after_image.replace("{question}", text)
        suffix = self._ids(before)
        spelt: dict[str, tuple[int, ...]] = {}
        for option, written in answers.items():
            ids = self._ids(before + written)
            if ids[: len(suffix)] != suffix:
                raise BadInput.one(
                    "option_glued",
                    where,
                    f"With this tokenizer option {option} changes the tokens of the text before it; "
                    "give the protocol's `answer` another beginning.",
                )
            spelt[option] = ids[len(suffix) :]
        _check_distinct(where, spelt)
        inner, paths = _trie(list(spelt.values()))
        return EncodedQuestion(suffix, inner, paths)


def _check_distinct(where: str, spelt: Mapping[str, tuple[int, ...]]) -> None:
    problems = [
        Problem(
            "options_alike",
            where,
            f"With this tokenizer option {option} cannot be told from option {other}: "
            f"its tokens {list(ids)} begin, or are, those of the other.",
        )
        for option, ids in spelt.items()
        for other, other_ids in spelt.items()
        if option != other and other_ids[: len(ids)] == ids
    ]
    if problems:
        raise BadInput(problems)


def _trie(spelt: Sequence[tuple[int, ...]]) -> tuple[tuple[InnerNode, ...], tuple[tuple[Edge, ...], ...]]:
    inner: list[InnerNode] = []
    index: dict[tuple[int, ...], int] = {(): ROOT}
    paths = []
    for ids in spelt:
        path = []
        for depth, token in enumerate(ids):
            node = index[ids[:depth]]
            path.append(Edge(node, token))
            if depth + 1 < len(ids) and ids[: depth + 1] not in index:
                index[ids[: depth + 1]] = len(inner)
                inner.append(InnerNode(token, node))
        paths.append(tuple(path))
    return tuple(inner), tuple(paths)
