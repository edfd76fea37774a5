"""What admins may do: hide, evaluate anew, delete, hold the queue; all of it in the log, on both databases."""

from pathlib import Path

import pytest

from core.problems import BadInput
from core.settings import Settings
from leaderboard.board.agreement import board_pairs
from leaderboard.board.boards import find_board, list_boards
from leaderboard.board.ranked import ranked
from leaderboard.board.ranking import write_ranking_csv
from leaderboard.compare.choice import list_candidates
from leaderboard.site.pictures import thumbnail_path
from leaderboard.store.database import Database
from leaderboard.store.results import record_reference_scores
from leaderboard.store.tables import AuditLog, Generation, SkillScore, StoredAnswer, Submission, SubmissionState
from model.protocol.protocol import Protocol
from submissions.admin.moderation import delete_submission, hide, pause, rerun, resume, retry, set_priority, unhide
from submissions.evaluation.queue import claim_submission, fail_submission, lock_leased
from submissions.evaluation.status import read_history, read_status
from submissions.evaluation.worker import Worker
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from submissions.upload.storage import generation_path
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from tests.helpers.uploads import sound_files, write_zip

S = SubmissionState


@pytest.fixture
def board(database: Database, tiny_protocol: Protocol) -> tuple[str, str]:
    """Two published submissions, `good` and `bad`, with reference scores; gives their ids."""
    evaluator = add_evaluator(database, tiny_protocol, 1)
    ids = []
    for name, points in (("good", 4), ("bad", 1)):
        submission, t2i_model = add_submission(database, tiny_protocol, name)
        publish(database, tiny_protocol, submission, evaluator, grade(points))
        with database.write() as session:
            record_reference_scores(
                session,
                protocol_digest=tiny_protocol.digest,
                t2i_model_id=t2i_model,
                scores={"faithfulness": float(points)},
                source="people",
            )
        ids.append(submission)
    return ids[0], ids[1]


def names(database: Database) -> list[str]:
    return ranked(database, find_board(database, "tiny")).ranking["t2i_model"].tolist()


