"""The worker: a process of its own that turns queued submissions into published scores.

It may be killed at any moment. Each batch's answers, the progress and the
lease are written in one transaction, so the worker that resumes a submission starts
at the first image that has not all its answers, and repeats at most one batch.
"""

import logging
import os
import re
import signal
import socket
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from types import FrameType
from typing import TYPE_CHECKING

from PIL import Image

from core.problems import BadInput, OutOfMemory
from core.settings import Settings
from leaderboard.store import results
from leaderboard.store.database import UNREACHABLE, Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.queue import count_answers, is_any_running
from leaderboard.store.submissions import change_state
from leaderboard.store.tables import Submission, SubmissionState, now
from model.exam.record import exam_verdicts
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.protocol.skills import Dimension
from submissions.evaluation import queue
from submissions.evaluation.heartbeat import LoadedEvaluator, keep_heartbeat
from submissions.evaluation.status import Status, read_status
from submissions.upload.storage import StorageError, read_generation, remove_abandoned

# Importing torch takes seconds and memory; an idle worker does without.
if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator

IDLE_SECONDS = 1.0
"""How long an idle worker sleeps before it looks at the queue again."""

RENEWALS_PER_LEASE = 3

_PATH = re.compile(r"(?<![\w:/.])/[^\s'\"<>]*[^\s'\"<>.,:;)]")
"""An absolute path in running text."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One image still to be answered: its row, its stored bytes' digest, and what is asked of it."""

    generation_id: int
    image_digest: str
    questions: tuple[Question, ...]


class Stopped(Exception):
    """The worker was asked to stop; the batch at hand is done."""


