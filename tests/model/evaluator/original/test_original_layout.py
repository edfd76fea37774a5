"""Checkpoints in the original LLaVA layout: what is read, what is left out, and what is refused in words."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import AutoProcessor, LlavaForConditionalGeneration, LlavaNextForConditionalGeneration

from core.problems import BadInput
from model.evaluator.checkpoints import folder_digest, load_checkpoint, stored_dtype
from model.evaluator.forward import Network, image_features
from model.evaluator.hub import find_folder
from model.evaluator.images import ImagePreparer
from model.evaluator.original import convert as convert_module
from model.evaluator.original.checkpoint import OriginalCheckpoint
from model.evaluator.original.convert import MANIFEST, convert_checkpoint
from model.protocol.schema import ImagePreparation
from tests.helpers import original_layout as layout
from tests.helpers.small_golden import picture

CPU = torch.device("cpu")


def load(folder: Path, adapter: Path | None = None) -> Network:
    return load_checkpoint(folder, adapter, CPU, torch.float32).network


def same(one: Network, two: Network) -> bool:
    first, second = one.state_dict(), two.state_dict()
    return first.keys() == second.keys() and all(torch.equal(first[name], second[name]) for name in first)


def refusal(folder: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        load(folder)
    return caught.value


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Tensor]]:
    """A checkpoint that is never changed, and its weights."""
    folder = tmp_path_factory.mktemp("source") / "original"
    return folder, layout.write_checkpoint(folder)


@pytest.fixture
def original(source: tuple[Path, dict[str, Tensor]], tmp_path: Path) -> Path:
    """A copy of it to do anything with."""
    return Path(shutil.copytree(source[0], tmp_path / "original"))


@pytest.fixture
def weights(source: tuple[Path, dict[str, Tensor]]) -> dict[str, Tensor]:
    return dict(source[1])


def rewrite(folder: Path, weights: dict[str, Tensor], **options: Any) -> None:
    """Put other weights into a checkpoint."""
    for pattern in ("*.safetensors", "*.bin", "*.index.json"):
        for path in folder.glob(pattern):
            path.unlink()
    layout.write_weights(folder, weights, **options)


@pytest.mark.parametrize("options", [{"files": 3}, {"pickled": True}, {"pickled": True, "files": 2}])
def test_every_way_of_storing_gives_the_same_network(
    original: Path, weights: dict[str, Tensor], options: dict[str, Any]
) -> None:
    wanted = load(original)
    rewrite(original, weights, **options)
    assert same(load(original), wanted)


def test_weights_have_the_values_that_are_stored(original: Path, weights: dict[str, Tensor]) -> None:
    network = load(original)
    assert isinstance(network, LlavaNextForConditionalGeneration)
    found = network.state_dict()
    assert torch.equal(found["lm_head.weight"], weights["lm_head.weight"].float())
    assert torch.equal(found["model.image_newline"], weights["model.image_newline"].float())
    assert torch.equal(
        found["model.language_model.layers.1.mlp.up_proj.weight"], weights["model.layers.1.mlp.up_proj.weight"].float()
    )
    assert stored_dtype(original) == torch.float16


def test_grids_are_swapped_and_rotary_positions_kept(original: Path) -> None:
    layout.change_json(
        original / "config.json", image_grid_pinpoints="[(28, 84)]", rope_scaling={"type": "linear", "factor": 2.0}
    )
    config = OriginalCheckpoint.open(original).config
    assert config.image_grid_pinpoints == [[84, 28]]
    rope = config.text_config.rope_parameters
    assert (rope["rope_type"], rope["factor"], rope["rope_theta"]) == ("linear", 2.0, 5_000_000.0)


def tower_of(network: Network) -> Tensor:
    return network.model.vision_tower.state_dict()["embeddings.class_embedding"]


CLASS_EMBEDDING = "vision_model.embeddings.class_embedding"


def test_the_tower_inside_counts_only_where_it_was_trained(original: Path, weights: dict[str, Tensor]) -> None:
    inside = weights[layout.TOWER + CLASS_EMBEDDING].float()
    outside = load_file(original / "vision_tower" / "model.safetensors")[CLASS_EMBEDDING].float()
    assert torch.equal(tower_of(load(original)), inside)
    layout.change_json(original / "config.json", unfreeze_mm_vision_tower=False)
    assert torch.equal(tower_of(load(original)), outside)
    ignored = OriginalCheckpoint.open(original).ignored
    assert {name.startswith(layout.TOWER) for name in ignored} == {True}
    assert len(ignored) == len(layout.tower_shapes())
    rewrite(original, layout.without(weights, "vision_tower"))
    assert torch.equal(tower_of(load(original)), outside)
    layout.change_json(original / "config.json", unfreeze_mm_vision_tower=True)
    assert torch.equal(tower_of(load(original)), outside), "the only one there is"


def test_a_path_of_another_machine_leads_to_the_folder_of_that_name(original: Path) -> None:
    wanted = load(original)
    layout.change_json(original / "config.json", mm_vision_tower="/home/somebody/towers/vision_tower")
    assert same(load(original), wanted)


def test_a_whole_clip_serves_as_the_tower(original: Path) -> None:
    layout.change_json(original / "config.json", unfreeze_mm_vision_tower=False)
    wanted = load(original)
    tower = original / "vision_tower"
    own = load_file(tower / "model.safetensors")
    save_file(
        own
        | {
            "vision_model.embeddings.position_ids": torch.arange(5),
            "text_model.final_layer_norm.weight": torch.ones(4),
            "logit_scale": torch.tensor(1.0),
        },
        tower / "model.safetensors",
        metadata={"format": "pt"},
    )
    layout.write_json(tower / "config.json", {"model_type": "clip", "vision_config": layout.TOWER_CONFIGURATION})
    assert same(load(original), wanted)


def test_the_digest_follows_an_external_tower_and_pickles(original: Path, weights: dict[str, Tensor]) -> None:
    layout.change_json(original / "config.json", unfreeze_mm_vision_tower=False)
    before = folder_digest(original)
    shutil.rmtree(original / "vision_tower")
    layout.write_tower(original / "vision_tower", seed=99)
    assert folder_digest(original) != before
    rewrite(original, weights, pickled=True)
    pickled = folder_digest(original)
    rewrite(original, weights | {"lm_head.weight": weights["lm_head.weight"] * 2}, pickled=True)
    assert folder_digest(original) != pickled


def test_tied_heads_are_the_embeddings_whatever_is_stored(original: Path, weights: dict[str, Tensor]) -> None:
    layout.change_json(original / "config.json", tie_word_embeddings=True)
    for stored in (weights, layout.without(weights, "lm_head")):
        rewrite(original, stored)
        network = load(original)
        assert torch.equal(network.lm_head.weight, weights["model.embed_tokens.weight"].float())
        target = original.with_name("converted")
        convert_checkpoint(original, target)
        assert torch.equal(load(target).lm_head.weight[:-1], network.lm_head.weight)
        shutil.rmtree(target)


def test_derived_tables_of_old_checkpoints_are_ignored(original: Path, weights: dict[str, Tensor]) -> None:
    tables = {
        "model.layers.0.self_attn.rotary_emb.inv_freq": torch.ones(4),
        f"{layout.TOWER}vision_model.embeddings.position_ids": torch.arange(5)[None],
    }
    wanted = load(original)
    rewrite(original, weights | tables)
    assert same(load(original), wanted)
    assert set(OriginalCheckpoint.open(original).ignored) == set(tables)


def test_flat_merging_is_a_plain_llava_without_newline(original: Path) -> None:
    layout.change_json(original / "config.json", mm_patch_merge_type=None)
    network = load(original)
    assert isinstance(network, LlavaForConditionalGeneration)
    assert OriginalCheckpoint.open(original).ignored == {
        "model.image_newline": "not used with mm_patch_merge_type flat"
    }


def test_rows_without_a_token_are_kept_and_take_the_image(tmp_path: Path) -> None:
    layout.write_checkpoint(tmp_path / "original", extra_rows=3)
    tokens = layout.rows(tmp_path / "original")
    conversion = convert_checkpoint(tmp_path / "original", tmp_path / "converted")
    assert conversion.added_rows == 0
    network = load(tmp_path / "converted")
    assert network.config.image_token_index == tokens
    assert network.lm_head.weight.shape[0] == tokens + 3


# What can be wrong, and the words for it.


def damaged(name: str) -> Callable[[Path], None]:
    def cut(folder: Path) -> None:
        path = folder / name
        path.write_bytes(path.read_bytes()[:-500])

    return cut


def changed(**changes: Any) -> Callable[[Path], None]:
    return lambda folder: layout.change_json(folder / "config.json", **changes)


def removed(name: str) -> Callable[[Path], None]:
    def remove(folder: Path) -> None:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return remove


def reweighed(change: Callable[[dict[str, Tensor]], dict[str, Tensor]]) -> Callable[[Path], None]:
    def rewrite_with(folder: Path) -> None:
        rewrite(folder, change(load_file(folder / "model.safetensors")))

    return rewrite_with


def unsafe(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    torch.save({"lm_head.weight": torch.zeros(2), "run": Path}, folder / "pytorch_model.bin")


def index_with_a_lost_weight(folder: Path) -> None:
    stored = load_file(folder / "model.safetensors")
    layout.write_json(
        folder / "model.safetensors.index.json",
        {"weight_map": dict.fromkeys([*stored, "model.layers.7.mlp.up_proj.weight"], "model.safetensors")},
    )


def index_that_leaves_the_folder(folder: Path) -> None:
    layout.write_json(folder / "model.safetensors.index.json", {"weight_map": {"lm_head.weight": "../x.safetensors"}})


def other_tower(folder: Path) -> None:
    layout.change_json(folder / "vision_tower" / "config.json", model_type="siglip_vision_model")


NEEDS_TOWER = changed(unfreeze_mm_vision_tower=False)

DAMAGES: list[tuple[list[Callable[[Path], None]], str, str]] = [
    ([damaged("model.safetensors")], "broken_shard", "cut off or damaged"),
    ([damaged("vision_tower/model.safetensors"), NEEDS_TOWER], "broken_shard", "cut off or damaged"),
    ([removed("model.safetensors")], "no_weights", "no weights"),
    ([index_with_a_lost_weight], "broken_index", "model.layers.7.mlp.up_proj.weight"),
    ([index_that_leaves_the_folder], "broken_index", "outside the folder"),
    ([unsafe], "unsafe_pickle", "holds more than tensors"),
    ([removed("vision_tower")], "no_vision_tower", "Put the tower's folder into the checkpoint"),
    ([removed("vision_tower/model.safetensors"), NEEDS_TOWER], "no_weights", "vision_tower"),
    ([other_tower], "bad_vision_tower", "siglip_vision_model"),
    ([changed(vocab_size=999)], "wrong_shape", "instead of 999 x 32"),
    ([changed(mm_vision_tower=None)], "bad_config", "mm_vision_tower"),
    ([changed(mm_projector_type=None)], "bad_config", "mm_projector_type"),
    ([changed(mm_projector_type="linear")], "bad_config", "mm_projector_type"),
    ([changed(mm_use_im_start_end=True)], "bad_config", "mm_use_im_start_end"),
    ([changed(hidden_size="wide")], "bad_config", "no Llama"),
    ([reweighed(lambda own: layout.without(own, "layers.1.mlp"))], "missing_weights", "layers.1.mlp.up_proj"),
    ([reweighed(lambda own: layout.without(own, "lm_head"))], "missing_weights", "lm_head.weight"),
    ([reweighed(lambda own: layout.without(own, "fc2.bias"))], "missing_weights", "(3 in all)|fc2.bias"),
    ([reweighed(lambda own: own | {"model.surplus": torch.zeros(1)})], "unused_weights", "model.surplus"),
    ([reweighed(lambda own: own | {"model.norm.weight": torch.zeros(3)})], "wrong_shape", "model.norm.weight is 3"),
    ([removed("tokenizer.model")], "no_tokenizer", "no tokenizer"),
    ([lambda folder: (folder / "tokenizer.model").write_bytes(b"x") and None], "broken_tokenizer", "tokenizer"),
]


@pytest.mark.parametrize(("damages", "code", "words"), DAMAGES, ids=[f"{n}-{d[1]}" for n, d in enumerate(DAMAGES)])
def test_every_damage_is_refused_with_its_reason(
    original: Path, damages: list[Callable[[Path], None]], code: str, words: str
) -> None:
    for damage in damages:
        damage(original)
    refused = refusal(original)
    assert code in {problem.code for problem in refused.problems}
    assert any(word in str(refused) for word in words.split("|"))


def test_missing_entries_and_a_damaged_shard_are_named_together(original: Path) -> None:
    entries = {key: None for key in layout.configuration(1) if key.startswith("mm_")}
    layout.change_json(original / "config.json", **entries)
    damaged("model.safetensors")(original)
    refused = str(refusal(original))
    for wanted in ("mm_vision_tower", "mm_vision_select_layer", "mm_projector_type", "cut off or damaged"):
        assert wanted in refused


def test_all_weights_that_do_not_fit_are_named_at_once(original: Path, weights: dict[str, Tensor]) -> None:
    rewrite(original, layout.without(weights, "model.norm") | {"lm_head.weight": torch.zeros(1), "x": torch.zeros(1)})
    assert [problem.code for problem in refusal(original).problems] == [
        "missing_weights",
        "unused_weights",
        "wrong_shape",
    ]


def test_the_large_tower_is_known_without_its_folder(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its weights inside nothing has to be fetched; these are too small for it, and so it shows what was asked."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    layout.change_json(original / "config.json", mm_vision_tower="openai/clip-vit-large-patch14-336")
    assert "577 x 1024" in str(refusal(original))
    layout.change_json(original / "config.json", unfreeze_mm_vision_tower=False)
    assert "cannot be found" in str(refusal(original))


def cache(root: Path, repository: str, folder: Path) -> None:
    """Put a folder where the hub's client keeps what it has fetched."""
    place = root / f"models--{repository.replace('/', '--')}"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text("0" * 40)
    shutil.copytree(folder, place / "snapshots" / ("0" * 40))


