"""The traps of the original evaluation code (docs/official-evalalign.md), and what is done about each."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sentencepiece
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.problems import BadInput
from core.settings import Settings
from model.evaluator.checkpoints import load_checkpoint
from model.evaluator.encoding import Edge, EncodedQuestion, InnerNode, QuestionEncoder
from model.evaluator.evaluator import Evaluator, read_answer
from model.evaluator.forward import image_features
from model.evaluator.images import ImagePreparer
from model.evaluator.loading import load_evaluator
from model.evaluator.tokenizer import load_tokenizer
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import ImagePreparation, Question
from model.protocol.skills import SKILL_BY_KEY, SKILLS, Dimension, skills_of
from model.protocol.templates import TEMPLATES
from model.scoring.folder import plan_folder
from tests.conftest import tiny_protocol_data
from tests.helpers import original_layout as layout
from tests.helpers.small_golden import picture

TOKENS = (layout.SIDE // layout.PATCH) ** 2
"""Image tokens of the tiny checkpoints' one view."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Checkpoints in the original layout: `llama` and `yi` with an image newline, `flat` without."""
    root = tmp_path_factory.mktemp("fidelity")
    for style in ("llama", "yi"):
        layout.write_checkpoint(root / style, style=style, seed=22)
    layout.write_checkpoint(root / "flat", seed=22, changes={"mm_patch_merge_type": "flat"})
    return {name: root / name for name in ("llama", "yi", "flat")}


def protocol_with(template: str = "vicuna-v1", **image: Any) -> Protocol:
    data = tiny_protocol_data() | {
        "conversation": TEMPLATES[template].model_dump(),
        "image": {"mode": "pad"} | image,
    }
    return Protocol.parse(data)


def judge(folder: Path, settings: Settings, protocol: Protocol) -> Evaluator:
    return load_evaluator(settings.model_copy(update={"evaluator": str(folder)}), protocol)


def asked(protocol: Protocol) -> list[Question]:
    return [protocol.question(skill, "a prompt", "two herons") for skill in SKILLS]


def assert_same(one: Sequence[Answer], two: Sequence[Answer]) -> None:
    for a, b in zip(one, two, strict=True):
        assert (a.skill, a.choice) == (b.skill, b.choice)
        assert a.probabilities == pytest.approx(b.probabilities, abs=1e-5)


# Trap 1: unparsable output counts as 0, any integer counts.

# Of six tokens: "▁-" 0, "▁" 1, and the digits; the options -1 and 0 to 3 as Llama spells them.
SPELT = EncodedQuestion(
    suffix=(9,),
    inner=(InnerNode(0, -1), InnerNode(1, -1)),
    paths=((Edge(-1, 0), Edge(0, 3)), *((Edge(-1, 1), Edge(1, token)) for token in (2, 3, 4, 5))),
)


@given(st.lists(st.lists(st.floats(-50, 50), min_size=7, max_size=7), min_size=3, max_size=3))
def test_trap_1_an_answer_is_always_an_option(logits: list[list[float]]) -> None:
    question = Question(skill="s", text="?", options=(-1, 0, 1, 2, 3))
    answer = read_answer(question, SPELT, torch.tensor(logits))
    assert answer.choice in question.options
    assert sum(answer.probabilities.values()) == pytest.approx(1)


# Trap 2: -1 where it is not offered, and read as 1.


def test_trap_2_minus_one_counts_only_where_it_is_offered(folders: dict[str, Path], settings: Settings) -> None:
    evaluator = judge(folders["llama"], settings, protocol_with())
    (answers,) = evaluator.answer([picture("wide")], [asked(evaluator.protocol)])
    offering = {"faithfulness.body", "faithfulness.hand", "faithfulness.face"}
    for answer in answers:
        assert (-1 in answer.probabilities) == (answer.skill in offering)
    encoder = QuestionEncoder(load_tokenizer(folders["llama"]), TEMPLATES["vicuna-v1"])
    paths = encoder.encode(Question(skill="s", text="Why?", options=(-1, 1))).paths
    assert paths[0] != paths[1]


# Trap 3: divided by whatever files lie in the folder.


def test_trap_3_missing_prompts_and_stray_files_are_listed(tmp_path: Path, settings: Settings) -> None:
    protocol = protocol_with()
    picture("wide").save(tmp_path / "a1.png")
    picture("tall").save(tmp_path / "unknown.png")
    (tmp_path / "notes.txt").write_text("stray")
    plan = plan_folder(tmp_path, protocol, settings)
    assert plan.other_files == ("notes.txt",)
    assert plan.without_prompt == ("unknown.png",)
    assert plan.missing == {Dimension.FAITHFULNESS: ("f1", "f2"), Dimension.ALIGNMENT: ("a2", "a3")}


