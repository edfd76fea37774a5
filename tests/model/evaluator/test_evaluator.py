"""Packed scoring gives the plain way's answers, whatever else is in the batch."""

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from peft import LoraConfig, get_peft_model
from PIL import Image
from tokenizers import Tokenizer, models, pre_tokenizers
from torch import Tensor
from transformers import (
    CLIPVisionConfig,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaNextForConditionalGeneration,
    PreTrainedTokenizerFast,
)

from core.problems import BadInput, OutOfMemory
from core.settings import Settings
from model.evaluator import evaluator as evaluator_module
from model.evaluator.checkpoints import load_checkpoint
from model.evaluator.encoding import Edge, EncodedQuestion, QuestionEncoder
from model.evaluator.environment import pick_device
from model.evaluator.evaluator import Evaluator
from model.evaluator.forward import Network, image_features, packed_logits, reference_logits
from model.evaluator.images import ImagePreparer
from model.evaluator.loading import load_evaluator
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import ImagePreparation, Question
from model.protocol.skills import SKILLS

TOLERANCE = 1e-4


def picture(seed: int, width: int = 60, height: int = 40) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8))


def all_questions(protocol: Protocol, elements: str = "two cats") -> list[Question]:
    return [protocol.question(skill, "a prompt", elements) for skill in SKILLS]


def assert_same(found: Sequence[Sequence[Answer]], wanted: Sequence[Sequence[Answer]]) -> None:
    for own, other in zip(found, wanted, strict=True):
        for one, two in zip(own, other, strict=True):
            assert one.skill == two.skill
            assert one.choice == two.choice
            assert one.probabilities == pytest.approx(two.probabilities, abs=1e-5)


def pieces(folder: Path, protocol: Protocol) -> tuple[Network, QuestionEncoder]:
    checkpoint = load_checkpoint(folder, None, torch.device("cpu"), torch.float32)
    return checkpoint.network, QuestionEncoder(checkpoint.tokenizer, protocol.conversation)


@pytest.mark.parametrize("batch", [1, 2, 5])
@pytest.mark.parametrize("numbers", [(1,), (11,), (3, 1, 11, 2, 5)])
@pytest.mark.parametrize("mode", ["pad", "anyres"])
@torch.inference_mode()
def test_packed_logits_equal_the_reference(
    tiny_checkpoint: Path, tiny_protocol: Protocol, batch: int, numbers: tuple[int, ...], mode: str
) -> None:
    network, encoder = pieces(tiny_checkpoint, tiny_protocol)
    preparer = ImagePreparer(ImagePreparation(mode=mode), 32, network.config.image_grid_pinpoints or ())
    shapes = [(60, 40), (32, 32), (20, 90), (200, 30), (64, 64)]
    images = [preparer.prepare(picture(i, *shapes[i])) for i in range(batch)]
    elements = ["cats", "one very much longer list of things, and more of them, and more", "x"]
    questions = [
        [encoder.encode(q) for q in all_questions(tiny_protocol, elements[i % 3])[: numbers[i % len(numbers)]]]
        for i in range(batch)
    ]
    features = image_features(network, images, anyres=mode == "anyres")
    packed = packed_logits(network, encoder.prefix, features, questions)
    plain = torch.cat(
        [
            reference_logits(network, encoder.prefix, own_features, question)
            for own_features, own in zip(features, questions, strict=True)
            for question in own
        ]
    )
    assert packed.shape == plain.shape
    assert (packed - plain).abs().max() < TOLERANCE


