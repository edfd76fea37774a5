"""Baselines: each against its published formula, computed here by another road on a tiny checkpoint of ours."""

import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import huggingface_hub
import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, gelu, layer_norm, linear, scaled_dot_product_attention

from core.problems import BadInput, OutOfMemory
from core.settings import Settings
from model.baselines.baseline import Baseline
from model.baselines.loading import load_baseline
from model.baselines.table import BASELINES
from tests.helpers.baseline_checkpoints import (
    SIDE,
    WRITERS,
    bert_tokenizer,
    reward_weights,
    t5_tokenizer,
    tiny_clip,
    tiny_clip_flan_t5,
    tiny_open_clip,
)

MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
PROMPTS = ("two red cats", "a tree", "one blue dog left of a tree", "two red cats left of one blue dog", "a dog")


def pictures() -> list[Image.Image]:
    """Wide, high and square ones, all different."""
    rng = np.random.default_rng(7)
    sizes = [(24, 16), (16, 30), (16, 16), (40, 40), (21, 33)]
    return [Image.fromarray(rng.integers(0, 256, (h, w, 3), dtype=np.uint8)) for w, h in sizes]


def normalised(image: Image.Image) -> Tensor:
    values = torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1).float() / 255
    return (values - torch.tensor(MEAN)[:, None, None]) / torch.tensor(DEVIATION)[:, None, None]


def cut_out(image: Image.Image) -> Tensor:
    """The shorter side resized, the centre cut out, as torchvision's Resize and CenterCrop do with whole margins."""
    short = min(image.size)
    width, height = (int(SIDE * length / short) for length in image.size)
    left, top = (width - SIDE) // 2, (height - SIDE) // 2
    resized = image.resize((width, height), Image.Resampling.BICUBIC)
    return normalised(resized.crop((left, top, left + SIDE, top + SIDE)))


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A tiny checkpoint of every baseline."""
    return {name: write(tmp_path_factory.mktemp(name)) for name, write in WRITERS.items()}


@pytest.fixture
def copied(checkpoints: dict[str, Path], tmp_path: Path) -> Callable[[str], Path]:
    """Gives a copy of a baseline's tiny checkpoint to do anything with."""
    return lambda name: Path(shutil.copytree(checkpoints[name], tmp_path / name))


def scored(checkpoints: dict[str, Path], settings: Settings, name: str) -> list[float]:
    return load_baseline(name, settings, checkpoints[name]).score(pictures(), PROMPTS)


def test_every_baseline_states_its_facts() -> None:
    assert list(BASELINES) == list(WRITERS)
    for name, entry in BASELINES.items():
        facts = entry.facts.as_dict()
        assert facts["name"] == name
        assert all(facts[key] for key in ("title", "formula", "wording", "source", "licence", "checkpoint"))
        assert "{prompt}" in facts["wording"]
        assert entry.facts.parts or entry.facts.closed_world


def clip_cosines(wording: str, activation: str = "quick_gelu") -> tuple[Tensor, Tensor]:
    """Cosines of the pairs by CLIP's own forward pass, one pair at a time, and the exponentiated logit scale."""
    network, tokenizer = tiny_clip(activation=activation)
    cosines = []
    for image, prompt in zip(pictures(), PROMPTS, strict=True):
        ids = tokenizer(wording.format(prompt))["input_ids"]
        if len(ids) > 12:
            ids = [*ids[:11], ids[-1]]
        with torch.no_grad():
            outputs = network(input_ids=torch.tensor([ids]), pixel_values=cut_out(image)[None])
        cosines.append(cosine_similarity(outputs.image_embeds[0], outputs.text_embeds[0], dim=0))
    return torch.stack(cosines), network.logit_scale.detach().exp()


def test_clip_score(checkpoints: dict[str, Path], settings: Settings) -> None:
    cosines, _ = clip_cosines("A photo depicts {}")
    assert cosines.min() < 0 < cosines.max(), "both sides of the clipping are tried"
    expected = [2.5 * max(float(cosine), 0.0) for cosine in cosines]
    assert scored(checkpoints, settings, "clip-score") == pytest.approx(expected, abs=1e-5)