def test_hub_ids_serve_for_the_checkpoint_and_its_tower(
    original: Path, weights: dict[str, Tensor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    layout.change_json(original / "config.json", unfreeze_mm_vision_tower=False)
    wanted = load(original)
    cache(tmp_path / "hub", "them/tower", original / "vision_tower")
    shutil.rmtree(original / "vision_tower")
    layout.change_json(original / "config.json", mm_vision_tower="them/tower")
    rewrite(original, weights, pickled=True)
    cache(tmp_path / "hub", "them/llava", original)
    assert same(load(find_folder("them/llava")), wanted)


# Conversion.


def test_a_converted_folder_is_the_same_evaluator(original: Path, tmp_path: Path) -> None:
    in_place = load_checkpoint(original, None, CPU, torch.float32)
    steps: list[tuple[int, int]] = []
    conversion = convert_checkpoint(
        original, tmp_path / "out", shard_bytes=10_000, progress=lambda *step: steps.append(step)
    )
    converted = load_checkpoint(tmp_path / "out", None, CPU, torch.float32)
    files = sorted(path.name for path in (tmp_path / "out").glob("*.safetensors"))
    assert len(files) > 3
    assert steps[-1][0] == steps[-1][1]
    assert (conversion.weights, conversion.unused, conversion.missing) == (len(layout.shapes(1)), (), ())
    assert conversion.digest == folder_digest(tmp_path / "out") == converted.base_digest
    assert set(files) <= set(conversion.result)
    assert "model.safetensors" in conversion.source
    assert (tmp_path / "out" / MANIFEST).is_file()
    assert converted.tokenizer.get_vocab() == in_place.tokenizer.get_vocab() | {"<image>": layout.rows(original)}
    kept = in_place.network.lm_head.weight.shape[0]
    for name, tensor in in_place.network.state_dict().items():
        own = converted.network.state_dict()[name]
        assert torch.equal(own[:kept] if own.shape != tensor.shape else own, tensor), name
    stored = load_file(tmp_path / "out" / files[0])
    assert {tensor.dtype for tensor in stored.values()} == {torch.float16}, "weights keep their precision"


@pytest.mark.parametrize("merge", ["flat", "spatial_unpad"])
def test_transformers_own_classes_use_a_converted_folder(original: Path, tmp_path: Path, merge: str) -> None:
    """Processor, placeholder token and network belong together; the logits are those of our own way."""
    layout.change_json(original / "config.json", mm_patch_merge_type=merge)
    convert_checkpoint(original, tmp_path / "out")
    processor = AutoProcessor.from_pretrained(tmp_path / "out")
    network = load(tmp_path / "out")
    image = picture("wide")
    inputs = processor(images=image, text="<image>\nrope", return_tensors="pt")
    with torch.inference_mode():
        whole = network(**inputs).logits[0, -1]
        anyres = merge == "spatial_unpad"
        preparation = ImagePreparation(mode="anyres" if anyres else "pad")
        grids = network.config.image_grid_pinpoints if anyres else ()
        prepared = ImagePreparer(preparation, layout.SIDE, grids).prepare(image)
        assert torch.allclose(inputs["pixel_values"].flatten(0, -4), prepared.views, atol=1e-2)
        (features,) = image_features(network, [prepared], anyres=anyres)
        ids = inputs["input_ids"][0]
        embedded = network.get_input_embeddings()(ids).masked_scatter(
            (ids == network.config.image_token_index)[:, None], features
        )
        ours = network.lm_head(network.model.language_model(inputs_embeds=embedded[None]).last_hidden_state[0, -1])
    assert (whole - ours).abs().max() < 1e-2


@pytest.mark.parametrize(
    ("target", "words"),
    [("there", "Is there already"), ("original/inside", "Lies inside the source"), ("original", "Is there already")],
)
def test_a_target_that_holds_something_is_refused(original: Path, tmp_path: Path, target: str, words: str) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").write_text("mine")
    with pytest.raises(BadInput, match=words):
        convert_checkpoint(original, tmp_path / target)
    assert (tmp_path / "there" / "file").read_text() == "mine"


def test_a_refused_or_failed_conversion_leaves_nothing(
    original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FullDisk(OSError):
        pass

    def fail(*_: Any, **__: Any) -> None:
        raise FullDisk

    monkeypatch.setattr(convert_module, "save_file", fail)
    with pytest.raises(FullDisk):
        convert_checkpoint(original, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["original"]
    with pytest.raises(BadInput, match="original LLaVA layout"):
        convert_checkpoint(tmp_path / "nothing", tmp_path / "out")
    monkeypatch.setattr(convert_module.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
    with pytest.raises(BadInput, match=r"the disk has 0\.0 GB left"):
        convert_checkpoint(original, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["original"]


# Adapters.


def original_adapter(folder: Path, *, pickled: bool = False) -> dict[str, Tensor]:
    """LoRA on two projections of every layer, named as the original code names them, and a projector beside it."""
    folder.mkdir()
    layout.write_json(
        folder / "adapter_config.json",
        {
            "peft_type": "LORA",
            "r": 2,
            "lora_alpha": 6,
            "target_modules": ["q_proj", "down_proj"],
            "task_type": "CAUSAL_LM",
        },
    )
    full = layout.shapes(1)
    wanted = {}
    for name, shape in full.items():
        if name.startswith("model.layers.") and ("q_proj" in name or "down_proj" in name):
            module = f"base_model.model.{name.removesuffix('.weight')}"
            wanted[f"{module}.lora_A.weight"] = (2, shape[1])
            wanted[f"{module}.lora_B.weight"] = (shape[0], 2)
    weights = {name: tensor.float() for name, tensor in layout.random_weights(wanted, seed=5).items()}
    if pickled:
        torch.save(weights, folder / "adapter_model.bin")
    else:
        save_file(weights, folder / "adapter_model.safetensors")
    return weights


@pytest.mark.parametrize("pickled", [False, True])
@pytest.mark.parametrize("base", ["in place", "converted"])
def test_an_adapter_of_the_original_code_is_merged_by_its_formula(
    original: Path, weights: dict[str, Tensor], tmp_path: Path, base: str, pickled: bool
) -> None:
    lora = original_adapter(tmp_path / "adapter", pickled=pickled)
    projector = torch.full((layout.WIDTH,), 0.5)
    torch.save(
        {"base_model.model.model.mm_projector.2.bias": projector}, tmp_path / "adapter" / "non_lora_trainables.bin"
    )
    folder = original
    if base == "converted":
        folder = tmp_path / "out"
        convert_checkpoint(original, folder)
    plain, merged = load(folder).state_dict(), load(folder, tmp_path / "adapter").state_dict()
    name = "model.layers.1.self_attn.q_proj"
    own = "base_model.model." + name
    delta = 6 / 2 * lora[f"{own}.lora_B.weight"] @ lora[f"{own}.lora_A.weight"]
    assert torch.allclose(
        merged["model.language_model.layers.1.self_attn.q_proj.weight"],
        weights[f"{name}.weight"].float() + delta,
        atol=1e-5,
    )
    assert torch.equal(merged["model.multi_modal_projector.linear_2.bias"], projector)
    untouched = [key for key in plain if "vision_tower" in key or "k_proj" in key]
    assert all(torch.equal(plain[key], merged[key]) for key in untouched)


def test_an_adapter_with_transformers_names_fits_an_original_base(original: Path, tmp_path: Path) -> None:
    network = load(original)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    torch.manual_seed(3)
    adapted = get_peft_model(
        network, LoraConfig(r=2, target_modules=r".*language_model.*q_proj", init_lora_weights=False)
    )
    adapted.save_pretrained(str(tmp_path / "adapter"), save_embedding_layers=False)
    after = load(original, tmp_path / "adapter").state_dict()
    changed_names = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed_names == {f"model.language_model.layers.{n}.self_attn.q_proj.weight" for n in range(layout.LAYERS)}


def test_an_adapter_that_fits_in_part_only_is_refused(original: Path, tmp_path: Path) -> None:
    lora = original_adapter(tmp_path / "adapter")
    path = tmp_path / "adapter" / "adapter_model.safetensors"
    strange = {"base_model.model.model.nothing.lora_A.weight": torch.zeros(2, 2)}
    save_file(lora | strange, path)
    with pytest.raises(BadInput, match="belong to nothing"):
        load(original, tmp_path / "adapter")
    beyond = {name.replace("layers.1.", "layers.9."): tensor for name, tensor in lora.items()}
    save_file(beyond, path)
    with pytest.raises(BadInput, match="Does not fit this base"):
        load(original, tmp_path / "adapter")
    save_file(dict(list(lora.items())[1:]), path)
    with pytest.raises(BadInput, match="Does not fit this base"):
        load(original, tmp_path / "adapter")
    renamed = {
        name.replace("model.model.layers", "model.language_model.blocks"): tensor for name, tensor in lora.items()
    }
    save_file(renamed, path)
    with pytest.raises(BadInput, match="Does not fit this base"):
        load(original, tmp_path / "adapter")
    save_file(lora, path)
    torch.save(
        {"base_model.model.model.mm_projector.7.bias": torch.zeros(1)}, tmp_path / "adapter/non_lora_trainables.bin"
    )
    with pytest.raises(BadInput, match=r"mm_projector\.7"):
        load(original, tmp_path / "adapter")
