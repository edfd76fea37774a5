"""Which boards there are, what they are called, and what they say of their figures."""

from datetime import timedelta

import pytest

from core.problems import BadInput
from leaderboard.board.boards import BoardKind, base_name, find_board, list_boards
from leaderboard.store.database import Database
from leaderboard.store.results import record_exams, register_protocol
from leaderboard.store.tables import Submission, SubmissionState, now
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_evaluator, add_submission, evaluator_digest, grade, publish


def names(database: Database) -> list[str]:
    return [board.name for board in list_boards(database)]


def renamed(protocol: Protocol, name: str) -> Protocol:
    return Protocol.parse(protocol.model_dump(mode="json") | {"name": name})


def test_an_empty_database_has_an_empty_closed_world_and_the_published_figures(database: Database) -> None:
    closed_world, published = list_boards(database)
    assert (closed_world.name, closed_world.t2i_models, closed_world.evaluator_digest) == ("closed-world", 0, None)
    assert (published.name, published.t2i_models, published.kind) == ("evalalign-published", 24, BoardKind.PUBLISHED)
    assert "2406.16562" in published.source


def test_a_protocol_nobody_has_been_published_under_is_an_empty_board(
    database: Database, tiny_protocol: Protocol
) -> None:
    with database.write() as session:
        register_protocol(session, tiny_protocol)
    assert names(database) == ["closed-world", "evalalign-published", "tiny"]


def test_the_most_recent_evaluator_has_the_protocols_name_and_others_their_digest(
    database: Database, tiny_protocol: Protocol
) -> None:
    protocol = renamed(tiny_protocol, "closed-world-v1")
    for number, age in [(1, 1), (2, 5), (3, 3)]:
        evaluator = add_evaluator(database, protocol, number)
        submission, _ = add_submission(database, protocol, "SDXL")
        publish(database, protocol, submission, evaluator, grade(1), at=now() - timedelta(days=age))
    assert names(database) == [
        "closed-world",
        "closed-world@222222222222",
        "closed-world@333333333333",
        "evalalign-published",
    ]
    assert find_board(database, "closed-world").evaluator_digest == evaluator_digest(1)


def test_a_newer_version_of_a_protocol_takes_over_its_name(database: Database, tiny_protocol: Protocol) -> None:
    for number, version, age in [(1, "tiny-v1", 2), (2, "tiny-v2", 1)]:
        protocol = renamed(tiny_protocol, version)
        evaluator = add_evaluator(database, protocol, number)
        submission, _ = add_submission(database, protocol, "SDXL")
        publish(database, protocol, submission, evaluator, grade(1), at=now() - timedelta(days=age))
    assert find_board(database, "tiny").protocol_name == "tiny-v2"
    assert find_board(database, "tiny@111111111111").protocol_name == "tiny-v1"


THRESHOLDS = {
    "mean_accuracy": 0.8,
    "above_commonest": 0.05,
    "calibration_error": 0.08,
    "tau_b": {"faithfulness": 0.75, "alignment": 0.8},
    "unchanged_under_probes": 0.85,
    "mirrored_flips": 0.6,
    "painted_text_rise": 0.1,
}


def demanding(protocol: Protocol) -> Protocol:
    """The same protocol with thresholds for the evaluator exam."""
    return Protocol.parse(protocol.model_dump(mode="json") | {"exam": THRESHOLDS})


def judged(database: Database, protocol: Protocol, number: int, *, age: int, passed: bool | None) -> None:
    """One T2I model published under evaluator `number`, `age` days ago."""
    evaluator = add_evaluator(database, protocol, number, passed_exam=passed)
    submission, _ = add_submission(database, protocol, "SDXL")
    publish(database, protocol, submission, evaluator, grade(1), at=now() - timedelta(days=age))