def test_pickscore(checkpoints: dict[str, Path], settings: Settings) -> None:
    cosines, scale = clip_cosines("{}", "gelu")
    assert scored(checkpoints, settings, "pickscore") == pytest.approx((scale * cosines).tolist(), abs=1e-4)


def test_closed_world_clip(checkpoints: dict[str, Path], settings: Settings) -> None:
    cosines, _ = clip_cosines("{}")
    assert scored(checkpoints, settings, "closed-world-clip") == pytest.approx(cosines.tolist(), abs=1e-5)


def fitted(image: Image.Image) -> Tensor:
    """The longer side resized as numbers, the rest black: HPSv2's preparation, each axis by its own matrix."""
    values = torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1).float() / 255
    scale = SIDE / max(image.size)
    size = (round(image.height * scale), round(image.width * scale))
    resized = nn.functional.interpolate(values[None], size, mode="bicubic", antialias=True)[0]
    canvas = torch.zeros(3, SIDE, SIDE)
    top, left = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    canvas[:, top : top + size[0], left : left + size[1]] = resized
    return (canvas - torch.tensor(MEAN)[:, None, None]) / torch.tensor(DEVIATION)[:, None, None]


def test_hps(checkpoints: dict[str, Path], settings: Settings) -> None:
    network, (_, tokenizer) = tiny_open_clip(), tiny_clip()
    expected = []
    for image, prompt in zip(pictures(), PROMPTS, strict=True):
        ids = tokenizer(prompt)["input_ids"]
        with torch.no_grad():
            text = network.encode_text(torch.tensor(ids if len(ids) <= 12 else [*ids[:11], ids[-1]]))
            expected.append(float(cosine_similarity(network.visual(fitted(image)[None])[0], text, dim=0)))
    assert scored(checkpoints, settings, "hpsv2.1") == pytest.approx(expected, abs=1e-5)


