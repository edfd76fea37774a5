"""Whatever is wrong with a checkpoint is said when it is loaded, in words."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sentencepiece
import torch
from safetensors.torch import load_file, save_file

from core.problems import BadInput
from model.evaluator.checkpoints import folder_digest, load_checkpoint
from model.evaluator.hub import find_folder
from model.evaluator.tokenizer import load_tokenizer

CPU = torch.device("cpu")


def delete(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def write(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


def truncate_weights(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])


def drop_a_weight(folder: Path) -> None:
    path = folder / "model.safetensors"
    weights = load_file(path)
    del weights[next(name for name in weights if "q_proj" in name)]
    save_file(weights, path, metadata={"format": "pt"})


def add_a_weight(folder: Path) -> None:
    path = folder / "model.safetensors"
    save_file(load_file(path) | {"surplus.weight": torch.zeros(2)}, path, metadata={"format": "pt"})


def reshape_a_weight(folder: Path) -> None:
    path = folder / "model.safetensors"
    weights = load_file(path)
    name = next(name for name in weights if "q_proj" in name and name.endswith("weight"))
    weights[name] = torch.zeros(3, 3)
    save_file(weights, path, metadata={"format": "pt"})


def other_architecture(folder: Path) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps({"model_type": "bert"}))


@pytest.mark.parametrize(
    ("damage", "code", "words"),
    [
        (delete("config.json"), "no_config", "no config.json"),
        (delete("model.safetensors"), "no_weights", "no weights"),
        (delete("tokenizer.json"), "no_tokenizer", "no tokenizer"),
        (write("config.json", b"{"), "bad_config", "Cannot be understood"),
        (other_architecture, "unknown_architecture", "evaluators are llava and llava_next"),
        (truncate_weights, "broken_weights", "cannot be loaded"),
        (drop_a_weight, "broken_weights", "Weights are missing"),
        (add_a_weight, "broken_weights", "Weights fit nowhere"),
        (reshape_a_weight, "broken_weights", ""),
        (write("tokenizer.json", b"{}"), "broken_tokenizer", "tokenizer cannot be loaded"),
        (write("training_record.json", b"["), "broken_record", "no training record"),
    ],
)
def test_a_damaged_checkpoint_is_refused_with_its_reason(
    tiny_checkpoint: Path, tmp_path: Path, damage: Callable[[Path], None], code: str, words: str
) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(tiny_checkpoint, folder)
    damage(folder)
    with pytest.raises(BadInput) as caught:
        load_checkpoint(folder, None, CPU, torch.float32)
    assert code in {problem.code for problem in caught.value.problems}
    assert words in str(caught.value)


def test_an_empty_folder_lacks_everything_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        load_checkpoint(tmp_path, tmp_path, CPU, torch.float32)
    assert {problem.code for problem in caught.value.problems} == {
        "no_config",
        "no_weights",
        "no_tokenizer",
        "no_adapter",
    }


def test_an_adapter_of_another_base_is_refused(tiny_checkpoint: Path, tmp_path: Path) -> None:
    (tmp_path / "adapter_config.json").write_text(
        json.dumps({"peft_type": "LORA", "r": 4, "target_modules": ["no_such_layer"]})
    )
    save_file({"x": torch.zeros(1)}, tmp_path / "adapter_model.safetensors")
    with pytest.raises(BadInput, match="Does not fit this base"):
        load_checkpoint(tiny_checkpoint, tmp_path, CPU, torch.float32)


def test_names_that_are_no_checkpoint_are_refused() -> None:
    for name in ("no such folder", "/no/such/folder", "a/b/c"):
        with pytest.raises(BadInput, match="neither a folder here nor a hub id"):
            find_folder(name)


def test_a_hub_id_that_cannot_be_fetched_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(BadInput, match="Cannot be fetched from the hub"):
        find_folder("nobody/nothing-at-all")


def test_the_digest_covers_exactly_the_files_that_decide_answers(tiny_checkpoint: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(tiny_checkpoint, folder)
    before = folder_digest(folder)
    (folder / "README.md").write_text("hello")
    assert folder_digest(folder) == before == folder_digest(tiny_checkpoint)
    for path in sorted(folder.iterdir()):
        if path.name not in ("README.md", "generation_config.json"):
            content = path.read_bytes()
            path.write_bytes(content + b" ")
            assert folder_digest(folder) != before, path.name
            path.write_bytes(content)
    (folder / "added_tokens.json").write_text("{}")
    assert folder_digest(folder) != before


def test_a_sentencepiece_model_of_llama_is_loaded_as_llama(tmp_path: Path) -> None:
    """The ids are sentencepiece's own, and a `▁` stands before the line break that follows an image."""
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("Are there any issues with the hands in the image? ASSISTANT: -1 0 1 2 3 4\n" * 50)
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(tmp_path / "tokenizer"),
        vocab_size=330,
        model_type="bpe",
        # As Llama's was trained.
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        split_digits=True,
        byte_fallback=True,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    (tmp_path / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "LlamaTokenizer", "add_bos_token": True, "legacy": True})
    )
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(tmp_path / "tokenizer.model"))
    tokenizer = load_tokenizer(tmp_path)
    for text in ("\nAre there issues? ASSISTANT: -1", "\nhands ASSISTANT: 2", "the image"):
        assert tokenizer(text, add_special_tokens=False)["input_ids"] == pieces.encode(text)
    assert tokenizer.convert_ids_to_tokens(tokenizer("\nAre", add_special_tokens=False)["input_ids"])[0] == "▁"
    assert tokenizer("the")["input_ids"][0] == pieces.bos_id()