# Trap 4: the first output id is dropped.


def test_trap_4_the_first_token_that_is_generated_counts(folders: dict[str, Path], settings: Settings) -> None:
    """What transformers generates, its first token included, kept to the options' spellings, is our choice."""
    protocol = protocol_with()
    evaluator = judge(folders["llama"], settings, protocol)
    checkpoint = load_checkpoint(folders["llama"], None, torch.device("cpu"), torch.float32)
    encoder = QuestionEncoder(checkpoint.tokenizer, protocol.conversation)
    prepared = ImagePreparer(protocol.image, layout.SIDE).prepare(picture("tall"))
    embed = checkpoint.network.get_input_embeddings()
    (answers,) = evaluator.answer([picture("tall")], [asked(protocol)])
    for question, answer in zip(asked(protocol), answers, strict=True):
        encoded = encoder.encode(question)
        spellings = [[edge.token for edge in path] for path in encoded.paths]
        with torch.inference_mode():
            (features,) = image_features(checkpoint.network, [prepared], anyres=False)
            around = [embed(torch.tensor(ids)) for ids in (encoder.prefix, encoded.suffix)]
            out = checkpoint.network.generate(
                inputs_embeds=torch.cat([around[0], features, around[1]])[None],
                max_new_tokens=2,
                do_sample=False,
                prefix_allowed_tokens_fn=lambda _, said, own=spellings: sorted(
                    {path[len(said)] for path in own if path[: len(said)] == said.tolist() and len(path) > len(said)}
                ),
            )[0].tolist()
        assert question.options[spellings.index(out)] == answer.choice


# Trap 5: the template follows from the folder's name.


def test_trap_5_a_folders_name_decides_nothing(folders: dict[str, Path], settings: Settings, tmp_path: Path) -> None:
    renamed = tmp_path / "evalalign-v1.0-34b"
    shutil.copytree(folders["llama"], renamed)
    vicuna, mpt = protocol_with("vicuna-v1"), protocol_with("mpt")
    one, other = judge(folders["llama"], settings, vicuna), judge(renamed, settings, vicuna)
    assert one.digest == other.digest
    questions = [asked(vicuna)]
    assert_same(one.answer([picture("wide")], questions)[0], other.answer([picture("wide")], questions)[0])
    assert judge(folders["llama"], settings, mpt).digest != one.digest, "the protocol decides"


@pytest.mark.parametrize("template", ["mpt", "chatml-direct"])
def test_trap_5_the_34b_style_has_sentencepiece_ids_under_both_templates(
    folders: dict[str, Path], template: str
) -> None:
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folders["yi"] / "tokenizer.model"))
    conversation = TEMPLATES[template]
    encoder = QuestionEncoder(load_tokenizer(folders["yi"]), conversation)
    question = Question(skill="s", text="Are there  two herons? 0. no", options=(-1, 0, 1, 2, 3, 4))
    encoded = encoder.encode(question)
    assert list(encoder.prefix) == pieces.encode(conversation.before_image), "no beginning of sequence"
    after = conversation.after_image.replace("{question}", question.text)
    assert list(encoded.suffix) == pieces.encode(after)
    for option, path in zip(question.options, encoded.paths, strict=True):
        assert [*encoded.suffix, *(edge.token for edge in path)] == pieces.encode(f"{after}{option}")
    assert len(encoded.paths[1]) == 1, "a digit is one token"


def test_trap_5_the_13b_style_marks_the_text_behind_the_image(folders: dict[str, Path]) -> None:
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folders["llama"] / "tokenizer.model"))
    encoder = QuestionEncoder(load_tokenizer(folders["llama"]), TEMPLATES["vicuna-v1"])
    encoded = encoder.encode(Question(skill="s", text="Why?", options=(-1, 2)))
    assert list(encoder.prefix) == [pieces.bos_id(), *pieces.encode(TEMPLATES["vicuna-v1"].before_image)]
    assert list(encoded.suffix) == pieces.encode("\nWhy? ASSISTANT:")
    assert pieces.id_to_piece(encoded.suffix[0]) == "▁"
    assert [pieces.id_to_piece(edge.token) for edge in encoded.paths[1]] == ["▁", "2"]