class Blip:
    """BLIP's tower and its text encoder looking at the image, written out over the checkpoint's own names."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        self._weights = weights

    def _linear(self, name: str, x: Tensor) -> Tensor:
        return linear(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, name: str, x: Tensor, epsilon: float) -> Tensor:
        return layer_norm(x, x.shape[-1:], self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], epsilon)

    def see(self, view: Tensor) -> Tensor:
        weights = {name.removeprefix("blip.visual_encoder."): weight for name, weight in self._weights.items()}
        patches = nn.functional.conv2d(
            view[None], weights["patch_embed.proj.weight"], weights["patch_embed.proj.bias"], 8
        )
        x = torch.cat([weights["cls_token"][0], patches[0].flatten(1).T]) + weights["pos_embed"][0]
        for number in range(2):
            block = f"blip.visual_encoder.blocks.{number}"
            query, key, value = self._linear(f"{block}.attn.qkv", self._norm(f"{block}.norm1", x, 1e-6)).chunk(3, -1)
            x = x + self._linear(f"{block}.attn.proj", attend(query, key, value, heads=2))
            x = x + self._linear(
                f"{block}.mlp.fc2", gelu(self._linear(f"{block}.mlp.fc1", self._norm(f"{block}.norm2", x, 1e-6)))
            )
        return self._norm("blip.visual_encoder.norm", x, 1e-6)

    def read(self, ids: list[int], seen: Tensor) -> Tensor:
        embeddings = "blip.text_encoder.embeddings"
        x = self._weights[f"{embeddings}.word_embeddings.weight"][ids]
        x = x + self._weights[f"{embeddings}.position_embeddings.weight"][: len(ids)]
        x = self._norm(f"{embeddings}.LayerNorm", x, 1e-12)
        for number in range(2):
            layer = f"blip.text_encoder.encoder.layer.{number}"
            for name, source in (("attention", None), ("crossattention", seen)):
                other = x if source is None else source
                parts = [
                    self._linear(f"{layer}.{name}.self.{part}", x if part == "query" else other)
                    for part in ("query", "key", "value")
                ]
                attended = self._linear(f"{layer}.{name}.output.dense", attend(*parts, heads=4))
                x = self._norm(f"{layer}.{name}.output.LayerNorm", x + attended, 1e-12)
            inner = gelu(self._linear(f"{layer}.intermediate.dense", x))
            x = self._norm(f"{layer}.output.LayerNorm", x + self._linear(f"{layer}.output.dense", inner), 1e-12)
        return x[0]

    def reward(self, ids: list[int], view: Tensor) -> float:
        x = self.read(ids, self.see(view))
        for place in (0, 2, 4, 6, 7):
            x = self._linear(f"mlp.layers.{place}", x)
        return float(x)


def attend(query: Tensor, key: Tensor, value: Tensor, *, heads: int) -> Tensor:
    """Attention of all places to all, (places, width)."""
    split = [part.unflatten(-1, (heads, -1)).transpose(0, 1) for part in (query, key, value)]
    return scaled_dot_product_attention(*split).transpose(0, 1).flatten(1)


def test_image_reward(checkpoints: dict[str, Path], settings: Settings) -> None:
    blip, tokenizer = Blip(reward_weights()), bert_tokenizer()
    rewards = [
        blip.reward(tokenizer(prompt)["input_ids"], cut_out(image))
        for image, prompt in zip(pictures(), PROMPTS, strict=True)
    ]
    expected = [(reward - 0.16717363) / 1.03333950 for reward in rewards]
    assert scored(checkpoints, settings, "image-reward") == pytest.approx(expected, abs=1e-4)


def padded(image: Image.Image) -> Tensor:
    side = max(image.size)
    square = Image.new("RGB", (side, side), (122, 116, 104))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return normalised(square.resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def test_vqascore(checkpoints: dict[str, Path], settings: Settings) -> None:
    clip, projector, language = tiny_clip_flan_t5()
    tokenizer = t5_tokenizer()
    answer = torch.tensor([tokenizer("Yes")["input_ids"]])
    assert answer.shape == (1, 2), "the answer and its end"
    expected = []
    for image, prompt in zip(pictures(), PROMPTS, strict=True):
        before, after = (
            "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, "
            f'detailed, and polite answers to the user\'s questions. USER: <image>\nDoes this figure show "{prompt}"? '
            "Please answer yes or no. ASSISTANT: "
        ).split("<image>")
        with torch.no_grad():
            hidden = clip.vision_model(padded(image)[None], output_hidden_states=True).hidden_states[-2]
            words = [language.shared(torch.tensor([tokenizer(text)["input_ids"]])) for text in (before, after)]
            sequence = torch.cat([words[0], projector(hidden[:, 1:]), words[1]], dim=1)
            expected.append(float((-language(inputs_embeds=sequence, labels=answer).loss).exp()))
    assert scored(checkpoints, settings, "vqascore") == pytest.approx(expected, rel=1e-4)
    assert max(expected) > 1.01 * min(expected), "the pairs differ"


@pytest.mark.parametrize("name", WRITERS)
def test_a_score_does_not_depend_on_the_batch(name: str, checkpoints: dict[str, Path], settings: Settings) -> None:
    together = scored(checkpoints, settings, name)
    alone = load_baseline(name, settings.model_copy(update={"batch_size": 1}), checkpoints[name])
    assert alone.score(pictures(), PROMPTS) == pytest.approx(together, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", WRITERS)
def test_weights_are_read_once(name: str, copied: Callable[[str], Path], tmp_path: Path, settings: Settings) -> None:
    folder = copied(name)
    baseline = load_baseline(name, settings, folder)
    first = baseline.score(pictures()[:1], PROMPTS[:1])
    folder.rename(tmp_path / "gone")
    assert baseline.score(pictures()[:1], PROMPTS[:1]) == first


def weights_file(folder: Path) -> Path:
    (file,) = [path for pattern in ("*.safetensors", "*.pt", "*.bin") for path in folder.rglob(pattern)]
    return file


def change(path: Path, how: str) -> None:
    """Take a weight away, add one that belongs nowhere, make one larger, or change its value."""
    weights = load_file(path) if path.suffix == ".safetensors" else torch.load(path)
    tensors = weights.get("state_dict", weights)
    victim = next(name for name in sorted(tensors) if name.endswith((".bias", "norm.weight")) and "_proj." not in name)
    if how == "missing":
        del tensors[victim]
    elif how == "left over":
        tensors["extra.weight"] = torch.zeros(2)
    elif how == "misshapen":
        tensors[victim] = torch.zeros(len(tensors[victim]) + 1)
    else:
        tensors[victim] = tensors[victim] + 1
    if path.suffix == ".safetensors":
        save_file(tensors, path, metadata={"format": "pt"})
    else:
        torch.save(weights, path)


@pytest.mark.parametrize(
    ("how", "words"),
    [("missing", "Weights are missing"), ("left over", "Weights fit nowhere"), ("misshapen", "wrong shape")],
)
@pytest.mark.parametrize("name", WRITERS)
def test_weights_that_do_not_match_are_an_error(
    name: str, how: str, words: str, copied: Callable[[str], Path], settings: Settings
) -> None:
    folder = copied(name)
    change(weights_file(folder), how)
    with pytest.raises(BadInput, match=words):
        load_baseline(name, settings, folder)


@pytest.mark.parametrize("name", ["clip-score", "hpsv2.1", "closed-world-clip"])
def test_the_digest_names_files_and_precision(
    name: str, checkpoints: dict[str, Path], copied: Callable[[str], Path], settings: Settings
) -> None:
    folder = copied(name)
    first = load_baseline(name, settings, folder).digest
    assert len(first) == 64
    assert load_baseline(name, settings, checkpoints[name]).digest == first
    rounded = load_baseline(name, settings.model_copy(update={"dtype": "bfloat16"}), folder)
    assert rounded.digest != first
    change(weights_file(folder), "other")
    assert load_baseline(name, settings, folder).digest != first


def test_broken_files_are_refused_with_the_reason(
    tmp_path: Path, copied: Callable[[str], Path], settings: Settings
) -> None:
    with pytest.raises(BadInput, match="there are: clip-score, pickscore"):
        load_baseline("fid", settings)
    with pytest.raises(BadInput) as refusal:
        load_baseline("vqascore", settings, tmp_path)
    assert [Path(problem.where).name for problem in refusal.value.problems] == ["model", "tokenizer", "tower"]
    with pytest.raises(BadInput, match="Cannot be loaded"):
        load_baseline("clip-score", settings, tmp_path)
    folder = copied("hpsv2.1")
    weights_file(folder).write_bytes(b"no pickle")
    with pytest.raises(BadInput, match="cannot be read"):
        load_baseline("hpsv2.1", settings, folder)
    weights_file(folder).unlink()
    with pytest.raises(BadInput, match="Holds no weights"):
        load_baseline("hpsv2.1", settings, folder)
    (folder / "clip" / "config.json").write_text("{")
    with pytest.raises(BadInput, match="Cannot be understood"):
        load_baseline("hpsv2.1", settings, folder)
    reward = copied("image-reward")
    (reward / "tokenizer" / "tokenizer.json").write_text("{}")
    with pytest.raises(BadInput, match="tokenizer cannot be loaded"):
        load_baseline("image-reward", settings, reward)


def test_without_the_hub_every_missing_part_is_named(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(BadInput) as refusal:
        load_baseline("image-reward", settings)
    assert [problem.where.partition("@")[0] for problem in refusal.value.problems] == [
        "THUDM/ImageReward",
        "google-bert/bert-base-uncased",
    ]
    assert "--checkpoint" in str(refusal.value)


class SmallRoom:
    """A scorer that has room for `room` images at a time, as a small GPU would."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.batches: list[int] = []

    def scores(self, images: Sequence[Image.Image], prompts: Sequence[str]) -> Tensor:
        self.batches.append(len(images))
        if len(images) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return torch.tensor([float(len(prompt)) for prompt in prompts])


def test_out_of_memory_halves_the_batch(caplog: pytest.LogCaptureFixture) -> None:
    facts, cpu = BASELINES["clip-score"].facts, torch.device("cpu")
    room = SmallRoom(2)
    with caplog.at_level(logging.WARNING):
        scores = Baseline(facts, room, "d" * 64, device=cpu, batch_size=5).score(pictures(), PROMPTS)
    assert scores == [len(prompt) for prompt in PROMPTS]
    assert room.batches == [5, 2, 2, 1]
    assert "going on with 2" in caplog.text
    with pytest.raises(OutOfMemory, match="One image does not fit"):
        Baseline(facts, SmallRoom(0), "d" * 64, device=cpu, batch_size=5).score(pictures(), PROMPTS)
