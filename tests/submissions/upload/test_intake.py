"""From an upload to a queued submission: all of it, or nothing."""

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import event, func, select, text

from core.problems import BadInput
from core.settings import Settings
from leaderboard.site.pictures import thumbnail_path
from leaderboard.store.annotations import AnnotationRow, annotations_frame
from leaderboard.store.database import Database
from leaderboard.store.results import reference_scores
from leaderboard.store.tables import AuditLog, Generation, Submission, SubmissionState, Submitter, T2IModel, TableBase
from model.protocol.protocol import Protocol
from submissions.evaluation.queue import withdraw_submission
from submissions.upload import intake
from submissions.upload.intake import Annotations, submit
from submissions.upload.metadata import ModelMetadata
from submissions.upload.storage import read_generation, remove_image
from tests.conftest import tiny_protocol_data
from tests.helpers.uploads import sound_files, write_folder, write_zip

SDXL = ModelMetadata.parse(name="SDXL", parameters="2.6B")

LABELS = Annotations(
    (
        AnnotationRow("alignment", "a1", "alignment.object", "Ada", 2),
        AnnotationRow("alignment", "a1", "alignment.object", "Bob", 1),
    ),
    "two people",
)


@pytest.fixture
def upload(tmp_path: Path, tiny_protocol: Protocol) -> Path:
    return write_zip(tmp_path / "x.zip", sound_files(tiny_protocol))


def count(database: Database, table: type[TableBase]) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def stored_files(settings: Settings) -> list[str]:
    """All files of the data directory, but for the database's own."""
    return [
        str(path.relative_to(settings.data_dir))
        for path in settings.data_dir.rglob("*")
        if path.is_file() and not path.name.startswith("evalalign.db")
    ]


def assert_all_readable(database: Database, settings: Settings) -> None:
    with database.read() as session:
        for digest in session.scalars(select(Generation.image_digest).distinct()):
            read_generation(settings.data_dir, digest)
            assert thumbnail_path(settings.data_dir, digest).is_file()