@pytest.mark.parametrize("options", [(0, 1, 2), (-1, 0, 4), (-1, 10, 20, 7), (100, 101, 12, -1)])
@torch.inference_mode()
def test_options_of_several_tokens_with_shared_beginnings(
    tiny_checkpoint: Path, tiny_protocol: Protocol, options: tuple[int, ...]
) -> None:
    network, encoder = pieces(tiny_checkpoint, tiny_protocol)
    alphabet = {c: i for i, c in enumerate("USER: \nwhat?ANSWER0123456789-")}
    tokenizer = Tokenizer(models.BPE(dict(zip(alphabet, range(len(alphabet)), strict=True)), []))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "isolated")
    encoder = QuestionEncoder(PreTrainedTokenizerFast(tokenizer_object=tokenizer), tiny_protocol.conversation)
    asked = Question(skill="s", text="what", options=options)
    question = encoder.encode(asked)
    assert len(question.inner) >= 1
    features = image_features(network, [ImagePreparer(tiny_protocol.image, 32).prepare(picture(1))], anyres=False)
    packed = packed_logits(network, encoder.prefix, features, [[question, question]])
    plain = reference_logits(network, encoder.prefix, features[0], question)
    assert (packed - torch.cat([plain, plain])).abs().max() < TOLERANCE
    answer = evaluator_module.read_answer(asked, question, plain)
    joint = torch.stack([_path_probability(network, encoder, features[0], path, question) for path in question.paths])
    assert answer.probabilities == pytest.approx(
        dict(zip(options, (joint / joint.sum()).tolist(), strict=True)), abs=1e-5
    )
    assert answer.choice == options[_greedy_decoding(network, encoder, features[0], question)]


def _next_token(
    network: Network, encoder: QuestionEncoder, features: Tensor, question: EncodedQuestion, spelt: Sequence[int]
) -> Tensor:
    embed = network.get_input_embeddings()
    ids = [*question.suffix, *spelt]
    sequence = torch.cat([embed(torch.tensor(encoder.prefix)), features, embed(torch.tensor(ids))])[None]
    logits: Tensor = network(inputs_embeds=sequence).logits[0, -1].float()
    return logits.softmax(-1)


def _path_probability(
    network: Network, encoder: QuestionEncoder, features: Tensor, path: Sequence[Edge], question: EncodedQuestion
) -> Tensor:
    total = torch.tensor(1.0)
    for depth, edge in enumerate(path):
        total = total * _next_token(network, encoder, features, question, [e.token for e in path[:depth]])[edge.token]
    return total


def _greedy_decoding(network: Network, encoder: QuestionEncoder, features: Tensor, question: EncodedQuestion) -> int:
    """Decode token by token, each time the likeliest token that still leads to an option."""
    spelt: list[int] = []
    paths = [[edge.token for edge in path] for path in question.paths]
    while spelt not in paths:
        p = _next_token(network, encoder, features, question, spelt)
        allowed = {path[len(spelt)] for path in paths if path[: len(spelt)] == spelt}
        spelt.append(max(allowed, key=lambda token: float(p[token])))
    return paths.index(spelt)


def test_answers_equal_the_reference_in_any_batch_size(tiny_evaluator: Evaluator) -> None:
    images = [picture(i, 30 + 7 * i, 40) for i in range(9)]
    questions = [all_questions(tiny_evaluator.protocol)[: 1 + i] for i in range(9)]
    together = tiny_evaluator.answer(images, questions)
    assert_same(together, tiny_evaluator.answer_one_by_one(images, questions))
    alone = [tiny_evaluator.answer([image], [own])[0] for image, own in zip(images, questions, strict=True)]
    assert_same(together, alone)
    assert_same(together, tiny_evaluator.answer(images[::-1], questions[::-1])[::-1])


def test_an_answer_is_an_option_with_probabilities_and_an_expected_score(tiny_evaluator: Evaluator) -> None:
    (answers,) = tiny_evaluator.answer([picture(3)], [all_questions(tiny_evaluator.protocol)])
    assert [answer.skill for answer in answers] == [skill.key for skill in SKILLS]
    for answer, skill in zip(answers, SKILLS, strict=True):
        assert tuple(answer.probabilities) == skill.options
        assert answer.choice in skill.options
        assert sum(answer.probabilities.values()) == pytest.approx(1)
        assert answer.absent == answer.probabilities.get(-1)
        there = {option: p for option, p in answer.probabilities.items() if option >= 0}
        wanted = sum(option * p for option, p in there.items()) / sum(there.values())
        assert answer.expected == pytest.approx(wanted)


