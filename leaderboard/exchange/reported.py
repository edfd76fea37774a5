"""Scores that the original code gave elsewhere, into the tables and marked as reported; any scores out in its shape."""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.problems import BadInput, Problem
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.ranking import ranking
from leaderboard.exchange.original_results import OriginalResult, original_results, read_results, scores_of
from leaderboard.scores.aggregation import Score
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.results import record_scores, register_evaluator, register_protocol
from leaderboard.store.tables import (
    AuditLog,
    SkillScore,
    StoredEvaluator,
    Submission,
    SubmissionState,
    Submitter,
    T2IModel,
    name_key,
    now,
)
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension

SUBMITTER = "command line"

WEIGHTS = "evalalign-v1.0-13b"
"""The weights that the original uses unless told otherwise."""

_MAX_NAME = 100
_SHORTEST_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Reported:
    """A submission whose scores are reported; `written` is False where the same were there already."""

    submission: str
    evaluator_digest: str
    written: bool
    scores: tuple[Score, ...]


def import_results(
    database: Database,
    paths: Sequence[Path],
    t2i_model: str,
    protocol: Protocol,
    *,
    weights: str = WEIGHTS,
    evaluator: str | None = None,
    replace: bool = False,
) -> Reported:
    """Enter results of the original code as a published submission that is marked as reported.

    Args:
        database: The results database.
        paths: Result files, one per dimension; one of the two may be missing, and there is no overall score then.
        t2i_model: Whose results; a T2I model of this name is entered where there is none.
        protocol: Under which the original ran.
        weights: What ran there, in words; it makes an evaluator, and so a board, of its own.
        evaluator: The digest (or its beginning) of an evaluator that is here and has the very weights that ran there:
            the scores then stand on its board.
        replace: Take the place of other results reported of the same T2I model by the same evaluator.

    Raises:
        BadInput: With every problem; nothing is changed.
    """
    problems = _name_problems("t2i_model", t2i_model) + _name_problems("weights", weights)
    try:
        results = read_results(paths, protocol)
    except BadInput as refusal:
        raise BadInput([*problems, *refusal.problems]) from None
    if problems:
        raise BadInput(problems)
    scores = tuple(scores_of(results, protocol))
    digest = _digest(results)
    with database.write() as session:
        register_protocol(session, protocol)
        judge = _evaluator(session, protocol, weights.strip(), evaluator)
        earlier = _earlier(session, t2i_model.strip(), protocol, judge)
        if earlier is not None and earlier.archive_digest == digest:
            return Reported(earlier.id, judge, False, scores)
        if earlier is not None and not replace:
            raise BadInput.one(
                "results_exist", t2i_model, f"Has other reported results ({earlier.id}); --force replaces them."
            )
        if earlier is not None:
            _note(session, earlier, SubmissionState.WITHDRAWN, "replaced by newer reported results")
        submission = _submission(session, t2i_model.strip(), protocol, judge, digest)
        _note(session, submission, SubmissionState.PUBLISHED, f"reported: {', '.join(path.name for path in paths)}")
        session.flush()
        record_scores(session, submission.id, judge, scores)
        return Reported(submission.id, judge, True, scores)


def export_results(database: Database, board: Board, t2i_model: str) -> dict[Dimension, dict[str, int | float]]:
    """A T2I model's result on a board in the shape of the original's files, by dimension.

    Raises:
        BadInput: It is not on the board, or the board holds no sums.
    """
    if board.kind is BoardKind.PUBLISHED:
        raise BadInput.one("no_sums", board.name, "Holds published means only; there are no sums to write.")
    rows = ranking(database, board)
    found = {name_key(row["t2i_model"]): row["submission"] for row in rows.to_dict("records")}
    if name_key(t2i_model) not in found:
        there = ", ".join(rows["t2i_model"]) or "nobody"
        raise BadInput.one("unknown_t2i_model", t2i_model, f"Is not on the board {board.name}; there are: {there}.")
    with database.read() as session:
        submission = session.get_one(Submission, found[name_key(t2i_model)])
        query = select(SkillScore).where(
            SkillScore.submission_id == submission.id, SkillScore.evaluator_digest == board.evaluator_digest
        )
        scores = [
            Score(row.key, row.score, row.low, row.high, row.points, row.possible, row.n)
            for row in session.scalars(query)
        ]
        return original_results(scores, load_protocol(session, submission.protocol_digest))


