"""The rights of authors and admins over a submission, on both databases."""

from pathlib import Path

import pytest

from core.problems import BadInput
from core.settings import Settings
from leaderboard.store.database import Database
from leaderboard.store.tables import SubmissionState
from model.protocol.protocol import Protocol
from submissions.admin.moderation import hide
from submissions.evaluation.status import read_status
from submissions.identity.identity import STRANGER, Identity
from submissions.identity.ownership import find_rights, withdraw_own
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.helpers.uploads import sound_files, write_zip

ADA, BOB = (Identity(name, admin=False, signed_in=True) for name in ("ada", "bob"))
ADMIN = Identity("root", admin=True, signed_in=True)


@pytest.fixture
def sound(tmp_path: Path, tiny_protocol: Protocol) -> Path:
    return write_zip(tmp_path / "sound.zip", sound_files(tiny_protocol))


def test_author_and_admins_may_withdraw_a_submission(
    database: Database, sound: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    submission = submit(
        database, sound, ModelMetadata.parse(name="one"), "ada", tiny_protocol, settings, signed_in=True
    )
    for other in (BOB, STRANGER, Identity("ada", admin=False, signed_in=False)):
        assert find_rights(database, submission, other) is None
        with pytest.raises(BadInput, match="no submission of yours"):
            withdraw_own(database, submission, other)
    rights = find_rights(database, submission, ADA)
    assert rights is not None
    assert (rights.t2i_model, rights.withdraw, rights.hidden_because) == ("one", True, None)
    hide(database, submission, "root", "Not yours.")
    hidden = find_rights(database, submission, ADA)
    assert hidden is not None
    assert hidden.hidden_because == "Not yours."
    withdraw_own(database, submission, ADA)
    assert read_status(database, submission).state is SubmissionState.WITHDRAWN
    with pytest.raises(BadInput, match="withdrawn already"):
        withdraw_own(database, submission, ADMIN)
    assert find_rights(database, "\0", ADMIN) is None


def test_typed_names_give_no_rights(
    database: Database, sound: Path, tiny_protocol: Protocol, settings: Settings
) -> None:
    typed = submit(database, sound, ModelMetadata.parse(name="one"), "ada", tiny_protocol, settings)
    assert find_rights(database, typed, ADA) is None
    assert find_rights(database, typed, ADMIN) is not None
