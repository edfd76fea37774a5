"""Stored images: whole or not there, and checked when read back."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.problems import BadInput
from core.settings import Settings
from submissions.upload.storage import (
    StorageError,
    generation_path,
    read_generation,
    remove_image,
    stage_images,
    thumbnail_path,
)
from tests.helpers.uploads import picture


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def store(data_dir: Path, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    with stage_images(data_dir) as stage:
        stage.add(digest, content)
        stage.place()
    return digest


def test_stored_bytes_come_back_with_a_thumbnail_beside_them(settings: Settings) -> None:
    content = picture()
    digest = store(settings.data_dir, content)
    assert read_generation(settings.data_dir, digest) == content
    assert thumbnail_path(settings.data_dir, digest).read_bytes().startswith(b"RIFF")
    assert generation_path(settings.data_dir, digest).parts[-3:] == (digest[:2], digest[2:4], digest)
    assert len(files_under(settings.data_dir)) == 2


def test_staged_images_that_are_not_placed_leave_nothing(settings: Settings) -> None:
    content = picture()
    with stage_images(settings.data_dir) as stage:
        stage.add(hashlib.sha256(content).hexdigest(), content)
        assert len(files_under(settings.data_dir)) == 2
    assert files_under(settings.data_dir) == []


def test_a_removed_image_is_noticed_and_can_be_added_again(settings: Settings) -> None:
    old, new = picture((1, 1, 1)), picture((2, 2, 2))
    kept = store(settings.data_dir, old)
    added = hashlib.sha256(new).hexdigest()
    with stage_images(settings.data_dir) as stage:
        for _ in range(2):
            stage.add(kept, old)
            stage.add(added, new)
            stage.place()
            assert stage.new == {added}
            assert stage.all_there()
            remove_image(settings.data_dir, added)
            assert not stage.all_there()
    assert read_generation(settings.data_dir, kept) == old
    assert len(files_under(settings.data_dir)) == 2


def test_a_changed_or_missing_image_is_noticed(settings: Settings) -> None:
    digest = store(settings.data_dir, picture())
    path = generation_path(settings.data_dir, digest)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StorageError, match="damaged"):
        read_generation(settings.data_dir, digest)
    path.unlink()
    with pytest.raises(StorageError, match="cannot be read"):
        read_generation(settings.data_dir, digest)


def test_abandoned_staging_folders_are_removed_after_a_day(settings: Settings) -> None:
    left = settings.data_dir / "staging" / "left"
    fresh = settings.data_dir / "staging" / "fresh"
    for folder in (left, fresh):
        folder.mkdir(parents=True)
        (folder / "half").write_bytes(b"x")
    os.utime(left, (time.time() - 90_000,) * 2)
    store(settings.data_dir, picture())
    assert not left.exists()
    assert fresh.exists()


FILL = """
import hashlib, resource, sys
from pathlib import Path
from core.problems import BadInput
from submissions.upload.storage import stage_images
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    with stage_images(Path(sys.argv[1])) as stage:
        for content in (Path(path).read_bytes() for path in sys.argv[2:]):
            stage.add(hashlib.sha256(content).hexdigest(), content)
        stage.place()
except BadInput as error:
    sys.exit(error.problems[0].code)
"""


def test_a_write_that_the_system_cuts_off_keeps_nothing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "small.png").write_bytes(picture())
    noise = os.urandom(60_000)
    (tmp_path / "large.png").write_bytes(noise)
    done = subprocess.run(
        [sys.executable, "-c", FILL, settings.data_dir, tmp_path / "small.png", tmp_path / "large.png"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (1, "no_space")
    assert files_under(settings.data_dir) == []


def test_other_disk_errors_are_not_reported_as_full(settings: Settings) -> None:
    with pytest.raises(PermissionError), stage_images(settings.data_dir):
        raise PermissionError(13, "denied")
    with pytest.raises(BadInput), stage_images(settings.data_dir):
        raise OSError(28, "No space left on device")