def upstream_document(database: Database, board: Board, t2i_model: str) -> dict[str, Any]:
    """Describe one T2I model's result with the names and keys of the original EvalAlign scripts, as JSON.

    Returns:
        `board`, `format`, `t2i_model`, and by dimension `results`.

    Raises:
        BadInput: See `export_results`.
    """
    exported = export_results(database, board, t2i_model)
    results = {str(dimension): result for dimension, result in exported.items()}
    return {"board": board.name, "format": "upstream", "t2i_model": t2i_model, "results": results}


def _name_problems(where: str, name: str) -> list[Problem]:
    if 0 < len(name.strip()) <= _MAX_NAME and name.strip().isprintable():
        return []
    return [Problem("bad_name", where, f"Give 1 to {_MAX_NAME} printable characters.")]


def _digest(results: Mapping[Dimension, OriginalResult]) -> str:
    content = {key: [dict(own.points), dict(own.counted)] for key, own in results.items()}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _evaluator(session: Session, protocol: Protocol, weights: str, given: str | None) -> str:
    """The digest of the evaluator that the scores are by."""
    if given is None:
        digest = hashlib.sha256("\n".join(("reported", weights, protocol.digest)).encode()).hexdigest()
        register_evaluator(
            session,
            digest=digest,
            protocol_digest=protocol.digest,
            name=f"{weights}, run by the original code",
            base_digest=hashlib.sha256(weights.encode()).hexdigest(),
            adapter_digest=None,
            dtype="float16",
            closed_world=False,
        )
        return digest
    known = session.scalars(
        select(StoredEvaluator.digest).where(StoredEvaluator.protocol_digest == protocol.digest)
    ).all()
    fitting = [digest for digest in known if digest.startswith(given)] if len(given) >= _SHORTEST_DIGEST else []
    if len(fitting) != 1:
        raise BadInput.one(
            "unknown_evaluator",
            given,
            f"Is the digest of {len(fitting)} evaluators under {protocol.name}; give one's, {_SHORTEST_DIGEST} "
            "characters at least.",
        )
    return fitting[0]


def _earlier(session: Session, name: str, protocol: Protocol, evaluator: str) -> Submission | None:
    return session.scalars(
        select(Submission)
        .join(T2IModel)
        .where(
            T2IModel.name_key == name_key(name),
            Submission.protocol_digest == protocol.digest,
            Submission.evaluator_digest == evaluator,
            Submission.reported,
            Submission.state == SubmissionState.PUBLISHED,
        )
        .order_by(Submission.created_at.desc())
    ).first()


def _submission(session: Session, name: str, protocol: Protocol, evaluator: str, digest: str) -> Submission:
    t2i_model = session.scalars(select(T2IModel).where(T2IModel.name_key == name_key(name))).one_or_none()
    submitter = session.scalars(select(Submitter).where(Submitter.name == SUBMITTER)).one_or_none()
    submission = Submission(
        id=uuid.uuid4().hex,
        t2i_model=t2i_model or T2IModel(name=name, name_key=name_key(name)),
        submitter=submitter or Submitter(name=SUBMITTER),
        protocol_digest=protocol.digest,
        evaluator_digest=evaluator,
        archive_digest=digest,
        reported=True,
    )
    session.add(submission)
    return submission


def _note(session: Session, submission: Submission, state: SubmissionState, detail: str) -> None:
    """Move a reported submission, which no queue ever holds, and note it in the audit log."""
    submission.state, submission.finished_at = state, now()
    session.flush()
    session.add(AuditLog(actor=SUBMITTER, action=state.value, submission_id=submission.id, detail=detail))
