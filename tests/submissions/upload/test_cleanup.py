"""Images that no submission refers to go; all others stay."""

import hashlib
import os
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from core.settings import Settings
from leaderboard.site.pictures import thumbnail_path
from leaderboard.store.database import Database
from leaderboard.store.deletion import lock_images
from leaderboard.store.tables import Generation
from model.protocol.protocol import Protocol
from submissions.evaluation.worker import run_until_signalled
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from submissions.upload.storage import (
    generation_path,
    read_generation,
    remove_abandoned,
    remove_unreferenced,
    stage_images,
)
from tests.helpers.uploads import picture, sound_files, write_folder

TWO_DAYS = 2 * 24 * 3600


@pytest.fixture
def referenced(database: Database, settings: Settings, tiny_protocol: Protocol, tmp_path: Path) -> list[str]:
    """The digests of a submission's images."""
    folder = write_folder(tmp_path / "upload", sound_files(tiny_protocol))
    submit(database, folder, ModelMetadata.parse(name="SDXL"), "", tiny_protocol, settings)
    with database.read() as session:
        return list(session.scalars(select(Generation.image_digest)))


def abandoned(settings: Settings, color: tuple[int, int, int]) -> str:
    """An image whose process died before it entered a submission."""
    content = picture(color)
    digest = hashlib.sha256(content).hexdigest()
    with stage_images(settings.data_dir) as stage:
        stage.add(digest, content)
        stage.place()
    return digest


def paths(settings: Settings, digest: str) -> list[Path]:
    return [generation_path(settings.data_dir, digest), thumbnail_path(settings.data_dir, digest)]


def age(*files: Path) -> None:
    for file in files:
        os.utime(file, (time.time() - TWO_DAYS,) * 2)


def test_only_unreferenced_images_are_removed(database: Database, settings: Settings, referenced: list[str]) -> None:
    stray = abandoned(settings, (1, 2, 3))
    assert remove_unreferenced(database, settings.data_dir, [*referenced, stray]) == 1
    assert not any(path.exists() for path in paths(settings, stray))
    for digest in referenced:
        read_generation(settings.data_dir, digest)


def test_nothing_is_removed_while_a_submission_is_being_entered(database: Database, settings: Settings) -> None:
    stray = abandoned(settings, (1, 2, 3))
    thread = threading.Thread(target=remove_unreferenced, args=(database, settings.data_dir, [stray]))
    with database.write() as session:
        lock_images(session)
        thread.start()
        thread.join(0.3)
        assert all(path.exists() for path in paths(settings, stray))
    thread.join()
    assert not any(path.exists() for path in paths(settings, stray))


def test_abandoned_images_are_removed_after_a_day(
    database: Database, settings: Settings, referenced: list[str]
) -> None:
    old, young, half = (abandoned(settings, (1, 2, shade)) for shade in (1, 2, 3))
    age(*(path for digest in (old, half, *referenced) for path in paths(settings, digest)))
    generation_path(settings.data_dir, half).unlink()
    notes = settings.data_dir / "thumbnails" / "notes.webp"
    notes.write_bytes(b"not ours")
    age(notes)
    assert remove_abandoned(database, settings.data_dir) == 2
    assert not any(path.exists() for digest in (old, half) for path in paths(settings, digest))
    assert all(path.exists() for digest in (young, *referenced) for path in paths(settings, digest))
    assert notes.exists()
    assert remove_abandoned(database, settings.data_dir) == 0


def test_a_worker_sweeps_when_it_starts(database: Database, settings: Settings) -> None:
    old = abandoned(settings, (1, 2, 3))
    age(*paths(settings, old))
    assert run_until_signalled(database, settings, lambda _finished: None, once=True)
    assert not any(path.exists() for path in paths(settings, old))


def test_a_data_directory_that_holds_nothing_yet_is_swept_too(database: Database, settings: Settings) -> None:
    assert remove_abandoned(database, settings.data_dir) == 0
