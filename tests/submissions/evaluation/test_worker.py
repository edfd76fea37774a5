"""The worker with a real evaluator: from queued to published, whatever happens to it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.settings import Settings
from leaderboard.store.database import Database
from leaderboard.store.results import answers_frame
from leaderboard.store.tables import AuditLog, Generation, SkillScore, StoredAnswer, Submission, SubmissionState, now
from model.protocol.protocol import Protocol
from submissions.evaluation.queue import withdraw_submission
from submissions.evaluation.status import Status, read_status
from submissions.evaluation.worker import Worker
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from submissions.upload.storage import generation_path
from tests.conftest import tiny_protocol_data
from tests.helpers.uploads import sound_files, write_folder


@dataclass
class Bench:
    """A database, the settings of a worker on it, and the protocol to submit under."""

    database: Database
    settings: Settings
    protocol: Protocol
    folder: Path

    def submit(self, name: str) -> str:
        upload = write_folder(self.folder / name, sound_files(self.protocol))
        return submit(self.database, upload, ModelMetadata.parse(name=name), "Ada", self.protocol, self.settings)

    def work(self) -> tuple[bool, list[Status]]:
        """Drain the queue in this process; gives whether all went well, and what was finished."""
        finished: list[Status] = []
        sound = Worker(self.database, self.settings, finished.append).run(once=True)
        return sound, finished


@pytest.fixture
def bench(
    database: Database, settings: Settings, tiny_protocol: Protocol, tiny_checkpoint: Path, tmp_path: Path
) -> Bench:
    chosen = settings.model_copy(update={"evaluator": str(tiny_checkpoint), "batch_size": 2, "device": "cpu"})
    return Bench(database, chosen, tiny_protocol, tmp_path / "uploads")


def long_protocol(prompts: int) -> Protocol:
    """A protocol with enough prompts to die in the midst of them."""
    data = tiny_protocol_data()
    data["name"] = "long-v1"
    data["prompts"] += [
        {"prompt_id": f"x{number}", "dimension": "faithfulness", "text": f"scene {number}"} for number in range(prompts)
    ]
    return Protocol.parse(data)


def test_an_image_without_questions_counts_in_the_alignment_score(bench: Bench) -> None:
    data = tiny_protocol_data()
    data["name"] = "gap-v1"
    data["prompts"].append({"prompt_id": "a4", "dimension": "alignment", "text": "a mood", "elements": {}})
    data["prompts"][4]["questions"] = {"alignment.style": "Is it {flat}?"}
    bench.protocol = Protocol.parse(data)
    submission = bench.submit("first")
    sound, finished = bench.work()
    assert sound
    assert [(one.state, one.done, one.total) for one in finished] == [(SubmissionState.PUBLISHED, 6, 6)]
    with bench.database.read() as session:
        answers = answers_frame(session, submission, finished[0].evaluator or "")
        score = session.scalars(
            select(SkillScore).where(SkillScore.submission_id == submission, SkillScore.key == "alignment")
        ).one()
    alignment_answers = answers[answers["dimension"] == "alignment"]
    assert set(alignment_answers["prompt_id"]) == {"a1", "a2", "a3"}
    assert list(alignment_answers[alignment_answers["prompt_id"] == "a3"]["skill"]) == [
        "alignment.object",
        "alignment.style",
    ]
    assert score.score == pytest.approx(alignment_answers["choice"].sum() / 4)


def test_queued_submissions_are_answered_scored_and_published(bench: Bench) -> None:
    first, second = bench.submit("first"), bench.submit("second")
    sound, finished = bench.work()
    assert sound
    assert [(one.submission, one.state, one.done, one.total) for one in finished] == [
        (first, SubmissionState.PUBLISHED, 5, 5),
        (second, SubmissionState.PUBLISHED, 5, 5),
    ]
    questions = sum(len(bench.protocol.questions_for(prompt)) for prompt in bench.protocol.prompts)
    digest = finished[0].evaluator
    assert digest is not None
    with bench.database.read() as session:
        answers = answers_frame(session, first, digest)
        overall = session.scalars(
            select(SkillScore).where(SkillScore.submission_id == first, SkillScore.key == "overall")
        ).one()
        steps = session.scalars(
            select(AuditLog.action).where(AuditLog.submission_id == first).order_by(AuditLog.id)
        ).all()
    assert len(answers) == questions
    assert overall.n == sum(answers["choice"] >= 0)
    assert steps == ["received", "validated", "queued", "running", "scored", "published"]


def test_an_empty_queue_is_drained_at_once(bench: Bench) -> None:
    assert bench.work() == (True, [])


def test_a_broken_evaluator_fails_its_submission_only(bench: Bench) -> None:
    broken = bench.folder / "broken"
    shutil.copytree(bench.settings.evaluator, broken)
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    submission_id = bench.submit("m")
    bench.settings = bench.settings.model_copy(update={"evaluator": str(broken)})
    sound, finished = bench.work()
    assert not sound
    assert [one.state for one in finished] == [SubmissionState.FAILED]
    reason = read_status(bench.database, submission_id).reason or ""
    assert "weights cannot be loaded" in reason
    assert "failure of ours" in reason
    assert str(bench.folder) not in reason
    assert bench.work() == (True, [])


def test_failure_reasons_hide_paths_of_the_server(bench: Bench) -> None:
    submission_id = bench.submit("m")
    broken = bench.folder / "broken"
    shutil.copytree(bench.settings.evaluator, broken)
    (broken / "config.json").write_text("{")
    bench.settings = bench.settings.model_copy(update={"evaluator": str(broken)})
    bench.work()
    reason = read_status(bench.database, submission_id).reason or ""
    assert "evaluator cannot be used" in reason
    assert "/" not in reason


def test_an_unforeseen_failure_shows_a_reference_and_logs_the_details(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    # Under a digest of its own: a protocol that this process has parsed is not read again.
    bench.protocol = Protocol.parse(tiny_protocol_data() | {"name": "secret-v1"})
    submission_id = bench.submit("m")
    with bench.database.write() as session:
        session.get_one(Submission, submission_id).protocol.content = "{secret"
    sound, _ = bench.work()
    assert not sound
    reason = read_status(bench.database, submission_id).reason or ""
    reference = re.search(r"its reference is ([0-9a-f]{8})\.", reason)
    assert reference is not None
    assert "JSON" not in reason
    assert "property name" not in reason
    (record,) = [record for record in caplog.records if reference[1] in record.getMessage()]
    assert record.exc_info is not None
    assert "JSONDecodeError" in caplog.text


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_an_image_lost_from_storage_fails_its_submission_only(bench: Bench, harm: str) -> None:
    harmed = bench.submit("harmed")
    with bench.database.read() as session:
        digest = session.scalars(
            select(Generation.image_digest).where(Generation.submission_id == harmed, Generation.prompt_id == "a2")
        ).one()
    path = generation_path(bench.settings.data_dir, digest)
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"something else")
    sound, finished = bench.work()
    assert not sound
    assert [one.state for one in finished] == [SubmissionState.FAILED]
    assert digest[:12] in (finished[0].reason or "")
    bench.submit("other")  # brings the image back
    assert [one.state for one in bench.work()[1]] == [SubmissionState.PUBLISHED]


def test_the_next_worker_resumes_without_repeating_answers(bench: Bench) -> None:
    submission_id = bench.submit("m")
    bench.work()
    with bench.database.write() as session:
        row = session.get_one(Submission, submission_id)
        row.state = SubmissionState.QUEUED
        ids = session.scalars(select(StoredAnswer.id).order_by(StoredAnswer.id)).all()
    assert [one.state for one in bench.work()[1]] == [SubmissionState.PUBLISHED]
    with bench.database.read() as session:
        assert session.scalars(select(StoredAnswer.id).order_by(StoredAnswer.id)).all() == ids


def test_only_answers_of_the_evaluator_at_hand_count_as_done(bench: Bench) -> None:
    first, second = bench.submit("first"), bench.submit("second")
    bench.work()
    with bench.database.write() as session:
        row = session.get_one(Submission, first)
        row.state = SubmissionState.QUEUED
        lost = session.scalars(select(Generation.id).where(Generation.submission_id == first).limit(1)).one()
        one_of_its = session.scalars(select(StoredAnswer.id).where(StoredAnswer.generation_id == lost).limit(1)).one()
        session.delete(session.get_one(StoredAnswer, one_of_its))
        session.get_one(Submission, second).state = SubmissionState.QUEUED
        before = session.scalars(select(func.count(StoredAnswer.id))).one()
    bench.settings = bench.settings.model_copy(update={"dtype": "bfloat16"})
    bench.work()
    questions = sum(len(bench.protocol.questions_for(prompt)) for prompt in bench.protocol.prompts)
    with bench.database.read() as session:
        assert session.scalars(select(func.count(StoredAnswer.id))).one() == before + 2 * questions


def test_time_left_goes_by_the_present_worker(bench: Bench) -> None:
    bench.protocol = long_protocol(60)
    submission_id = bench.submit("m")
    with bench.database.write() as session:  # begun two days ago, and left alone since
        row = session.get_one(Submission, submission_id)
        row.started_at = now() - timedelta(days=2)
    estimates: list[float] = []
    worker = Worker(bench.database, bench.settings, lambda _finished: None)
    thread = threading.Thread(target=worker.run, kwargs={"once": True})
    thread.start()
    while thread.is_alive():
        seconds = read_status(bench.database, submission_id).seconds_left
        estimates += [] if seconds is None else [seconds]
        time.sleep(0.002)
    thread.join()
    assert estimates
    assert max(estimates) < 600


def test_a_worker_stops_writing_to_a_withdrawn_submission(bench: Bench) -> None:
    bench.protocol = long_protocol(150)
    withdrawn = bench.submit("withdrawn")
    finished: list[Status] = []
    worker = Worker(bench.database, bench.settings, finished.append)
    thread = threading.Thread(target=worker.run, kwargs={"once": True})
    thread.start()
    while read_status(bench.database, withdrawn).done < 4:
        assert thread.is_alive()
        time.sleep(0.002)
    withdraw_submission(bench.database, withdrawn, "Ada")
    thread.join(60)
    assert not thread.is_alive()
    assert finished == []
    progress = read_status(bench.database, withdrawn)
    assert progress.state is SubmissionState.WITHDRAWN
    assert progress.done < progress.total
    with bench.database.read() as session:
        answered = session.scalars(select(func.count(StoredAnswer.generation_id.distinct()))).one()
    assert answered == progress.done


@dataclass
class Process:
    """A worker in a process of its own."""

    popen: "subprocess.Popen[str]"

    @classmethod
    def start(cls, bench: Bench) -> "Process":
        environment = os.environ | {
            "EVALALIGN_DATA_DIR": str(bench.settings.data_dir),
            "EVALALIGN_DATABASE_URL": bench.database.engine.url.render_as_string(hide_password=False),
            "EVALALIGN_EVALUATOR": bench.settings.evaluator,
            "EVALALIGN_BATCH_SIZE": "2",
            "EVALALIGN_DEVICE": "cpu",
            "EVALALIGN_LEASE_SECONDS": "1.5",
        }
        command = [sys.executable, "-m", "submissions", "worker", "--once"]
        return cls(
            subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )

    def signal_when_done(self, number: int, bench: Bench, submission_id: str, done: int) -> None:
        """Send a signal as soon as so many images are done."""
        deadline = time.monotonic() + 90
        while read_status(bench.database, submission_id).done < done:
            assert self.popen.poll() is None, self.popen.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.002)
        self.popen.send_signal(number)

    def finish(self) -> tuple[int, str]:
        out, _ = self.popen.communicate(timeout=120)
        return self.popen.returncode, out


def answers_by_place(bench: Bench, submission_id: str) -> dict[tuple[str, str, str], tuple[int, dict[str, float]]]:
    with bench.database.read() as session:
        rows = session.execute(
            select(
                Generation.dimension,
                Generation.prompt_id,
                StoredAnswer.skill,
                StoredAnswer.choice,
                StoredAnswer.probabilities,
            )
            .join(StoredAnswer, StoredAnswer.generation_id == Generation.id)
            .where(Generation.submission_id == submission_id)
        )
        return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


@pytest.mark.parametrize("server", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_kill_9_loses_nothing_and_repeats_at_most_one_batch(bench: Bench, server: str) -> None:
    bench.protocol = long_protocol(60)
    deaths = (10, 30) if server == "sqlite" else (20,)
    unkilled = bench.submit("unkilled")
    bench.work()
    killed = bench.submit("killed")
    before: set[int] = set()
    for done in deaths:
        process = Process.start(bench)
        process.signal_when_done(signal.SIGKILL, bench, killed, done)
        assert process.finish()[0] == -signal.SIGKILL
        progress = read_status(bench.database, killed)
        assert progress.state is SubmissionState.RUNNING
        assert done <= progress.done < progress.total
        with bench.database.read() as session:
            rows = session.execute(
                select(StoredAnswer.id, StoredAnswer.generation_id)
                .join(Generation, StoredAnswer.generation_id == Generation.id)
                .where(Generation.submission_id == killed)
            ).all()
        # Answers and progress are one transaction: exactly the images counted as done are answered.
        assert len({row.generation_id for row in rows}) == progress.done
        assert before <= {row.id for row in rows}
        before = {row.id for row in rows}
    # The next one is this process: it waits until the dead one's lease has run out.
    assert [one.submission for one in bench.work()[1]] == [killed]
    assert read_status(bench.database, killed).state is SubmissionState.PUBLISHED
    expected, found_answers = answers_by_place(bench, unkilled), answers_by_place(bench, killed)
    assert expected.keys() == found_answers.keys()
    for place, (choice, probabilities) in expected.items():
        assert found_answers[place][0] == choice
        assert found_answers[place][1] == pytest.approx(probabilities, abs=1e-4)
    with bench.database.read() as session:
        actions = session.scalars(select(AuditLog.action).where(AuditLog.submission_id == killed)).all()
    assert actions.count("resumed") == len(deaths)


@pytest.mark.parametrize("server", ["sqlite"])  # one kind of database is enough for a signal
def test_sigterm_finishes_the_batch_and_gives_the_submission_back(bench: Bench) -> None:
    bench.protocol = long_protocol(60)
    submission_id = bench.submit("m")
    process = Process.start(bench)
    process.signal_when_done(signal.SIGTERM, bench, submission_id, 10)
    assert process.finish() == (0, "")
    progress = read_status(bench.database, submission_id)
    assert progress.state is SubmissionState.QUEUED
    assert progress.position == 1
    assert progress.done % 2 == 0
    with bench.database.read() as session:
        row = session.get_one(Submission, submission_id)
        assert (row.lease_owner, row.attempts) == (None, 0)
    assert [one.state for one in bench.work()[1]] == [SubmissionState.PUBLISHED]
