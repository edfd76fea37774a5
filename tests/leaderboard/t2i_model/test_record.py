"""One T2I model on one board: its scores beside the field's, its answers, its images, and where else it was judged."""

from datetime import timedelta

import pandas as pd
import pytest

from core.problems import BadInput
from leaderboard.board.boards import PUBLISHED_BOARD, Board, list_boards
from leaderboard.store.database import Database
from leaderboard.store.results import AnswerRow, record_answers, score_submission
from leaderboard.store.tables import Generation, Submission, SubmissionState, now
from leaderboard.t2i_model.answers import answers_table, compute_option_shares, find_extremes
from leaderboard.t2i_model.charts import radar, radar_in_words
from leaderboard.t2i_model.history import list_appearances
from leaderboard.t2i_model.record import T2IModelRecord, find_record, near_names, scores_table
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.protocol.skills import SKILLS
from tests.helpers.filled import add_evaluator, add_submission, grade, publish


def board_of(database: Database, protocol: Protocol) -> Board:
    return next(board for board in list_boards(database) if board.protocol_digest == protocol.digest)


def three(database: Database, protocol: Protocol) -> Board:
    """Three T2I models that earn 4, 2 and 1 points per question where the options allow."""
    evaluator = add_evaluator(database, protocol, 1)
    for name, points in [("Good", 4), ("Fair", 2), ("Poor", 1)]:
        submission, _ = add_submission(database, protocol, name, notes=f"notes of {name}", parameters=3_000_000_000)
        publish(database, protocol, submission, evaluator, grade(points))
    return board_of(database, protocol)


def test_scores_and_median_are_shares_of_possible_points(database: Database, tiny_protocol: Protocol) -> None:
    record = find_record(database, three(database, tiny_protocol), "poor")
    assert record.name == "Poor"
    assert record.contenders == 3
    body, color = record.score_by_key["faithfulness.body"], record.score_by_key["alignment.color"]
    assert (body.score, body.share, body.median, body.rank) == (1, 0.25, 0.5, 3)
    assert (color.score, color.share, color.median, color.rank) == (1, 0.5, 1.0, 3)
    overall = record.score_by_key["overall"]
    assert overall.share == pytest.approx(overall.score / 100)
    assert overall.low is not None
    assert record.score_by_key["alignment"].share is None
    table = scores_table(record).set_index("key")
    assert table.loc["faithfulness.body", "n"] == 2
    assert set(table.index) == {score.key for score in record.scores}


def test_provenance_names_everything_that_made_the_scores(database: Database, tiny_protocol: Protocol) -> None:
    record = find_record(database, three(database, tiny_protocol), "Fair")
    made_by = record.provenance
    assert made_by is not None
    assert record.judged_here
    assert (made_by.submission.submitter.name, made_by.submission.t2i_model.notes, made_by.submission.total) == (
        "Ada",
        "notes of Fair",
        5,
    )
    assert (made_by.submission.protocol_digest, made_by.evaluator.digest) == (tiny_protocol.digest, "1" * 64)
    assert (made_by.evaluator.base_digest, made_by.evaluator.adapter_digest, made_by.submission.archive_digest) == (
        "b" * 64,
        None,
        "a" * 64,
    )


def test_an_unknown_name_is_refused_with_similar_ones(database: Database, tiny_protocol: Protocol) -> None:
    board = three(database, tiny_protocol)
    with pytest.raises(BadInput, match=r"Is not on the board tiny\. Did you mean Good\?"):
        find_record(database, board, "Goood")
    with pytest.raises(BadInput, match="Is not on the board"):
        find_record(database, board, "")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("sdxl", ["SDXL", "SDXL Turbo"]),
        ("XL turbo", ["SDXL Turbo"]),
        ("stabel diffusion", ["Stable Diffusion"]),
        ("qqqq", []),
        ("  ", []),
    ],
)
def test_near_names(name: str, near: list[str]) -> None:
    assert near_names(name, ["Kandinsky", "SDXL Turbo", "Stable Diffusion", "SDXL"]) == near


def by_prompt(_prompt_id: str, question: Question) -> int:
    """Nobody in the second picture; full points in the first."""
    return -1 if _prompt_id == "f2" and -1 in question.options else question.options[-1]


