"""What the original implementation recorded of its inputs, where its recordings are at hand (`../shared/golden`)."""

import hashlib
import json
from pathlib import Path

import pytest
from PIL import Image

from model.encoding import QuestionEncoder
from model.images import ImagePreparer
from model.protocol import Conversation, ImagePreparation, Question
from model.tokenizer import load_tokenizer

SHARED = Path(__file__).parent.parent.parent / "shared"
GOLDEN = SHARED / "golden"

pytestmark = pytest.mark.skipif(not GOLDEN.is_dir(), reason="the recordings are not part of the project")


@pytest.mark.parametrize("checkpoint", ["a56", "b56"])
def test_a_llama_tokenizer_gives_the_originals_ids(checkpoint: str) -> None:
    recorded = json.loads((GOLDEN / "golden.json").read_text())
    template = json.loads((SHARED / "evalalign" / "conversation_templates.json").read_text())["v1"]
    before, after = template["format"].replace("{system}", template["system"]).split("{question}")
    conversation = Conversation(before_image=before, after_image="{question}" + after, answer=" {option}")
    tokenizer = load_tokenizer(GOLDEN / "ckpt" / checkpoint / "evalalign-v1.0-13b-tiny")
    encoder = QuestionEncoder(tokenizer, conversation)
    for name, ids in recorded["input_ids"]["llama"].items():
        dimension, _, rest = name.partition("/")
        asked = recorded["questions"][dimension]
        for part in rest.split("/"):
            asked = asked[part]
        question = Question(skill=name, text=asked.removeprefix("<image>"), options=(-1, 0, 1, 2, 3, 4))
        encoded = encoder.encode(question)
        assert [*encoder.prefix, recorded["image_placeholder_id"], *encoded.suffix] == ids, name
        spelt = [tokenizer.convert_ids_to_tokens([edge.token for edge in path]) for path in encoded.paths]
        assert spelt[0] == ["\u2581-", "1"]
        assert spelt[3] == ["\u2581", "2"]


def test_padded_views_are_the_originals_to_the_last_bit() -> None:
    recorded = json.loads((GOLDEN / "golden.json").read_text())
    wanted = {entry["image"]: entry["images_sha256_f32"] for entry in recorded["runs"]["a56/faithfulness"]["records"]}
    assert len(wanted) == 7
    preparer = ImagePreparer(ImagePreparation(mode="pad"), 56)
    for name, digest in wanted.items():
        with Image.open(GOLDEN / "images" / name) as image:
            views = preparer.prepare(image).views
        assert hashlib.sha256(views.numpy().tobytes()).hexdigest() == digest, name