def test_images_without_questions_get_no_answers(tiny_evaluator: Evaluator) -> None:
    question = all_questions(tiny_evaluator.protocol)[0]
    assert [len(own) for own in tiny_evaluator.answer([picture(1), picture(2)], [[], [question]])] == [0, 1]
    assert tiny_evaluator.answer([], []) == []


def test_lists_of_unequal_length_raise_a_value_error(tiny_evaluator: Evaluator) -> None:
    with pytest.raises(ValueError, match="2 images but 1 list"):
        tiny_evaluator.answer([picture(1), picture(2)], [[]])


def test_an_adapter_changes_answers_and_digest(
    tiny_checkpoint: Path, tiny_evaluator: Evaluator, tiny_protocol: Protocol, settings: Settings, tmp_path: Path
) -> None:
    network = LlavaNextForConditionalGeneration.from_pretrained(tiny_checkpoint)
    adapted = get_peft_model(network, LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False))
    adapted.save_pretrained(str(tmp_path / "adapter"))
    with_adapter = load_evaluator(
        settings.model_copy(update={"evaluator": str(tiny_checkpoint), "adapter": str(tmp_path / "adapter")}),
        tiny_protocol,
    )
    assert with_adapter.digest != tiny_evaluator.digest
    assert with_adapter.base_digest == tiny_evaluator.base_digest
    question = [all_questions(tiny_protocol)]
    before = tiny_evaluator.answer([picture(1)], question)[0]
    after = with_adapter.answer([picture(1)], question)[0]
    assert any(a.probabilities != pytest.approx(b.probabilities, abs=1e-6) for a, b in zip(before, after, strict=True))
    assert_same([after], with_adapter.answer_one_by_one([picture(1)], question))


