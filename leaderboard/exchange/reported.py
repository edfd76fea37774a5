"""Scores that the original code gave elsewhere, into the tables and marked as reported; any scores out in its shape."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.problems import BadInput, Problem
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.ranked import ranked
from leaderboard.exchange.original_results import OriginalResult, original_results, read_results, scores_of
from leaderboard.scores.aggregation import Score
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.reported import (
    add_reported,
    evaluator_digests,
    latest_reported,
    register_original,
    stored_scores,
    withdraw_reported,
)
from leaderboard.store.results import record_scores, register_protocol
from leaderboard.store.tables import name_key
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension

WEIGHTS = "evalalign-v1.0-13b"
"""The weights that the original uses by default."""

_MAX_NAME = 100
_SHORTEST_DIGEST = 8


@dataclass(frozen=True, slots=True)
class Reported:
    """A submission whose scores are reported; `written` is False where the same scores were there already."""

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
        t2i_model: The T2I model's name; it is entered where there is none of that name.
        protocol: The protocol under which the original ran.
        weights: The name of the weights that ran there; they become an evaluator, and so a board, of their own.
        evaluator: The digest (or its beginning) of an evaluator here with the same weights: the scores go onto its
            board.
        replace: Replace other results reported of the same T2I model by the same evaluator.

    Raises:
        BadInput: With every problem; nothing is changed.
    """
    t2i_model, weights = t2i_model.strip(), weights.strip()
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
        if evaluator is None:
            evaluator_digest = register_original(session, weights, protocol.digest)
        else:
            evaluator_digest = _one_evaluator(evaluator_digests(session, protocol.digest), evaluator, protocol)
        earlier = latest_reported(session, t2i_model, protocol.digest, evaluator_digest)
        if earlier is not None and earlier.archive_digest == digest:
            return Reported(earlier.id, evaluator_digest, False, scores)
        if earlier is not None and not replace:
            raise BadInput.one(
                "results_exist", t2i_model, f"Has other reported results ({earlier.id}); --force replaces them."
            )
        if earlier is not None:
            withdraw_reported(session, earlier, "replaced by newer reported results")
        origin = f"reported: {', '.join(path.name for path in paths)}"
        submission = add_reported(session, t2i_model, protocol.digest, evaluator_digest, digest, origin)
        record_scores(session, submission.id, evaluator_digest, scores)
        return Reported(submission.id, evaluator_digest, True, scores)


def export_results(database: Database, board: Board, t2i_model: str) -> dict[Dimension, dict[str, int | float]]:
    """Give a T2I model's result on a board in the shape of the original's files, by dimension.

    Raises:
        BadInput: It is not on the board, or the board holds no sums.
    """
    if board.kind is BoardKind.PUBLISHED:
        raise BadInput.one("no_sums", board.name, "Holds published means only; there are no sums to write.")
    rows = ranked(database, board).rows
    submissions = dict(zip(rows["t2i_model"].map(name_key), rows["submission"], strict=True))
    submission = submissions.get(name_key(t2i_model))
    if submission is None or board.protocol_digest is None or board.evaluator_digest is None:
        there = ", ".join(rows["t2i_model"]) or "nobody"
        raise BadInput.one("unknown_t2i_model", t2i_model, f"Is not on the board {board.name}; there are: {there}.")
    with database.read() as session:
        scores = stored_scores(session, submission, board.evaluator_digest)
        return original_results(scores, load_protocol(session, board.protocol_digest))


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
    if 0 < len(name) <= _MAX_NAME and name.isprintable():
        return []
    return [Problem("bad_name", where, f"Give 1 to {_MAX_NAME} printable characters.")]


def _digest(results: Mapping[Dimension, OriginalResult]) -> str:
    content = {key: [dict(result.points), dict(result.counted)] for key, result in results.items()}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _one_evaluator(known: Sequence[str], given: str, protocol: Protocol) -> str:
    """Pick the one digest that begins with `given`."""
    fitting = [digest for digest in known if digest.startswith(given)] if len(given) >= _SHORTEST_DIGEST else []
    if len(fitting) != 1:
        raise BadInput.one(
            "unknown_evaluator",
            given,
            f"Is the digest of {len(fitting)} evaluators under {protocol.name}; give one's, {_SHORTEST_DIGEST} "
            "characters at least.",
        )
    return fitting[0]
