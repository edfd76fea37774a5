"""One report names everything that is wrong with an upload, and what to do about it."""

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from core.problems import BadInput
from core.settings import Settings
from model.evaluator.decoding import THUMBNAIL_SIDE, inspect_image, make_thumbnail
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension
from submissions.upload.validation import validate_upload
from tests.helpers.uploads import huge_png, picture, sound_files, write_folder, write_zip


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def noise(size: tuple[int, int] = (64, 64)) -> Image.Image:
    return Image.effect_noise(size, 90).convert("RGB")


def animated(kind: str) -> bytes:
    return encoded(noise(), kind, save_all=True, append_images=[noise(), noise()])


def test_a_sound_upload_is_accepted_whole(tmp_path: Path, tiny_protocol: Protocol, settings: Settings) -> None:
    files = sound_files(tiny_protocol)
    report = validate_upload(write_zip(tmp_path / "x.zip", files), tiny_protocol, settings)
    assert report.ok
    assert report.problems == ()
    assert {f"{image.dimension}/{image.prompt_id}.png" for image in report.images} == set(files)
    assert {(image.width, image.height, image.media_type) for image in report.images} == {(48, 32, "image/png")}
    assert report.counts() == {Dimension.FAITHFULNESS: (2, 2), Dimension.ALIGNMENT: (3, 3)}


def test_a_folders_digest_follows_its_content_only(tmp_path: Path, tiny_protocol: Protocol, settings: Settings) -> None:
    files = sound_files(tiny_protocol)
    one = validate_upload(write_folder(tmp_path / "one", files), tiny_protocol, settings)
    same = validate_upload(write_folder(tmp_path / "two", dict(reversed(files.items()))), tiny_protocol, settings)
    files["faithfulness/f1.png"] = picture((9, 9, 9))
    other = validate_upload(write_folder(tmp_path / "three", files), tiny_protocol, settings)
    assert one.digest == same.digest != other.digest


def test_every_problem_is_named_at_once(tmp_path: Path, tiny_protocol: Protocol, settings: Settings) -> None:
    files = sound_files(tiny_protocol)
    del files["alignment/a3.png"]
    files["faithfulness/f1.png"] = b"this is text"
    files["faithfulness/f2.jpg"] = picture(kind="JPEG")
    files["alignment/stray.png"] = picture()
    files["../x.png"] = picture()
    files["readme.txt"] = b"hello"
    files["alignment/a1.gif"] = b"GIF89a"
    report = validate_upload(write_zip(tmp_path / "x.zip", files), tiny_protocol, settings)
    assert sorted((problem.code, problem.where) for problem in report.problems) == [
        ("duplicate_prompt", "alignment/a1.gif"),
        ("duplicate_prompt", "faithfulness/f2.jpg"),
        ("misplaced_file", "readme.txt"),
        ("missing_prompts", "alignment/"),
        ("not_an_image", "faithfulness/f1.png"),
        ("path_traversal", "../x.png"),
        ("unknown_prompt", "alignment/"),
        ("unsupported_format", "alignment/a1.gif"),
    ]
    assert report.as_dict()["missing"] == {"faithfulness": [], "alignment": ["a3"]}


def test_missing_and_unknown_prompts_are_named_then_counted(
    tmp_path: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    files = {f"faithfulness/p{number:03}.png": picture() for number in range(40)}
    report = validate_upload(write_folder(tmp_path / "x", files), tiny_protocol, settings)
    messages = {(problem.code, problem.where): problem.message for problem in report.problems}
    assert "p000, p001, p002, p003, p004 and 35 more" in messages["unknown_prompt", "faithfulness/"]
    assert "2 of 2 prompts have no image: f1, f2." in messages["missing_prompts", "faithfulness/"]
    assert "3 of 3 prompts have no image: a1, a2, a3." in messages["missing_prompts", "alignment/"]


BAD_IMAGES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "text": (".png", lambda: b"only text, named as a picture", "not_an_image"),
    "nothing": (".png", lambda: b"", "not_an_image"),
    "gif": (".png", lambda: encoded(noise(), "GIF"), "not_an_image"),
    "cut jpeg": (".jpg", lambda: encoded(noise(), "JPEG")[:-400], "truncated_image"),
    "cut png": (".png", lambda: encoded(noise(), "PNG")[:-400], "truncated_image"),
    "cut webp": (".webp", lambda: encoded(noise(), "WEBP")[:-200], "truncated_image"),
    "jpeg named png": (".png", lambda: encoded(noise(), "JPEG"), "wrong_extension"),
    "png named webp": (".webp", lambda: encoded(noise(), "PNG"), "wrong_extension"),
    "moving png": (".png", lambda: animated("PNG"), "animated_image"),
    "moving webp": (".webp", lambda: animated("WEBP"), "animated_image"),
    "cmyk": (".jpg", lambda: encoded(noise().convert("CMYK"), "JPEG"), "unsupported_mode"),
    "16 bits": (".png", lambda: encoded(Image.new("I;16", (40, 40), 40_000), "PNG"), "unsupported_mode"),
    "30,000 x 30,000": (".png", lambda: huge_png(30_000, 30_000), "too_many_pixels"),
    "8,000 x 7,000": (".png", lambda: huge_png(8_000, 7_000), "too_many_pixels"),
    "12,000 x 12,000": (".png", lambda: huge_png(12_000, 12_000), "too_many_pixels"),
}


