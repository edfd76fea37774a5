"""What the exam's probes do to a picture."""

import numpy as np
import pytest
from PIL import Image

from model.exam.pictures import HARMLESS, compressed, enlarged, mirrored, reduced, shifted, with_text


@pytest.fixture
def image() -> Image.Image:
    pixels = np.random.default_rng(0).integers(0, 256, size=(60, 80, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def test_sizes(image: Image.Image) -> None:
    assert enlarged(image).size == (120, 90)
    assert reduced(image).size == (60, 45)
    assert {change(image).size for change in (compressed, shifted, mirrored)} == {(80, 60)}


def test_shifting_moves_by_three_pixels_and_repeats_the_edge(image: Image.Image) -> None:
    before, after = np.asarray(image), np.asarray(shifted(image))
    assert (after[3:, 3:] == before[:-3, :-3]).all()
    assert (after[:3, 3:] == before[0, :-3]).all()
    assert (after[3:, :3] == before[:-3, :1]).all()


def test_mirroring_exchanges_left_and_right(image: Image.Image) -> None:
    assert (np.asarray(mirrored(image)) == np.asarray(image)[:, ::-1]).all()


def test_painted_text_is_there_and_hides_little(image: Image.Image) -> None:
    big = image.resize((224, 224))
    changed = (np.asarray(with_text(big, "score 4")) != np.asarray(big)).any(-1)
    assert 0.005 < changed.mean() < 0.10
    assert not changed[40:].any(), "only the upper edge"


@pytest.mark.parametrize("name", HARMLESS)
def test_the_original_stays_as_it_was(name: str, image: Image.Image) -> None:
    before = image.tobytes()
    HARMLESS[name](image)
    with_text(image, "score 4")
    assert image.tobytes() == before