def test_option_shares_count_absent_apart(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    for name, judge in [("Empty", by_prompt), ("Plain", grade(0))]:
        submission, _ = add_submission(database, tiny_protocol, name)
        publish(database, tiny_protocol, submission, evaluator, judge)
    record = find_record(database, board_of(database, tiny_protocol), "Empty")
    shares = {(share.skill, share.option): share for share in compute_option_shares(database, record)}
    absent, best, none = (shares["faithfulness.body", option] for option in (-1, 4, 0))
    assert (absent.share, absent.count, absent.field_share) == (0.5, 1, 0.25)
    assert (best.share, best.count) == (1.0, 1)
    assert best.field_share == pytest.approx(1 / 3)
    assert (none.share, none.field_share) == (0.0, pytest.approx(2 / 3))
    assert len(shares) == sum(len(skill.options) for skill in SKILLS)


def test_option_shares_follow_publications_and_withdrawals(database: Database, tiny_protocol: Protocol) -> None:
    board = three(database, tiny_protocol)
    record = find_record(database, board, "Good")
    assert {
        share.field_count for share in compute_option_shares(database, record) if share.skill == "alignment.count"
    } == {
        2,
        1,
        0,
    }
    late, _ = add_submission(database, tiny_protocol, "Late")
    publish(database, tiny_protocol, late, "1" * 64, grade(0))
    record = find_record(database, board_of(database, tiny_protocol), "Good")
    count = next(s for s in compute_option_shares(database, record) if (s.skill, s.option) == ("alignment.count", 0))
    assert (count.count, count.field_count) == (0, 1)
    with database.write() as session:
        session.get_one(Submission, late).state = SubmissionState.WITHDRAWN
    record = find_record(database, board_of(database, tiny_protocol), "Good")
    count = next(s for s in compute_option_shares(database, record) if (s.skill, s.option) == ("alignment.count", 0))
    assert count.field_count == 0


def graded(database: Database, protocol: Protocol) -> T2IModelRecord:
    """A T2I model whose bodies earn 3 and 1, and whose only face is 2; the chosen option always has 0.6."""
    evaluator = add_evaluator(database, protocol, 1)
    submission, _ = add_submission(database, protocol, "Graded")
    choices = {("f1", "faithfulness.body"): 3, ("f2", "faithfulness.body"): 1}
    choices |= {("f1", "faithfulness.face"): 2, ("f2", "faithfulness.face"): -1}
    rows = []
    with database.read() as session:
        for generation in session.query(Generation).filter_by(submission_id=submission):
            prompt = next(one for one in protocol.prompts if one.prompt_id == generation.prompt_id)
            for question in protocol.questions_for(prompt):
                choice = choices.get((generation.prompt_id, question.skill), 0)
                rest = 0.4 / (len(question.options) - 1)
                probabilities = dict.fromkeys(question.options, rest) | {choice: 0.6}
                rows.append(AnswerRow(generation.id, evaluator, question.skill, choice, 1.5, None, probabilities))
    with database.write() as session:
        record_answers(session, rows)
        score_submission(session, submission, evaluator)
        row = session.get_one(Submission, submission)
        row.state, row.evaluator_digest, row.finished_at = SubmissionState.PUBLISHED, evaluator, now()
    return find_record(database, board_of(database, protocol), "Graded")


def test_extremes_come_with_question_and_answer(database: Database, tiny_protocol: Protocol) -> None:
    record = graded(database, tiny_protocol)
    images = find_extremes(database, record, "faithfulness.body")
    assert [(one.prompt_id, one.choice) for one in images.best] == [("f1", 3)]
    assert [(one.prompt_id, one.choice) for one in images.worst] == [("f2", 1)]
    best = images.best[0]
    assert (best.prompt, best.question, best.meaning) == ("a man waves", "Body?", "means 3")
    assert list(best.probabilities) == [-1, 0, 1, 2, 3, 4]
    assert best.probabilities[3] == pytest.approx(0.6)
    assert sum(best.probabilities.values()) == pytest.approx(1)
    face = find_extremes(database, record, "faithfulness.face")
    assert (face.counted, face.absent, len(face.best), face.worst) == (1, 1, 1, ())
    assert find_extremes(database, record, "alignment.count").best[0].question == "Count: two cats?"


def test_answers_table_has_every_answer(database: Database, tiny_protocol: Protocol) -> None:
    record = graded(database, tiny_protocol)
    table = answers_table(database, record)
    questions = sum(len(tiny_protocol.questions_for(prompt)) for prompt in tiny_protocol.prompts)
    assert len(table) == questions
    body = table[(table["skill"] == "faithfulness.body") & (table["prompt_id"] == "f1")].iloc[0]
    assert (body["choice"], body["meaning"], body["p_3"]) == (3, "means 3", pytest.approx(0.6))
    count = table[table["skill"] == "alignment.count"].iloc[0]
    assert pd.isna(count["p_absent"])
    assert pd.isna(count["p_4"])


def test_the_radar_shows_shares_and_median(database: Database, tiny_protocol: Protocol) -> None:
    record = find_record(database, three(database, tiny_protocol), "Good")
    figure = radar(record)
    assert figure is not None
    median, shares = figure.data
    assert list(shares.r) == [100.0] * 12
    assert list(median.r)[:3] == [50.0] * 3
    assert len(set(shares.theta)) == 11
    assert "of the 3 T2I models on 5 of 11 skills" in radar_in_words(record)


def test_history_lists_every_publication_under_every_evaluator(database: Database, tiny_protocol: Protocol) -> None:
    first, second = add_evaluator(database, tiny_protocol, 1), add_evaluator(database, tiny_protocol, 2)
    moment = now()
    for place, (evaluator, points) in enumerate([(first, 1), (first, 2), (second, 4)]):
        submission, _ = add_submission(database, tiny_protocol, "SDXL v1.0")
        publish(database, tiny_protocol, submission, evaluator, grade(points), moment + timedelta(minutes=place))
    add_submission(database, tiny_protocol, "SDXL v1.0")  # only queued: nobody else's business
    past = list_appearances(database, list_boards(database), "sdxl V1.0")
    scores = [(one.provenance.evaluator.digest, one.scores["faithfulness"].score) for one in past if one.provenance]
    assert scores == [(second, 4), (first, 2), (first, 1)]
    assert [one.board for one in past if one.provenance] == ["tiny", f"tiny@{'1' * 12}", f"tiny@{'1' * 12}"]


def test_the_published_board_has_scores_but_no_answers(database: Database) -> None:
    record = find_record(database, PUBLISHED_BOARD, "sdxl v1.0")
    assert record.name == "SDXL v1.0"
    assert record.provenance is None
    assert not record.judged_here
    assert radar(record) is None
    assert compute_option_shares(database, record) == []
    assert record.contenders == 24
    assert {"overall", "faithfulness", "alignment"} <= set(record.score_by_key)
    past = list_appearances(database, list_boards(database), record.name)
    assert [(one.board, one.provenance) for one in past] == [(PUBLISHED_BOARD.name, None)]
