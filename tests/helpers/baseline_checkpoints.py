"""Tiny checkpoints with random weights in the layout of each baseline's real one, for the tests of the baselines."""

from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import Tensor, nn
from transformers import (
    CLIPConfig,
    CLIPModel,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

from model.closed_world.pretraining.tokenizer import train_caption_tokenizer

CAPTION = "a photo depicts two red cats one blue dog left of tree does this figure show yes no please answer or"
WORDS = CAPTION.split(" ")
SIDE, PATCH = 16, 8


def tiny_clip(*, activation: str = "quick_gelu") -> tuple[CLIPModel, PreTrainedTokenizerBase]:
    """A CLIP of a few thousand weights, and its tokenizer."""
    torch.manual_seed(1)
    tokenizer = train_caption_tokenizer([CAPTION] * 3, vocabulary=300)
    ids = {"bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id}
    small = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = CLIPConfig(
        text_config={
            **small,
            **ids,
            "pad_token_id": tokenizer.pad_token_id,
            "vocab_size": len(tokenizer),
            "max_position_embeddings": 12,
            "hidden_act": activation,
        },
        vision_config={**small, "image_size": SIDE, "patch_size": PATCH, "hidden_act": activation},
        projection_dim=8,
    )
    network = CLIPModel(config).eval()
    shake(network)
    return network, tokenizer


def shake(network: nn.Module) -> None:
    """Random weights large enough that pairs differ, norms and biases among them."""
    generator = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for name, weight in network.named_parameters():
            if "logit_scale" not in name:
                weight.add_(0.3 * torch.randn(weight.shape, generator=generator))


def write_clip(folder: Path) -> Path:
    network, tokenizer = tiny_clip()
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def write_pickscore(folder: Path) -> Path:
    network, tokenizer = tiny_clip(activation="gelu")
    network.save_pretrained(folder / "clip")
    tokenizer.save_pretrained(folder / "tokenizer")
    return folder


def word_tokenizer(*, frame: str, marks: tuple[str, ...], **special: str) -> PreTrainedTokenizerFast:
    """Words as tokens, `marks` (ids from 0 on) among them, framed as `frame` says."""
    vocabulary = {token: number for number, token in enumerate([*marks, *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=special["unk_token"]))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    framed = [(mark, vocabulary[mark]) for mark in frame.split() if mark in vocabulary]
    tokenizer.post_processor = processors.TemplateProcessing(single=frame, special_tokens=framed)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)


class OpenClipBlock(nn.Module):
    """One transformer block as open_clip names its weights."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(width, 2 * width), "c_proj": nn.Linear(2 * width, width)})

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        own = self.ln_1(x)
        x = x + self.attn(own, own, own, need_weights=False, attn_mask=mask)[0]
        return x + self.mlp["c_proj"](nn.functional.gelu(self.mlp["c_fc"](self.ln_2(x))))


class OpenClipTower(nn.Module):
    def __init__(self, width: int, heads: int, dimensions: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, PATCH, PATCH, bias=False)
        self.class_embedding = nn.Parameter(torch.zeros(width))
        self.positional_embedding = nn.Parameter(torch.zeros((SIDE // PATCH) ** 2 + 1, width))
        self.ln_pre, self.ln_post = nn.LayerNorm(width), nn.LayerNorm(width)
        self.transformer = nn.ModuleDict({"resblocks": nn.ModuleList(OpenClipBlock(width, heads) for _ in range(2))})
        self.proj = nn.Parameter(torch.zeros(width, dimensions))

    def forward(self, views: Tensor) -> Tensor:
        x = self.conv1(views).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_embedding.expand(len(x), 1, -1), x], dim=1) + self.positional_embedding
        x = self.ln_pre(x)
        for block in self.transformer["resblocks"]:
            x = block(x, None)
        return self.ln_post(x[:, 0]) @ self.proj


class OpenClip(nn.Module):
    """CLIP as open_clip writes it: the formula of HPSv2 by another road than the product's."""

    def __init__(self, vocabulary: int, length: int, width: int = 16, heads: int = 2, dimensions: int = 8) -> None:
        super().__init__()
        self.visual = OpenClipTower(width, heads, dimensions)
        self.token_embedding = nn.Embedding(vocabulary, width)
        self.positional_embedding = nn.Parameter(torch.zeros(length, width))
        self.transformer = nn.ModuleDict({"resblocks": nn.ModuleList(OpenClipBlock(width, heads) for _ in range(2))})
        self.ln_final = nn.LayerNorm(width)
        self.text_projection = nn.Parameter(torch.zeros(width, dimensions))
        self.logit_scale = nn.Parameter(torch.tensor(2.0))

    def encode_text(self, ids: Tensor) -> Tensor:
        """Of one text, read at its last token."""
        x = self.token_embedding(ids)[None] + self.positional_embedding[: len(ids)]
        mask = torch.full((len(ids), len(ids)), float("-inf")).triu(1)
        for block in self.transformer["resblocks"]:
            x = block(x, mask)
        return self.ln_final(x)[0, -1] @ self.text_projection


def tiny_open_clip() -> OpenClip:
    _, tokenizer = tiny_clip()
    torch.manual_seed(3)
    network = OpenClip(len(tokenizer), 12).eval()
    shake(network)
    return network


def write_hps(folder: Path) -> Path:
    clip, tokenizer = tiny_clip(activation="gelu")
    clip.config.save_pretrained(folder / "clip")
    tokenizer.save_pretrained(folder / "clip")
    (folder / "weights").mkdir()
    torch.save({"state_dict": tiny_open_clip().state_dict()}, folder / "weights" / "HPS_v2.1_compressed.pt")
    return folder


REWARD_WIDTH, TEXT_WIDTH = 128, 32


def reward_weights() -> dict[str, Tensor]:
    """Weights as ImageReward.pt names them: BLIP's tower with two heads, two layers of text, five linear layers."""
    generator = torch.Generator().manual_seed(4)
    shapes: dict[str, tuple[int, ...]] = {
        "blip.visual_encoder.cls_token": (1, 1, REWARD_WIDTH),
        "blip.visual_encoder.pos_embed": (1, (SIDE // PATCH) ** 2 + 1, REWARD_WIDTH),
        "blip.visual_encoder.patch_embed.proj.weight": (REWARD_WIDTH, 3, PATCH, PATCH),
        "blip.visual_encoder.patch_embed.proj.bias": (REWARD_WIDTH,),
        "blip.text_encoder.embeddings.word_embeddings.weight": (40, TEXT_WIDTH),
        "blip.text_encoder.embeddings.position_embeddings.weight": (40, TEXT_WIDTH),
    }
    linear = {"blip.vision_proj": (4, REWARD_WIDTH), "blip.text_proj": (4, TEXT_WIDTH)}
    norms = {"blip.visual_encoder.norm": REWARD_WIDTH, "blip.text_encoder.embeddings.LayerNorm": TEXT_WIDTH}
    for number in range(2):
        block = f"blip.visual_encoder.blocks.{number}"
        norms |= {f"{block}.norm1": REWARD_WIDTH, f"{block}.norm2": REWARD_WIDTH}
        linear[f"{block}.attn.qkv"] = (3 * REWARD_WIDTH, REWARD_WIDTH)
        linear[f"{block}.attn.proj"] = (REWARD_WIDTH, REWARD_WIDTH)
        linear[f"{block}.mlp.fc1"] = (4 * REWARD_WIDTH, REWARD_WIDTH)
        linear[f"{block}.mlp.fc2"] = (REWARD_WIDTH, 4 * REWARD_WIDTH)
        layer = f"blip.text_encoder.encoder.layer.{number}"
        for attention, source in (("attention", TEXT_WIDTH), ("crossattention", REWARD_WIDTH)):
            linear[f"{layer}.{attention}.self.query"] = (TEXT_WIDTH, TEXT_WIDTH)
            linear[f"{layer}.{attention}.self.key"] = (TEXT_WIDTH, source)
            linear[f"{layer}.{attention}.self.value"] = (TEXT_WIDTH, source)
            linear[f"{layer}.{attention}.output.dense"] = (TEXT_WIDTH, TEXT_WIDTH)
            norms[f"{layer}.{attention}.output.LayerNorm"] = TEXT_WIDTH
        linear[f"{layer}.intermediate.dense"] = (64, TEXT_WIDTH)
        linear[f"{layer}.output.dense"] = (TEXT_WIDTH, 64)
        norms[f"{layer}.output.LayerNorm"] = TEXT_WIDTH
    widths = (TEXT_WIDTH, 24, 16, 12, 8, 1)
    for place, (rows, columns) in zip((0, 2, 4, 6, 7), zip(widths[1:], widths, strict=False), strict=False):
        linear[f"mlp.layers.{place}"] = (rows, columns)
    for name, (rows, columns) in linear.items():
        shapes |= {f"{name}.weight": (rows, columns), f"{name}.bias": (rows,)}
    weights = {name: torch.randn(shape, generator=generator) * 0.2 for name, shape in shapes.items()}
    for name, width in norms.items():
        weights[f"{name}.weight"] = 1 + 0.1 * torch.randn(width, generator=generator)
        weights[f"{name}.bias"] = 0.1 * torch.randn(width, generator=generator)
    return weights | {"blip.text_encoder.embeddings.position_ids": torch.arange(40)[None]}


MED_CONFIG = f"""{{"architectures": ["BertModel"], "attention_probs_dropout_prob": 0.1, "hidden_act": "gelu",
"hidden_dropout_prob": 0.1, "hidden_size": {TEXT_WIDTH}, "initializer_range": 0.02, "intermediate_size": 64,
"layer_norm_eps": 1e-12, "max_position_embeddings": 40, "model_type": "bert", "num_attention_heads": 4,
"num_hidden_layers": 2, "pad_token_id": 0, "type_vocab_size": 2, "vocab_size": 40, "encoder_width": 768,
"add_cross_attention": true}}"""


def bert_tokenizer() -> PreTrainedTokenizerFast:
    return word_tokenizer(
        frame="[CLS] $A [SEP]",
        marks=("[PAD]", "[UNK]", "[CLS]", "[SEP]"),
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )


def write_image_reward(folder: Path) -> Path:
    (folder / "reward").mkdir(parents=True)
    torch.save(reward_weights(), folder / "reward" / "ImageReward.pt")
    (folder / "reward" / "med_config.json").write_text(MED_CONFIG)
    bert_tokenizer().save_pretrained(folder / "tokenizer")
    return folder


def t5_tokenizer() -> PreTrainedTokenizerFast:
    return word_tokenizer(
        frame="$A </s>",
        marks=("<pad>", "</s>", "<unk>", "Yes", "USER", "ASSISTANT", ":", "?", '"'),
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
    )


def tiny_clip_flan_t5() -> tuple[CLIPModel, nn.Sequential, T5ForConditionalGeneration]:
    """The parts of a CLIP-FlanT5: a CLIP for its tower, the projector, the language model."""
    clip, _ = tiny_clip()
    torch.manual_seed(5)
    language = T5ForConditionalGeneration(
        T5Config(
            vocab_size=len(t5_tokenizer()),
            d_model=24,
            d_kv=8,
            d_ff=32,
            num_layers=2,
            num_heads=3,
            feed_forward_proj="gated-gelu",
            tie_word_embeddings=False,
            decoder_start_token_id=0,
        )
    ).eval()
    shake(language)
    projector = nn.Sequential(nn.Linear(16, 24), nn.GELU(), nn.Linear(24, 24))
    return clip, projector, language


def write_vqascore(folder: Path) -> Path:
    clip, projector, language = tiny_clip_flan_t5()
    weights = {name: weight.clone() for name, weight in language.state_dict().items()}
    weights["embed_tokens.weight"] = weights["shared.weight"].clone()
    for name, weight in clip.vision_model.state_dict().items():
        weights[f"vision_tower.vision_tower.vision_model.{name}"] = weight
    for name, weight in projector.state_dict().items():
        weights[f"mm_projector.{name}"] = weight
    weights["vision_tower.vision_tower.vision_model.embeddings.position_ids"] = torch.arange(5)[None]
    (folder / "model").mkdir(parents=True)
    torch.save(weights, folder / "model" / "pytorch_model.bin")
    config = language.config.to_dict() | {"model_type": "clip_t5", "mm_vision_select_layer": -2}
    T5Config.from_dict(config).to_json_file(folder / "model" / "config.json")
    clip.config.save_pretrained(folder / "tower")
    t5_tokenizer().save_pretrained(folder / "tokenizer")
    return folder


WRITERS: dict[str, Callable[[Path], Path]] = {
    "clip-score": write_clip,
    "pickscore": write_pickscore,
    "hpsv2.1": write_hps,
    "image-reward": write_image_reward,
    "vqascore": write_vqascore,
    "closed-world-clip": write_clip,
}
"""By the baseline's name: writes a tiny checkpoint of it into a folder and gives what `--checkpoint` names."""