def test_a_tokenizer_that_no_class_reproduces_is_refused(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from model.evaluator import tokenizer

    monkeypatch.setattr(tokenizer, "_LOADERS", tokenizer._LOADERS[:1])
    with pytest.raises(BadInput, match="its answers would not be the original's"):
        load_tokenizer(folders["yi"])


# Trap 6: one padded view, whatever the checkpoint's configuration says.


def test_trap_6_the_protocol_decides_the_view(folders: dict[str, Path], settings: Settings) -> None:
    protocol = protocol_with()
    checkpoint = load_checkpoint(folders["llama"], None, torch.device("cpu"), torch.float32)
    assert checkpoint.network.config.image_grid_pinpoints, "its configuration speaks of tiles"
    prepared = ImagePreparer(protocol.image, layout.SIDE).prepare(picture("wide"))
    assert prepared.views.shape == (1, 3, layout.SIDE, layout.SIDE)
    assert len(image_features(checkpoint.network, [prepared], anyres=False)[0]) == TOKENS
    tiled = judge(folders["llama"], settings, protocol_with(mode="anyres"))
    assert tiled.digest != judge(folders["llama"], settings, protocol).digest


def test_trap_6_transparency_is_dropped_and_not_composed() -> None:
    clear = Image.new("RGBA", (10, 10), (200, 30, 60, 0))
    preparer = ImagePreparer(ImagePreparation(mode="pad"), layout.SIDE)
    assert torch.equal(preparer.prepare(clear).views, preparer.prepare(clear.convert("RGB")).views)


# Trap 7: 576 or 577 tokens.


class Lengths:
    """Stands before the language model and notes how many tokens each row of a batch has."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.rows: list[int] = []
        self.seen = evaluator._network.model.language_model.register_forward_pre_hook(self.note, with_kwargs=True)

    def note(self, _: Any, __: Any, kwargs: dict[str, Any]) -> None:
        mask = kwargs["attention_mask"][:, 0]
        # A padding row sees itself only, and nothing sees it.
        self.rows += [int((own.sum(0) > 1).sum()) + 1 for own in mask]


@pytest.mark.parametrize(("kind", "newlines"), [("llama", 1), ("flat", 0)])
def test_trap_7_the_newline_is_a_setting_of_the_protocol_per_dimension(
    folders: dict[str, Path], settings: Settings, kind: str, newlines: int
) -> None:
    """It lengthens faithfulness by one token and alignment by none, and only where the checkpoint has one."""
    lengths = {}
    for newline in ((), ("faithfulness",), ("alignment",)):
        evaluator = judge(folders[kind], settings, protocol_with(newline=newline))
        noted = Lengths(evaluator)
        for dimension in Dimension:
            skill = skills_of(dimension)[-1]
            evaluator.answer([picture("wide")], [[evaluator.protocol.question(skill, "p", "two herons")]])
        lengths[newline] = noted.rows
    plain = lengths[()]
    assert lengths[("faithfulness",)] == [plain[0] + newlines, plain[1]]
    assert lengths[("alignment",)] == [plain[0], plain[1] + newlines]


def test_trap_7_each_dimension_on_one_image_has_its_newline(folders: dict[str, Path], settings: Settings) -> None:
    """As in scoring one image from the page, where all skills are asked in one call, in any order."""
    evaluator = judge(folders["llama"], settings, protocol_with(newline=["faithfulness"]))
    questions = asked(evaluator.protocol)
    mixed = [questions[index] for index in (6, 0, 10, 3, 5, 1)]
    images = [picture("wide"), picture("tall")]
    together = evaluator.answer(images, [mixed, questions])
    assert_same(together[0], [evaluator.answer(images[:1], [[question]])[0][0] for question in mixed])
    for own, reference in zip(together, evaluator.answer_one_by_one(images, [mixed, questions]), strict=True):
        assert_same(own, reference)
    without = judge(folders["llama"], settings, protocol_with()).answer(images[1:], [questions])[0]
    moved = [
        a.probabilities != pytest.approx(b.probabilities, abs=1e-6) for a, b in zip(together[1], without, strict=True)
    ]
    assert moved == [SKILL_BY_KEY[q.skill].dimension is Dimension.FAITHFULNESS for q in questions]


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ({"mode": "anyres", "newline": ["faithfulness"]}, "mode pad only"),
        ({"newline": ["faithfulness", "faithfulness"]}, "Names a dimension twice"),
        ({"newline": ["beauty"]}, "newline"),
    ],
)
def test_trap_7_an_invalid_newline_is_refused(image: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        protocol_with(**image)


def test_trap_7_protocols_without_the_setting_keep_their_digest() -> None:
    assert "newline" not in protocol_with().to_json()
    assert protocol_with(newline=["faithfulness"]).digest != protocol_with().digest


# Trap 8: every question reloads and re-encodes the image.


def test_trap_8_an_image_is_encoded_once_for_all_its_questions(folders: dict[str, Path], settings: Settings) -> None:
    evaluator = judge(folders["llama"], settings, protocol_with(newline=["faithfulness"]))
    encoded: list[int] = []
    evaluator._network.model.vision_tower.register_forward_pre_hook(lambda _, inputs: encoded.append(len(inputs[0])))
    evaluator.answer([picture("wide"), picture("tall")], [asked(evaluator.protocol)] * 2)
    assert encoded == [2]
