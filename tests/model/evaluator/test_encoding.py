"""Options become token tries: they share beginnings, differ in length, and must be tellable apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast

from core.problems import BadInput
from model.evaluator.encoding import ROOT, EncodedQuestion, QuestionEncoder
from model.protocol.schema import Conversation, Question

CONVERSATION = Conversation(before_image="USER: ", after_image="\n{question} ANSWER:", answer=" {option}")


def tokenizer_of(vocabulary: list[str], merges: list[tuple[str, str]] | None = None) -> PreTrainedTokenizerFast:
    """A BPE tokenizer over single characters and the given merges."""
    alphabet = sorted({character for word in vocabulary for character in word})
    words = [*alphabet, *("".join(pair) for pair in merges or [])]
    tokenizer = Tokenizer(models.BPE({word: index for index, word in enumerate(dict.fromkeys(words))}, merges or []))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "isolated")
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer)


CHARACTERS = ["USER: \nwhat?ANSWER0123456789-abcdefghijklmnopqrstuvwxyz"]


def spell(question: EncodedQuestion) -> list[tuple[int, ...]]:
    return [tuple(edge.token for edge in path) for path in question.paths]


def test_options_of_one_two_and_three_tokens_share_their_beginnings() -> None:
    encoder = QuestionEncoder(tokenizer_of(CHARACTERS), CONVERSATION)
    encoded = encoder.encode(Question(skill="s", text="what", options=(2, -1, 30)))
    assert [len(path) for path in encoded.paths] == [2, 3, 3]
    first_edges = {path[0] for path in encoded.paths}
    assert len(first_edges) == 1, "every option begins with the same space"


def test_every_edge_leaves_a_node_that_spells_the_option_so_far() -> None:
    encoder = QuestionEncoder(tokenizer_of(CHARACTERS), CONVERSATION)
    encoded = encoder.encode(Question(skill="s", text="what", options=(-1, 0, 1, 2, 3, 4)))
    for path in encoded.paths:
        for depth, edge in enumerate(path):
            spelt = tuple(encoded.inner[node].token for node in encoded.ancestors(edge.node))
            assert spelt == tuple(step.token for step in path[:depth])
    assert encoded.paths[0][0].node == ROOT


@given(st.lists(st.integers(min_value=-1, max_value=9), min_size=1, max_size=8, unique=True))
def test_options_are_spelt_as_the_tokenizer_spells_them(options: list[int]) -> None:
    tokenizer = tokenizer_of(CHARACTERS)
    encoded = QuestionEncoder(tokenizer, CONVERSATION).encode(Question(skill="s", text="what", options=tuple(options)))
    whole = [tokenizer(f"\nwhat ANSWER: {option}")["input_ids"] for option in options]
    assert [[*encoded.suffix, *own] for own in spell(encoded)] == whole


def test_an_option_that_begins_another_is_refused_by_name() -> None:
    encoder = QuestionEncoder(tokenizer_of(CHARACTERS), CONVERSATION)
    with pytest.raises(BadInput, match="option 1 cannot be told from option 12"):
        encoder.encode(Question(skill="s", text="what", options=(1, 12)))


def test_options_that_the_tokenizer_does_not_know_are_refused() -> None:
    tokenizer = Tokenizer(models.WordLevel({"<unk>": 0, "what": 1}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    encoder = QuestionEncoder(PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>"), CONVERSATION)
    with pytest.raises(BadInput, match="cannot be told") as caught:
        encoder.encode(Question(skill="s", text="what", options=(0, 1, 2)))
    assert len(caught.value.problems) == 6, "every pair is named, both ways"


def test_an_option_that_changes_the_tokens_before_it_is_refused() -> None:
    glue = Conversation(before_image="", after_image="{question}:", answer="{option}")
    encoder = QuestionEncoder(tokenizer_of(CHARACTERS, [(":", "1")]), glue)
    with pytest.raises(BadInput, match="option 1 changes the tokens"):
        encoder.encode(Question(skill="s", text="what", options=(0, 1)))