@pytest.mark.parametrize("case", BAD_IMAGES)
def test_an_unsuitable_image_is_refused_with_its_own_reason(
    tmp_path: Path, tiny_protocol: Protocol, settings: Settings, case: str
) -> None:
    extension, content, code = BAD_IMAGES[case]
    files = sound_files(tiny_protocol)
    del files["faithfulness/f1.png"]
    files[f"faithfulness/f1{extension}"] = content()
    report = validate_upload(write_zip(tmp_path / "x.zip", files), tiny_protocol, settings)
    assert [(problem.code, problem.where) for problem in report.problems] == [(code, f"faithfulness/f1{extension}")]
    assert len(report.images) == len(files) - 1


def test_a_gigantic_image_is_refused_quickly(tiny_protocol: Protocol, settings: Settings, tmp_path: Path) -> None:
    content = huge_png(30_000, 30_000)
    began = time.perf_counter()
    with pytest.raises(BadInput) as caught:
        inspect_image(content, "x.png", ".png", settings.max_image_pixels)
    assert time.perf_counter() - began < 1
    assert caught.value.problems[0].code == "too_many_pixels"


GOOD_IMAGES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "png": (".png", lambda: encoded(noise(), "PNG"), "image/png"),
    "jpeg": (".jpeg", lambda: encoded(noise(), "JPEG"), "image/jpeg"),
    "progressive": (".jpg", lambda: encoded(noise(), "JPEG", progressive=True), "image/jpeg"),
    "webp": (".webp", lambda: encoded(noise(), "WEBP"), "image/webp"),
    "palette": (".png", lambda: encoded(noise().quantize(16), "PNG"), "image/png"),
    "grey": (".png", lambda: encoded(noise().convert("L"), "PNG"), "image/png"),
    "bits": (".png", lambda: encoded(noise().convert("1"), "PNG"), "image/png"),
    "alpha": (".png", lambda: encoded(noise().convert("RGBA"), "PNG"), "image/png"),
    "upper case": (".PNG", lambda: encoded(noise(), "PNG"), "image/png"),
    "one pixel": (".png", lambda: encoded(noise((1, 1)), "PNG"), "image/png"),
}


@pytest.mark.parametrize("case", GOOD_IMAGES)
def test_ordinary_images_of_all_kinds_are_accepted(
    tmp_path: Path, tiny_protocol: Protocol, settings: Settings, case: str
) -> None:
    extension, content, media_type = GOOD_IMAGES[case]
    files = sound_files(tiny_protocol)
    del files["faithfulness/f1.png"]
    files[f"faithfulness/f1{extension}"] = content()
    report = validate_upload(write_folder(tmp_path / "x", files), tiny_protocol, settings)
    assert report.problems == ()
    assert next(image.media_type for image in report.images if image.prompt_id == "f1") == media_type
    with Image.open(io.BytesIO(make_thumbnail(files[f"faithfulness/f1{extension}"]))) as small:
        assert max(small.size) <= THUMBNAIL_SIDE


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_every_damaged_image_is_reported_as_a_problem(kind: str) -> None:
    extension = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}[kind]
    whole = encoded(noise((16, 16)), kind)

    @given(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8), st.integers(0, 9))
    @hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    def check(flips: list[tuple[int, int]], cut: int) -> None:
        raw = bytearray(whole)
        for at, value in flips:
            raw[at] = value
        try:
            facts = inspect_image(bytes(raw[: len(raw) - cut]), "x", extension, 10**6)
        except BadInput:
            return
        assert facts.width * facts.height <= 10**6

    check()


def test_progress_is_reported_per_file(tmp_path: Path, tiny_protocol: Protocol, settings: Settings) -> None:
    calls: list[tuple[int, int]] = []
    path = write_zip(tmp_path / "x.zip", sound_files(tiny_protocol))
    validate_upload(path, tiny_protocol, settings, lambda done, total: calls.append((done, total)))
    assert calls == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_an_upload_too_large_is_reported_once(tmp_path: Path, tiny_protocol: Protocol, settings: Settings) -> None:
    files = sound_files(tiny_protocol)
    tight = settings.model_copy(update={"max_archive_bytes": sum(map(len, files.values())) // 2})
    report = validate_upload(write_folder(tmp_path / "x", files), tiny_protocol, tight)
    assert [problem.code for problem in report.problems] == ["archive_too_large"]