def test_a_sound_upload_is_stored_and_queued(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    files = sound_files(tiny_protocol)
    submission_id = submit(database, upload, SDXL, "Ada", tiny_protocol, settings)
    with database.read() as session:
        row = session.get_one(Submission, submission_id)
        assert (row.state, row.done, row.total) == (SubmissionState.QUEUED, 0, len(files))
        assert (row.t2i_model.name, row.t2i_model.parameters, row.submitter.name) == ("SDXL", 2_600_000_000, "Ada")
        for generation in row.generations:
            content = files[f"{generation.dimension}/{generation.prompt_id}.png"]
            assert read_generation(settings.data_dir, generation.image_digest) == content
            assert thumbnail_path(settings.data_dir, generation.image_digest).is_file()
        assert len(row.generations) == len(files)
        steps = session.scalars(select(AuditLog.action).order_by(AuditLog.id)).all()
    assert steps == ["received", "validated", "queued"]
    assert len(stored_files(settings)) == 2 * len(set(files.values()))


def test_a_folder_gives_the_same_generations_as_its_zip(
    database: Database, upload: Path, tmp_path: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    folder = write_folder(tmp_path / "folder", sound_files(tiny_protocol))
    submit(database, upload, SDXL, "", tiny_protocol, settings)
    before = stored_files(settings)
    submit(database, folder, ModelMetadata.parse(name="other"), "", tiny_protocol, settings)
    assert sorted(stored_files(settings)) == sorted(before)
    with database.read() as session:
        assert session.scalars(select(Submitter.name)).all() == [intake.ANONYMOUS]


def test_a_refused_upload_names_all_problems_and_keeps_nothing(
    database: Database, tmp_path: Path, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    submit(database, upload, SDXL, "Ada", tiny_protocol, settings)
    before = stored_files(settings)
    files = sound_files(tiny_protocol) | {"faithfulness/f1.png": b"text"}
    broken = write_zip(tmp_path / "broken.zip", files)
    with pytest.raises(BadInput) as caught:
        submit(database, broken, ModelMetadata.parse(name="sdxl"), "A" * 101, tiny_protocol, settings)
    assert [problem.code for problem in caught.value.problems] == ["name_taken", "bad_submitter", "not_an_image"]
    assert count(database, Submission) == count(database, T2IModel) == count(database, Submitter) == 1
    assert stored_files(settings) == before


def test_a_name_is_free_again_once_its_submission_is_withdrawn(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    first = submit(database, upload, SDXL, "Ada", tiny_protocol, settings)
    withdraw_submission(database, first, "Ada")
    again = ModelMetadata.parse(name="sdxl", organisation="Stability")
    submit(database, upload, again, "Ada", tiny_protocol, settings)
    with database.read() as session:
        rows = session.scalars(select(T2IModel)).all()
        assert [(row.name, row.organisation) for row in rows] == [("sdxl", "Stability")]


def test_the_same_t2i_model_may_stand_under_two_protocols(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    submit(database, upload, SDXL, "Ada", tiny_protocol, settings)
    other = Protocol.parse(tiny_protocol_data() | {"name": "tiny-v2"})
    renamed = ModelMetadata.parse(name="SDXL", organisation="someone else")
    submit(database, upload, renamed, "Bob", other, settings)
    with database.read() as session:
        rows = session.scalars(select(T2IModel)).all()
        assert [(row.name, row.organisation) for row in rows] == [("SDXL", "")]


def test_one_of_many_concurrent_submissions_gets_the_name(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    outcomes: list[str] = []

    def attempt() -> None:
        try:
            submit(database, upload, SDXL, "Ada", tiny_protocol, settings)
            outcomes.append("queued")
        except BadInput as error:
            outcomes.append(error.problems[0].code)

    threads = [threading.Thread(target=attempt) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["name_taken"] * 4 + ["queued"]
    assert_all_readable(database, settings)


def test_a_failing_database_leaves_no_rows_and_no_files(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    with database.write() as session:
        session.execute(text("DROP TABLE audit_log"))
    with pytest.raises(Exception, match="audit_log"):
        submit(database, upload, SDXL, "Ada", tiny_protocol, settings)
    assert count(database, Submission) == count(database, T2IModel) == count(database, Generation) == 0
    assert stored_files(settings) == []


def test_a_folder_that_changes_while_it_is_read_is_refused(
    database: Database, tmp_path: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    files = sound_files(tiny_protocol)
    folder = write_folder(tmp_path / "folder", files)

    def change(done: int, total: int) -> None:
        if done == total:
            (folder / "faithfulness" / "f1.png").write_bytes(files["faithfulness/f2.png"])

    with pytest.raises(BadInput) as caught:
        submit(database, folder, SDXL, "", tiny_protocol, settings, progress=change)
    assert caught.value.problems[0].code == "changed_meanwhile"
    assert stored_files(settings) == []


def test_images_are_stored_while_another_process_writes_to_the_database(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    expected = len(set(sound_files(tiny_protocol).values()))
    thread = threading.Thread(target=submit, args=(database, upload, SDXL, "Ada", tiny_protocol, settings))
    with database.write() as session:
        session.add(Submitter(name="somebody who writes for long"))
        session.flush()
        thread.start()
        deadline = time.monotonic() + 10
        while sum(path.is_file() for path in (settings.data_dir / "generations").rglob("*")) < expected:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    thread.join()
    assert count(database, Submission) == 1


def test_an_image_taken_away_in_between_is_stored_again(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    taken: list[str] = []

    def take(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        """What another submission that fails does before our rows are to be seen."""
        if statement.startswith("INSERT INTO submissions") and len(taken) < 2:
            path = next(path for path in (settings.data_dir / "generations").rglob("*") if path.is_file())
            remove_image(settings.data_dir, path.name)
            taken.append(path.name)

    event.listen(database.engine, "before_cursor_execute", take)
    submit(database, upload, SDXL, "Ada", tiny_protocol, settings)
    assert len(taken) == 2
    assert count(database, Submission) == 1
    assert_all_readable(database, settings)


def test_failing_submissions_never_remove_images_of_others(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    impossible = Annotations((AnnotationRow("alignment", "no prompt", "alignment.object", "Ada", 2),), "two people")
    outcomes: list[str] = []

    def attempt(number: int, annotations: Annotations | None) -> None:
        metadata = ModelMetadata.parse(name=f"m{number}")
        try:
            submit(database, upload, metadata, f"s{number}", tiny_protocol, settings, annotations=annotations)
            outcomes.append("queued")
        except ValueError:
            outcomes.append("failed")

    for first in range(0, 12, 4):
        threads = [
            threading.Thread(target=attempt, args=(first + number, impossible if number % 2 else None))
            for number in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert_all_readable(database, settings)
    assert sorted(outcomes) == ["failed"] * 6 + ["queued"] * 6


def test_priority_and_annotations_enter_with_the_submission_only(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    submission_id = submit(database, upload, SDXL, "", tiny_protocol, settings, priority=7, annotations=LABELS)
    with database.read() as session:
        assert session.get_one(Submission, submission_id).priority == 7
        reference = reference_scores(session, tiny_protocol.digest).set_index("key")["score"]
        assert (reference["alignment"], reference["alignment.object"]) == (1.5, 1.5)
        assert annotations_frame(session, [submission_id])["label"].tolist() == [2, 1]
    with database.write() as session:
        session.execute(text("DROP TABLE human_scores"))
    with pytest.raises(Exception, match="human_scores"):
        submit(database, upload, ModelMetadata.parse(name="other"), "", tiny_protocol, settings, annotations=LABELS)
    assert count(database, Submission) == 1


def test_a_reused_name_does_not_inherit_reference_scores(
    database: Database, upload: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    first = submit(database, upload, SDXL, "", tiny_protocol, settings, simulated=True, annotations=LABELS)
    withdraw_submission(database, first, "")
    submit(database, upload, SDXL, "a stranger", tiny_protocol, settings)
    with database.read() as session:
        assert reference_scores(session, tiny_protocol.digest).empty


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB."""
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("only root can mount a file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False)
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def noisy_files(protocol: Protocol, side: int) -> dict[str, bytes]:
    """Images that cannot be compressed: about side x side x 3 bytes each."""
    return {
        name: png(Image.frombytes("RGB", (side, side), os.urandom(side * side * 3))) for name in sound_files(protocol)
    }


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_a_full_disk_is_reported_and_nothing_is_kept(
    database: Database, small_disk: Path, tmp_path: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    full = settings.model_copy(update={"data_dir": small_disk})
    path = write_zip(tmp_path / "x.zip", noisy_files(tiny_protocol, 300))
    with pytest.raises(BadInput) as caught:
        submit(database, path, SDXL, "", tiny_protocol, full)
    assert [problem.code for problem in caught.value.problems] == ["no_space"]
    assert stored_files(full) == []
    assert count(database, Submission) == count(database, T2IModel) == 0
    fitting = write_zip(tmp_path / "y.zip", noisy_files(tiny_protocol, 60))
    submit(database, fitting, SDXL, "", tiny_protocol, full)


def test_a_full_disk_under_the_database_too(small_disk: Path, tmp_path: Path, tiny_protocol: Protocol) -> None:
    settings = Settings(data_dir=small_disk)
    database = Database.open(settings.database)
    fitting = write_zip(tmp_path / "y.zip", noisy_files(tiny_protocol, 60))
    filler = small_disk / "filler"
    filler.write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - 150_000))
    with pytest.raises(BadInput) as caught:
        submit(database, fitting, SDXL, "", tiny_protocol, settings)
    assert [problem.code for problem in caught.value.problems] == ["no_space"]
    assert stored_files(settings) == ["filler"]
    filler.unlink()
    submit(database, fitting, SDXL, "", tiny_protocol, settings)
    assert count(database, Submission) == 1
    database.close()