@pytest.fixture
def tiny_llava(tmp_path: Path, tiny_checkpoint: Path) -> Path:
    """A LLaVA (1.5) checkpoint: the same sizes, another class."""
    tokenizer = PreTrainedTokenizerFast.from_pretrained(tiny_checkpoint)
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=3,
            num_attention_heads=2,
            image_size=28,
            patch_size=14,
        ),
        text_config=LlamaConfig(
            vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2
        ),
        image_token_index=3,
        vision_feature_layer=-2,
    )
    torch.manual_seed(2)
    folder = tmp_path / "llava"
    LlavaForConditionalGeneration(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_a_llava_checkpoint_answers_too(tiny_llava: Path, tiny_protocol: Protocol, settings: Settings) -> None:
    evaluator = load_evaluator(settings.model_copy(update={"evaluator": str(tiny_llava)}), tiny_protocol)
    images, questions = [picture(1), picture(2, 90, 20)], [all_questions(tiny_protocol)] * 2
    assert_same(evaluator.answer(images, questions), evaluator.answer_one_by_one(images, questions))


def test_a_llava_checkpoint_refuses_an_anyres_protocol(
    tiny_llava: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    anyres = tiny_protocol.model_copy(update={"image": ImagePreparation(mode="anyres")})
    with pytest.raises(BadInput, match="anyres, which a llava cannot take"):
        load_evaluator(settings.model_copy(update={"evaluator": str(tiny_llava)}), anyres)


def test_features_equal_those_of_the_transformers_class(tiny_checkpoint: Path, tiny_protocol: Protocol) -> None:
    """A whole forward pass of the class, image placeholders and all, gives the logits that we read."""
    network, encoder = pieces(tiny_checkpoint, tiny_protocol)
    preparer = ImagePreparer(ImagePreparation(mode="anyres"), 32, network.config.image_grid_pinpoints or ())
    image = preparer.prepare(picture(4, 90, 40))
    question = encoder.encode(all_questions(tiny_protocol)[3])
    with torch.inference_mode():
        features = image_features(network, [image], anyres=True)
        ids = [*encoder.prefix, *[network.config.image_token_id] * len(features[0]), *question.suffix]
        whole = network(
            input_ids=torch.tensor([ids]),
            pixel_values=image.views[None],
            image_sizes=torch.tensor([image.size]),
        ).logits[0, -1]
        ours = packed_logits(network, encoder.prefix, features, [[question]])[0]
    assert (whole - ours).abs().max() < TOLERANCE


def test_bfloat16_answers_nearly_as_float32(
    tiny_checkpoint: Path, tiny_evaluator: Evaluator, tiny_protocol: Protocol, settings: Settings
) -> None:
    half = load_evaluator(
        settings.model_copy(update={"evaluator": str(tiny_checkpoint), "dtype": "bfloat16"}), tiny_protocol
    )
    assert (half.dtype, tiny_evaluator.dtype) == ("bfloat16", "float32")
    assert half.digest != tiny_evaluator.digest
    questions = [all_questions(tiny_protocol)]
    for one, two in zip(
        half.answer([picture(1)], questions)[0], tiny_evaluator.answer([picture(1)], questions)[0], strict=True
    ):
        assert one.probabilities == pytest.approx(two.probabilities, abs=0.05)


class Memory:
    """Stands in front of the network's one entry and has room for `room` images at a time, as a small GPU would."""

    def __init__(self, room: int, message: str) -> None:
        self.room, self.message = room, message
        self.batches: list[int] = []

    def packed_logits(
        self,
        network: Network,
        prefix: Sequence[int],
        features: Sequence[Tensor],
        questions: Sequence[Sequence[EncodedQuestion]],
    ) -> Tensor:
        self.batches.append(len(features))
        if len(features) > self.room:
            raise RuntimeError(self.message)
        return packed_logits(network, prefix, features, questions)


CPU_MESSAGE = "[enforce fail at alloc_cpu.cpp:118] DefaultCPUAllocator: can't allocate memory: you tried to allocate"


def test_out_of_memory_halves_the_batch_and_goes_on(
    tiny_evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    images = [picture(i) for i in range(16)]
    questions = [all_questions(tiny_evaluator.protocol)] * 16
    wanted = tiny_evaluator.answer(images, questions)
    memory = Memory(5, CPU_MESSAGE)
    monkeypatch.setattr(evaluator_module, "packed_logits", memory.packed_logits)
    with caplog.at_level(logging.WARNING):
        assert_same(tiny_evaluator.answer(images, questions), wanted)
    assert memory.batches == [16, 8, 4, 4, 4, 4]
    assert "going on with 8" in caplog.text
    tiny_evaluator.answer(images, questions)
    assert memory.batches[6] == 4, "what did not fit once is not tried again"


def test_one_image_too_large_for_memory_raises_out_of_memory(
    tiny_evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluator_module, "packed_logits", Memory(0, CPU_MESSAGE).packed_logits)
    with pytest.raises(OutOfMemory, match="One image does not fit"):
        tiny_evaluator.answer([picture(1)], [all_questions(tiny_evaluator.protocol)])


def test_other_failures_are_not_mistaken_for_a_lack_of_memory(
    tiny_evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluator_module, "packed_logits", Memory(0, "shape mismatch").packed_logits)
    with pytest.raises(RuntimeError, match="shape mismatch"):
        tiny_evaluator.answer([picture(1)], [all_questions(tiny_evaluator.protocol)])


def test_devices_are_named_or_refused() -> None:
    assert pick_device("cpu").type == "cpu"
    with pytest.raises(BadInput, match="Is not a device"):
        pick_device("abacus")
    if not torch.cuda.is_available():
        with pytest.raises(BadInput, match="not available"):
            pick_device("cuda")