def test_where_the_protocol_sets_thresholds_the_newest_evaluator_that_passed_is_the_default(
    database: Database, tiny_protocol: Protocol
) -> None:
    protocol = demanding(tiny_protocol)
    for number, passed in [(1, False), (2, None), (3, True), (4, True)]:
        judged(database, protocol, number, age=number, passed=passed)
    assert find_board(database, "tiny").evaluator_digest == evaluator_digest(3)
    explanations = {board.name: board.explanation for board in list_boards(database)}
    assert "did not pass the exam" in explanations["tiny@111111111111"]
    assert "has not sat the exam" in explanations["tiny@222222222222"]
    assert "exam" not in explanations["tiny"]
    assert "exam" not in explanations["tiny@444444444444"], "it passed, it is only older"


def test_where_nobody_passed_the_default_board_is_there_empty_and_says_why(
    database: Database, tiny_protocol: Protocol
) -> None:
    protocol = demanding(renamed(tiny_protocol, "closed-world-v1"))
    judged(database, protocol, 1, age=1, passed=False)
    assert names(database) == ["closed-world", "closed-world@111111111111", "evalalign-published"]
    default = find_board(database, "closed-world")
    assert (default.t2i_models, default.evaluator_digest) == (0, None)
    assert "No evaluator has passed the exam" in default.explanation
    assert find_board(database, "closed-world@111111111111").t2i_models == 1


def test_an_exam_passed_later_makes_the_evaluator_the_default(database: Database, tiny_protocol: Protocol) -> None:
    protocol = demanding(tiny_protocol)
    judged(database, protocol, 1, age=1, passed=None)
    assert find_board(database, "tiny").t2i_models == 0
    with database.write() as session:
        record_exams(session, {evaluator_digest(1): True, evaluator_digest(2): False})
    assert find_board(database, "tiny").t2i_models == 1
    add_evaluator(database, protocol, 1, passed_exam=None)
    assert find_board(database, "tiny").t2i_models == 1, "a worker that knows of no exam takes nothing back"


def test_where_the_protocol_sets_no_thresholds_a_failed_exam_does_not_count(
    database: Database, tiny_protocol: Protocol
) -> None:
    judged(database, tiny_protocol, 1, age=1, passed=False)
    board = find_board(database, "tiny")
    assert board.evaluator_digest == evaluator_digest(1)
    assert "exam" not in board.explanation


def test_a_board_counts_t2i_models_and_only_published_ones(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    for name in ("SDXL", "SDXL", "PixArt", "Withdrawn"):
        submission, _ = add_submission(database, tiny_protocol, name)
        publish(database, tiny_protocol, submission, evaluator, grade(1))
    with database.write() as session:
        session.get_one(Submission, submission).state = SubmissionState.WITHDRAWN
    assert find_board(database, "tiny").t2i_models == 2


def test_a_board_says_what_its_figures_are(database: Database, tiny_protocol: Protocol) -> None:
    protocol = renamed(tiny_protocol, "official-v1")
    evaluator = add_evaluator(database, protocol, 1, closed_world=False)
    submission, _ = add_submission(database, protocol, "SDXL")
    publish(database, protocol, submission, evaluator, grade(1))
    official = find_board(database, "official")
    assert (official.closed_world, official.simulated_reference) == (False, False)
    closed_world = find_board(database, "closed-world")
    assert (closed_world.closed_world, closed_world.simulated_reference) == (True, True)
    assert "rendered scenes" in closed_world.explanation
    assert "published by the authors" in find_board(database, "evalalign-published").explanation


def test_an_unknown_board_is_refused_with_the_names_there_are(database: Database) -> None:
    with pytest.raises(BadInput, match="closed-world, evalalign-published"):
        find_board(database, "nowhere")


@pytest.mark.parametrize(
    ("name", "base"),
    [("closed-world-v1", "closed-world"), ("a-v12", "a"), ("a-v1-b", "a-v1-b"), ("closed-world@12ab", "closed-world")],
)
def test_base_names(name: str, base: str) -> None:
    assert base_name(name) == base