class Worker:
    """Claims, evaluates and publishes, one submission at a time."""

    def __init__(self, database: Database, settings: Settings, finished: Callable[[Status], None]) -> None:
        """`finished` is called once for every submission that this worker published or failed."""
        self.owner = f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._database = database
        self._settings = settings
        self._finished = finished
        self._stopping = False
        self._evaluator: Evaluator | None = None

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Finish the batch at hand, give the submission back to the queue, and return from `run`.

        Has the shape of a signal handler, and so sets a plain flag: an event's lock could be held by the
        very thread that the signal interrupts.
        """
        self._stopping = True

    def run(self, *, once: bool) -> bool:
        """Work until stopped, or with `once` until nothing is queued or running any more.

        With `once`, a submission whose worker died is waited for until its
        lease runs out, and then resumed.

        Returns:
            Whether no submission failed.
        """
        with keep_heartbeat(self._settings.data_dir, self.owner, self._loaded):
            return self._work(once=once)

    def _work(self, *, once: bool) -> bool:
        all_sound = True
        while not self._stopping:
            try:
                lease = queue.claim_submission(self._database, self.owner, self._settings.lease_seconds)
                if lease is not None:
                    all_sound = self._process(lease) and all_sound
                    continue
                if once:
                    with self._database.read() as session:
                        if not is_any_running(session):
                            break
            except UNREACHABLE:
                if once:
                    raise
                # Nothing can be written now; an unfinished submission is resumed when its lease has run out.
                log.exception("the database does not answer; trying again")
            time.sleep(IDLE_SECONDS)
        return all_sound

    def _loaded(self) -> LoadedEvaluator | None:
        evaluator = self._evaluator
        return None if evaluator is None else LoadedEvaluator(evaluator.name, evaluator.digest)

    def _process(self, lease: queue.Lease) -> bool:
        """Evaluate one submission; returns False where it failed."""
        sound = True
        try:
            with _renewing(self._database, lease) as lost:
                self._evaluate(lease, lost)
        except queue.LeaseLost as error:
            log.warning("%s; leaving it alone", error)
            return True
        except Stopped:
            with suppress(queue.LeaseLost):
                queue.release_submission(self._database, lease)
            return True
        except UNREACHABLE:
            raise
        except Exception as error:
            # Whatever it was, the next worker would meet it too: one submission fails, the worker goes on.
            reference = uuid.uuid4().hex[:8]
            log.exception("submission %s failed, reference %s", lease.submission_id, reference)
            sound = False
            try:
                with self._database.write() as session:
                    reason = _describe_failure(error, reference)
                    queue.fail_submission(session, queue.lock_leased(session, lease), lease.owner, reason)
            except queue.LeaseLost:
                return True
        self._finished(read_status(self._database, lease.submission_id))
        return sound

    def _evaluate(self, lease: queue.Lease, lost: threading.Event) -> None:
        with self._database.read() as session:
            protocol = load_protocol(session, session.get_one(Submission, lease.submission_id).protocol_digest)
        evaluator = self._load(protocol)
        tasks = self._begin(lease, protocol, evaluator)
        size = self._settings.batch_size
        for start in range(0, len(tasks), size):
            if self._stopping:
                raise Stopped
            if lost.is_set():
                raise queue.LeaseLost(f"the lease of {lease.submission_id} ran out")
            batch = tasks[start : start + size]
            rows = self._answer(evaluator, batch)
            with self._database.write() as session:
                submission = queue.lock_leased(session, lease)
                results.record_answers(session, rows)
                submission.done += len(batch)
                submission.attempts = 1  # it makes progress
        with self._database.write() as session:
            submission = queue.lock_leased(session, lease)
            results.score_submission(session, submission.id, evaluator.digest)
            change_state(session, submission, SubmissionState.SCORED, lease.owner)
            change_state(session, submission, SubmissionState.PUBLISHED, lease.owner)

    def _load(self, protocol: Protocol) -> "Evaluator":
        """Load the evaluator for this protocol; the last one is kept, for the next submission mostly needs it again."""
        from model.evaluator.loading import load_evaluator

        if self._evaluator is None or self._evaluator.protocol.digest != protocol.digest:
            self._evaluator = None  # two of them may not fit in memory
            self._evaluator = load_evaluator(self._settings, protocol)
        return self._evaluator

    def _begin(self, lease: queue.Lease, protocol: Protocol, evaluator: "Evaluator") -> list[Task]:
        """Record the submission's evaluator; returns what it has not answered yet, and sets `done` accordingly.

        Where an admin asked for a new evaluation, this evaluator's earlier answers are deleted first, once.
        """
        with self._database.write() as session:
            submission = queue.lock_leased(session, lease)
            if submission.fresh:
                results.delete_answers(session, lease.submission_id, evaluator.digest)
                submission.fresh = False
        # Read before the write lock is taken: while the lease is ours nobody else adds answers.
        tasks = self._find_unanswered(lease, protocol, evaluator)
        verdicts = exam_verdicts(self._settings.evaluator, self._settings.adapter)
        with self._database.write() as session:
            submission = queue.lock_leased(session, lease)
            results.register_evaluator(
                session,
                digest=evaluator.digest,
                protocol_digest=protocol.digest,
                name=evaluator.name,
                base_digest=evaluator.base_digest,
                adapter_digest=evaluator.adapter_digest,
                dtype=evaluator.dtype,
                closed_world=evaluator.closed_world,
                passed_exam=verdicts.get(evaluator.digest),
            )
            submission.evaluator_digest = evaluator.digest
            submission.done = submission.total - len(tasks)
            submission.paced_since, submission.paced_from = now(), submission.done
        return tasks

    def _find_unanswered(self, lease: queue.Lease, protocol: Protocol, evaluator: "Evaluator") -> list[Task]:
        """Find the images that have not all their answers by this evaluator."""
        with self._database.read() as session:
            counts = count_answers(session, lease.submission_id, evaluator.digest)
        tasks = []
        for generation, count in counts:
            prompt = protocol.prompt_by_id[Dimension(generation.dimension), generation.prompt_id]
            questions = protocol.questions_for(prompt)
            if count < len(questions):
                tasks.append(Task(generation.id, generation.image_digest, questions))
        return tasks

    def _answer(self, evaluator: "Evaluator", batch: Sequence[Task]) -> list[results.AnswerRow]:
        images = [_load_image(self._settings, task.image_digest) for task in batch]
        answers = evaluator.answer(images, [task.questions for task in batch])
        return [
            results.AnswerRow(
                generation_id=task.generation_id,
                evaluator_digest=evaluator.digest,
                skill=answer.skill,
                choice=answer.choice,
                expected=answer.expected,
                absent=answer.absent,
                probabilities=answer.probabilities,
            )
            for task, task_answers in zip(batch, answers, strict=True)
            for answer in task_answers
        ]


def run_until_signalled(
    database: Database, settings: Settings, finished: Callable[[Status], None], *, once: bool, until_eof: bool = False
) -> bool:
    """Run a worker in this process's main thread; SIGTERM and SIGINT stop it after the batch at hand.

    So does, with `until_eof`, the end of standard input: a pipe from a parent ends however the parent ends.
    First removes images that interrupted uploads left behind, and records exams that evaluators sat meanwhile.
    """
    worker = Worker(database, settings, finished)
    before = {number: signal.signal(number, worker.stop) for number in (signal.SIGTERM, signal.SIGINT)}
    if until_eof:
        threading.Thread(target=_stop_at_eof, args=(worker,), name="end of input", daemon=True).start()
    try:
        _catch_up(database, settings)
        return worker.run(once=once)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _catch_up(database: Database, settings: Settings) -> None:
    """Remove abandoned images, and record exams sat since the last submission; both may wait for the next worker."""
    try:
        if removed := remove_abandoned(database, settings.data_dir):
            log.info("removed %d abandoned images", removed)
    except (*UNREACHABLE, OSError):
        log.exception("abandoned images could not be removed; the next worker tries again")
    verdicts = exam_verdicts(settings.evaluator, settings.adapter)
    try:
        with database.write() as session:
            results.record_exams(session, verdicts)
    except UNREACHABLE:
        log.exception("the evaluator's exams could not be noted; they are with the next submission")


def _stop_at_eof(worker: Worker) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    worker.stop()


@contextmanager
def _renewing(database: Database, lease: queue.Lease) -> Iterator[threading.Event]:
    """Renew the lease in the background; yields an event that is set once it is lost."""
    done, lost = threading.Event(), threading.Event()
    thread = threading.Thread(target=_renew, args=(database, lease, done, lost), name="lease", daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        done.set()
        thread.join()


def _renew(database: Database, lease: queue.Lease, done: threading.Event, lost: threading.Event) -> None:
    while not done.wait(lease.seconds / RENEWALS_PER_LEASE):
        try:
            queue.renew_lease(database, lease)
        except queue.LeaseLost:
            lost.set()
            return
        except UNREACHABLE:
            log.warning("the lease of %s could not be renewed", lease.submission_id)


def _load_image(settings: Settings, digest: str) -> Image.Image:
    content = read_generation(settings.data_dir, digest)
    try:
        image = Image.open(BytesIO(content))
        image.load()
    except (OSError, ValueError) as error:
        raise StorageError(f"The stored image {digest[:12]} cannot be decoded.") from error
    return image


def _describe_failure(error: Exception, reference: str) -> str:
    """Say why a submission failed, for everybody to read: the details stay in our log, under `reference`."""
    ours = f"This is a failure of ours, not of the images; its reference is {reference}."
    if isinstance(error, BadInput):
        # The problems' places are files of this server, and messages may quote them.
        reasons = " ".join(_PATH.sub("[a file of ours]", problem.message) for problem in error.problems)
        return f"The evaluator cannot be used: {reasons} {ours}"
    if isinstance(error, StorageError):
        return f"{error} {ours}"
    if isinstance(error, OutOfMemory | MemoryError):
        return f"The evaluator ran out of memory, even with one image at a time. {ours}"
    return f"Evaluation broke down. {ours}"