def log(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as session:
        rows = session.query(AuditLog).order_by(AuditLog.id).all()
        return [(row.actor, row.action, row.detail) for row in rows]


def codes(refusal: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_hidden_submissions_leave_every_board_and_keep_their_results(
    database: Database, board: tuple[str, str]
) -> None:
    good, _ = board
    hide(database, good, "root", "Made by hand.")
    tiny_board = find_board(database, "tiny")
    assert names(database) == ["bad"]
    assert tiny_board.t2i_models == 1
    assert set(board_pairs(database, tiny_board)["t2i_model"]) == {"bad"}
    assert "good" not in write_ranking_csv(ranked(database, tiny_board).ranking)
    assert [candidate.t2i_model for candidate in list_candidates(database, tiny_board)] == ["bad"]
    with database.read() as session:
        assert session.query(SkillScore).filter_by(submission_id=good).count() > 0
    assert log(database) == [("root", "hidden", "Made by hand.")]
    unhide(database, good, "root", "It was not.")
    assert names(database) == ["good", "bad"]
    assert log(database)[1:] == [("root", "unhidden", "It was not.")]


def test_board_with_all_submissions_hidden_is_empty(database: Database, board: tuple[str, str]) -> None:
    for submission in board:
        hide(database, submission, "root", "Why not.")
    assert [one.t2i_models for one in list_boards(database) if one.name == "tiny"] == [0]


def test_author_sees_acts_without_names_and_reasons(database: Database, board: tuple[str, str]) -> None:
    hide(database, board[0], "root", "A secret.")
    unhide(database, board[0], "root", "No secret.")
    rerun(database, board[0], "root", "Another secret.")
    set_priority(database, board[0], 5, "root")
    texts = [event.text for event in read_history(database, board[0])]
    assert texts == [
        "An admin took it off view",
        "An admin showed it again",
        "Back in the queue",
        "An admin has it evaluated anew",
        "An admin gave it another place in the queue",
    ]


def test_acts_on_a_submission_need_a_reason(database: Database, board: tuple[str, str], settings: Settings) -> None:
    for act in (
        lambda: hide(database, board[0], "root", "  "),
        lambda: rerun(database, board[0], "root", ""),
        lambda: delete_submission(database, settings, board[0], "root", "", "good"),
        lambda: hide(database, board[0], "root", "x" * 1001),
    ):
        with pytest.raises(BadInput, match=r"Say why|at most"):
            act()
    assert names(database) == ["good", "bad"]
    assert log(database) == []


def test_hiding_twice_and_unknown_ids_are_refused(database: Database, board: tuple[str, str]) -> None:
    hide(database, board[0], "root", "Why not.")
    with pytest.raises(BadInput) as refusal:
        hide(database, board[0], "root", "Again.")
    assert codes(refusal) == ["already_so"]
    for unknown in ("f" * 32, "\0", "x"):
        with pytest.raises(BadInput) as refusal:
            unhide(database, unknown, "root", "Why not.")
        assert codes(refusal) == ["unknown_submission"]


@pytest.fixture
def bench(settings: Settings, tiny_checkpoint: Path) -> Settings:
    return settings.model_copy(update={"evaluator": str(tiny_checkpoint), "batch_size": 2})


def enter(database: Database, tmp_path: Path, protocol: Protocol, settings: Settings, name: str = "m") -> str:
    path = write_zip(tmp_path / f"{name}.zip", sound_files(protocol))
    return submit(database, path, ModelMetadata.parse(name=name), "", protocol, settings)


def work(database: Database, settings: Settings) -> list[SubmissionState]:
    finished: list[SubmissionState] = []
    Worker(database, settings, lambda status: finished.append(status.state)).run(once=True)
    return finished


def test_rerun_replaces_answers_and_keeps_other_evaluators(
    database: Database, bench: Settings, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    submission = enter(database, tmp_path, tiny_protocol, bench)
    assert work(database, bench) == [S.PUBLISHED]
    assert names(database) == ["m"]
    other = add_evaluator(database, tiny_protocol, 1)
    with database.write() as session:
        answers = session.query(StoredAnswer).order_by(StoredAnswer.id).all()
        first = [answer.id for answer in answers]
        session.add(
            StoredAnswer(
                generation_id=answers[0].generation_id,
                evaluator_digest=other,
                skill=answers[0].skill,
                choice=answers[0].choice,
                probabilities=answers[0].probabilities,
            )
        )
    rerun(database, submission, "root", "The evaluator was broken.")
    with database.read() as session:
        current = session.get_one(Submission, submission)
        assert (current.state, current.done, current.finished_at) == (S.QUEUED, 0, None)
    assert work(database, bench) == [S.PUBLISHED]
    with database.read() as session:
        again = session.query(StoredAnswer).filter(StoredAnswer.evaluator_digest != other).all()
        assert len(again) == len(first)
        assert not {answer.id for answer in again} & set(first)
        assert session.query(StoredAnswer).filter_by(evaluator_digest=other).count() == 1
        assert session.get_one(Submission, submission).fresh is False
    assert names(database) == ["m"]
    assert ("root", "rerun", "The evaluator was broken.") in log(database)


def test_ranks_change_after_a_rerun(database: Database, board: tuple[str, str], tiny_protocol: Protocol) -> None:
    tiny_board = find_board(database, "tiny")
    before = ranked(database, tiny_board).ranking.set_index("t2i_model")["overall.rank_low"]
    assert list(before) == [1.0, 2.0] or list(before) == [1.0, 1.0]
    for submission, points in zip(board, (1, 4), strict=True):
        with database.write() as session:
            generations = session.query(Generation.id).filter_by(submission_id=submission)
            session.query(StoredAnswer).filter(StoredAnswer.generation_id.in_(generations)).delete()
            row = session.get_one(Submission, submission)
            row.reruns += 1
        publish(database, tiny_protocol, submission, tiny_board.evaluator_digest or "", grade(points))
    after = ranked(database, tiny_board).ranking.set_index("t2i_model")["overall.rank_low"]
    assert after["good"] == before["bad"]
    assert after["bad"] == before["good"]


def test_unfinished_submissions_cannot_run_again(
    database: Database, bench: Settings, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    submission = enter(database, tmp_path, tiny_protocol, bench)
    with pytest.raises(BadInput) as refusal:
        rerun(database, submission, "root", "Why not.")
    assert codes(refusal) == ["not_done"]
    with pytest.raises(BadInput) as refusal:
        retry(database, submission, "root")
    assert codes(refusal) == ["not_failed"]


def broken(database: Database, submission: str) -> None:
    lease = claim_submission(database, "w", 60)
    assert lease is not None
    assert lease.submission_id == submission
    with database.write() as session:
        fail_submission(session, lock_leased(session, lease), "w", "It broke.")


def test_failed_submission_is_retried_unless_its_name_is_taken(
    database: Database, bench: Settings, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    first = enter(database, tmp_path, tiny_protocol, bench)
    broken(database, first)
    retry(database, first, "root")
    current = read_status(database, first)
    assert (current.state, current.reason) == (S.QUEUED, None)
    broken(database, first)
    second = enter(database, tmp_path, tiny_protocol, bench)
    with pytest.raises(BadInput) as refusal:
        retry(database, first, "root")
    assert codes(refusal) == ["name_taken"]
    assert work(database, bench) == [S.PUBLISHED]
    assert read_status(database, second).state is S.PUBLISHED


def test_deleting_removes_images_and_answers_and_keeps_the_log(
    database: Database, bench: Settings, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    submission = enter(database, tmp_path, tiny_protocol, bench)
    assert work(database, bench) == [S.PUBLISHED]
    with database.read() as session:
        digests = {row.image_digest for row in session.query(Generation)}
    with pytest.raises(BadInput) as refusal:
        delete_submission(database, bench, submission, "root", "Nude.", "n")
    assert codes(refusal) == ["other_name"]
    assert all(generation_path(bench.data_dir, digest).exists() for digest in digests)

    assert delete_submission(database, bench, submission, "root", "Nude.", "m") == len(digests)
    for digest in digests:
        assert not generation_path(bench.data_dir, digest).exists()
        assert not thumbnail_path(bench.data_dir, digest).exists()
    with database.read() as session:
        for table in (Generation, StoredAnswer, SkillScore):
            assert session.query(table).count() == 0
    current = read_status(database, submission)
    assert (current.state, current.total) == (S.WITHDRAWN, 0)
    assert log(database)[-1] == ("root", "deleted", "Nude.")
    enter(database, tmp_path, tiny_protocol, bench)


def test_images_shared_with_another_submission_stay(
    database: Database, bench: Settings, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    first = enter(database, tmp_path, tiny_protocol, bench, "one")
    enter(database, tmp_path, tiny_protocol, bench, "two")
    assert delete_submission(database, bench, first, "root", "Why not.", "one") == 0
    assert work(database, bench) == [S.PUBLISHED]


def test_worker_writes_nothing_after_its_submission_was_deleted(
    database: Database, bench: Settings, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    submission = enter(database, tmp_path, tiny_protocol, bench)
    lease = claim_submission(database, "w", 60)
    assert lease is not None
    delete_submission(database, bench, submission, "root", "Why not.", "m")
    with pytest.raises(RuntimeError, match="no longer belongs"), database.write() as session:
        lock_leased(session, lease)


def test_paused_queue_gives_no_submission(
    database: Database, bench: Settings, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    enter(database, tmp_path, tiny_protocol, bench)
    pause(database, "root", "New disk.")
    with pytest.raises(BadInput, match="paused already"):
        pause(database, "root")
    assert claim_submission(database, "w", 60) is None
    assert work(database, bench) == []
    resume(database, "root")
    assert claim_submission(database, "w", 60) is not None
    assert [row for row in log(database) if row[0] == "root"] == [
        ("root", "queue paused", "New disk."),
        ("root", "queue resumed", ""),
    ]


def test_priority_decides_what_is_claimed_next(
    database: Database, bench: Settings, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    first = enter(database, tmp_path, tiny_protocol, bench, "one")
    second = enter(database, tmp_path, tiny_protocol, bench, "two")
    set_priority(database, second, -1, "root", "It is urgent.")
    assert ("root", "priority", "0 to -1. It is urgent.") in log(database)
    lease = claim_submission(database, "w", 60)
    assert lease is not None
    assert lease.submission_id == second
    with pytest.raises(BadInput, match="no place in the queue"):
        set_priority(database, second, 0, "root")
    with pytest.raises(BadInput, match="whole number"):
        set_priority(database, first, 5000, "root")
