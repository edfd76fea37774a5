"""How often a person may submit, on both databases."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from core.problems import BadInput
from core.settings import Settings
from leaderboard.store.database import Database
from leaderboard.store.tables import Submission, now
from model.protocol.protocol import Protocol
from submissions.evaluation.queue import claim_submission, fail_submission, lock_leased
from submissions.identity.identity import Identity
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.helpers.uploads import sound_files, write_zip

ADA, BOB = (Identity(name, admin=False, signed_in=True) for name in ("ada", "bob"))
ADMIN = Identity("root", admin=True, signed_in=True)


@pytest.fixture
def two(settings: Settings) -> Settings:
    """Settings that allow two submissions a day."""
    return settings.model_copy(update={"submissions_per_day": 2})


@pytest.fixture
def sound(tmp_path: Path, tiny_protocol: Protocol) -> Path:
    return write_zip(tmp_path / "sound.zip", sound_files(tiny_protocol))


def enter(
    database: Database, sound: Path, protocol: Protocol, settings: Settings, name: str, submitter: str = "ada"
) -> str:
    metadata = ModelMetadata.parse(name=name)
    return submit(database, sound, metadata, submitter, protocol, settings, signed_in=True)


def test_a_full_quota_is_refused_with_the_next_possible_time(
    database: Database, sound: Path, tiny_protocol: Protocol, two: Settings
) -> None:
    first = enter(database, sound, tiny_protocol, two, "one")
    enter(database, sound, tiny_protocol, two, "two")
    with pytest.raises(BadInput) as refusal:
        enter(database, sound, tiny_protocol, two, "three")
    (problem,) = refusal.value.problems
    assert (problem.code, problem.where) == ("quota", "submitter")
    with database.read() as session:
        free = session.get_one(Submission, first).created_at + timedelta(hours=24)
    match = re.search(r"possible from (.+) UTC on", problem.message)
    assert match is not None
    assert match[1] in {f"{free:%Y-%m-%d %H:%M}", f"{free + timedelta(minutes=1):%Y-%m-%d %H:%M}"}
    with pytest.raises(BadInput) as refusal:
        submit(database, sound, {"name": ""}, "ada", tiny_protocol, two, signed_in=True)
    assert [problem.code for problem in refusal.value.problems] == ["bad_name", "quota"]
    enter(database, sound, tiny_protocol, two, "three", "bob")
    submit(database, sound, ModelMetadata.parse(name="four"), "ada", tiny_protocol, two)


def test_a_quota_frees_up_after_a_day_or_failure(
    database: Database, sound: Path, tiny_protocol: Protocol, two: Settings
) -> None:
    first = enter(database, sound, tiny_protocol, two, "one")
    enter(database, sound, tiny_protocol, two, "two")
    lease = claim_submission(database, "w", 60)
    assert lease is not None
    with database.write() as session:
        fail_submission(session, lock_leased(session, lease), "w", "The disk broke.")
    enter(database, sound, tiny_protocol, two, "three")
    with pytest.raises(BadInput, match="2 times"):
        enter(database, sound, tiny_protocol, two, "four")
    with database.write() as session:
        for row in session.query(Submission).filter(Submission.id != first):
            row.created_at = now() - timedelta(hours=25)
    enter(database, sound, tiny_protocol, two, "four")


def test_uploads_at_the_same_instant_do_not_slip_through(
    database: Database, sound: Path, tiny_protocol: Protocol, two: Settings
) -> None:
    refused: list[str] = []

    def one(number: int) -> None:
        try:
            enter(database, sound, tiny_protocol, two, f"m{number}")
        except BadInput as refusal:
            refused.extend(problem.code for problem in refusal.problems)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert session.query(Submission).count() == 2
    assert refused == ["quota"] * 3
