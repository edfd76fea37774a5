"""Comparing T2I models: who is compared, what is known of them, their differences, and their images."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import delete, event, select

from leaderboard.board.boards import find_board
from leaderboard.board.ranked import ranked
from leaderboard.compare.charts import differences_in_words, forest, radar, radar_in_words
from leaderboard.compare.choice import choose, entries
from leaderboard.compare.comparison import Comparison, compare, differences
from leaderboard.compare.comparison_html import (
    differences_csv,
    differences_html,
    notes_html,
    nothing_html,
    shares_html,
)
from leaderboard.compare.comparison_images_html import images_html
from leaderboard.compare.images import MOST_APART, PAGE, View, better, image_page
from leaderboard.store.database import Database
from leaderboard.store.tables import Generation, SkillScore, StoredAnswer, Submission, SubmissionState
from tests.helpers.compare_board import fill, wide_protocol
from tests.helpers.filled import add_evaluator, add_submission, grade, publish

PROTOCOL = wide_protocol()


def compared(database: Database, *names: str) -> Comparison:
    board = find_board(database, "wide")
    return compare(database, board, choose(entries(database, board), names).entries)


@pytest.fixture
def filled(database: Database) -> Database:
    fill(database, PROTOCOL)
    return database


def test_who_can_be_compared_is_who_stands_on_the_board(filled: Database) -> None:
    board = find_board(filled, "wide")
    known = entries(filled, board)
    rows = ranked(filled, board).ranking
    assert [(entry.t2i_model, entry.submission) for entry in known] == list(
        zip(rows["t2i_model"], rows["submission"], strict=True)
    )
    submission, _ = add_submission(filled, PROTOCOL, "Sharp")
    publish(filled, PROTOCOL, submission, board.evaluator_digest or "", grade(0))
    again = {entry.t2i_model: entry.submission for entry in entries(filled, board)}
    assert again["Sharp"] == submission
    with filled.write() as session:
        session.get_one(Submission, submission).state = SubmissionState.WITHDRAWN
    assert entries(filled, board) == known


def test_what_is_asked_for_is_taken_in_any_case_once_and_up_to_four(filled: Database) -> None:
    known = entries(filled, find_board(filled, "wide"))
    found = choose(known, ["blurred", "SHARP", "Nobody", "sharp", " ", "Nobody"])
    assert (found.names, found.unknown, found.too_many) == (("Blurred", "Sharp"), ("Nobody",), ())
    five = choose([*known, *entries(filled, find_board(filled, "evalalign-published"))], ["PixArt XL2 1024 MS"])
    assert len(five.names) <= 1
    names = [entry.t2i_model for entry in entries(filled, find_board(filled, "evalalign-published"))][:5]
    many = choose(entries(filled, find_board(filled, "evalalign-published")), names)
    assert (many.names, many.too_many) == (tuple(names[:4]), (names[4],))


def test_shares_are_the_boards_scores_by_what_is_possible(filled: Database) -> None:
    found = compared(filled, "Sharp", "Blurred")
    rows = ranked(filled, find_board(filled, "wide")).ranking.set_index("t2i_model")
    assert list(found.shares.columns) == ["Sharp", "Blurred"]
    for key in ("overall", "faithfulness", "alignment", "faithfulness.hand", "alignment.count"):
        assert found.points.loc[key].tolist() == rows.loc[["Sharp", "Blurred"], key].tolist()
    assert found.shares.loc["faithfulness.body", "Sharp"] == 100
    assert found.shares.loc["alignment", "Blurred"] == 50
    assert found.shares.loc["alignment.action"].isna().all()


def test_differences_say_what_is_clear_and_what_could_be_chance(filled: Database) -> None:
    found = compared(filled, "Sharp", "Middling", "Blurred", "Equal to Blurred")
    rows = differences(found, "Sharp").set_index(["key", "t2i_model"])
    assert rows["p_holm"].notna().sum() == 3 * (1 + 2 + 5 + 2)
    body = rows.loc[("faithfulness.body", "Blurred")]
    assert body["difference"] == pytest.approx(found.shares.loc["faithfulness.body", "Blurred"] - 100)
    assert body["low"] < body["difference"] < body["high"]
    assert body["clear"]
    assert not rows.loc[("alignment.count", "Middling")]["clear"]
    assert (rows["p_holm"].dropna() >= rows["p_value"].dropna()).all()
    text = " ".join(differences_in_words(differences(found, "Sharp")))
    assert "Blurred is clearly worse than Sharp on: Overall" in text
    near = differences(compared(filled, "Blurred", "Equal to Blurred"), "Blurred")
    assert "no difference is clear" in differences_in_words(near)[0]


def test_names_are_no_formulas_in_the_download_and_no_html_on_the_page(database: Database) -> None:
    evaluator = add_evaluator(database, PROTOCOL, 1)
    for name, points in {"=cmd()": 2, "<script>x</script>": 1}.items():
        submission, _ = add_submission(database, PROTOCOL, name)
        publish(database, PROTOCOL, submission, evaluator, grade(points))
    found = compared(database, "=cmd()", "<script>x</script>")
    board = find_board(database, "wide")
    rows = differences(found, "=cmd()")
    table = pd.read_csv(StringIO(differences_csv(rows)))
    assert set(table["against"]) == {"'=cmd()"}
    assert table["difference"].round(6).tolist() == pytest.approx(rows["difference"].round(6).tolist(), nan_ok=True)
    page = (
        shares_html(board, found)
        + differences_html(board, found, rows)
        + notes_html(board, choose(entries(database, board), ["<i>x</i>"]), found)
    )
    assert "<script>" not in page
    assert "<i>" not in page


def test_only_the_compared_submissions_are_read(filled: Database) -> None:
    ranked(filled, find_board(filled, "wide"))  # reads all submissions, once per revision of the board
    said: list[str] = []
    event.listen(filled.engine, "before_cursor_execute", lambda *args: said.append(str(args[2])))
    first = compared(filled, "Sharp", "Blurred")
    reading = [text for text in said if "FROM generations" in text]
    assert len(reading) == 1
    assert "submission_id IN" in reading[0]
    assert len(first.answers) == 2 * (20 * 5 + 20 * 2)
    said.clear()
    assert compared(filled, "Sharp", "Blurred") is first
    assert not [text for text in said if "answers" in text]


def test_t2i_models_with_other_prompts_are_compared_on_what_both_answered(filled: Database) -> None:
    board = find_board(filled, "wide")
    with filled.write() as session:
        submission = next(entry.submission for entry in entries(filled, board) if entry.t2i_model == "Blurred")
        gone = select(Generation.id).where(
            Generation.submission_id == submission, Generation.prompt_id.in_(["f7", "a3"])
        )
        session.execute(delete(StoredAnswer).where(StoredAnswer.generation_id.in_(gone)))
    found = compared(filled, "Sharp", "Blurred")
    assert (found.common, found.asked) == (38, 40)
    rows = differences(found, "Sharp").set_index("key")
    assert rows.loc["faithfulness.body", "difference"] == pytest.approx(-75)
    assert "38 of 40 prompts" in notes_html(board, choose([], []), found)


def test_a_t2i_model_without_answers_has_scores_and_no_intervals(filled: Database) -> None:
    board = find_board(filled, "wide")
    submission, _ = add_submission(filled, PROTOCOL, "Elsewhere")
    with filled.write() as session:
        session.execute(delete(Generation).where(Generation.submission_id == submission))
        row = session.get_one(Submission, submission)
        row.reported, row.state = True, SubmissionState.PUBLISHED
        digest = board.evaluator_digest
        for key, score in {"overall": 40.0, "faithfulness": 2.0}.items():
            session.add(
                SkillScore(
                    submission_id=submission, evaluator_digest=digest, key=key, score=score, points=1, possible=2, n=1
                )
            )
    found = compared(filled, "Sharp", "Elsewhere", "Blurred")
    rows = differences(found, "Sharp").set_index(["key", "t2i_model"])
    other = rows.loc[("faithfulness", "Elsewhere")]
    assert other["difference"] == pytest.approx(50 - 100)
    assert np.isnan(other["low"])
    assert np.isfinite(rows.loc[("faithfulness", "Blurred")]["low"])
    assert np.isnan(rows.loc[("faithfulness.body", "Elsewhere")]["difference"])
    assert "Reported by the original code" in notes_html(board, choose([], []), found)
    assert "not known" in " ".join(differences_in_words(differences(compared(filled, "Elsewhere", "Sharp"), "Sharp")))


def test_published_figures_are_compared_without_intervals_and_images(database: Database) -> None:
    board = find_board(database, "evalalign-published")
    known = entries(database, board)
    found = compare(database, board, known[:3])
    rows = differences(found, known[0].t2i_model)
    assert len(rows.dropna(subset=["difference"])) == 2 * 3
    assert rows["low"].isna().all()
    assert radar(found) is None
    assert forest(rows, found.t2i_models) is None
    assert "no intervals, no images" in notes_html(board, choose([], []), found)
    text = images_html(board, found, image_page(found, View()), View())
    assert "Only figures were published" in text


def test_fewer_than_two_are_told_what_to_do(database: Database) -> None:
    board = find_board(database, "evalalign-published")
    known = entries(database, board)
    assert "Choose two to four" in nothing_html(board, known, choose(known, []))
    one = nothing_html(board, known, choose(known, [known[3].t2i_model]))
    assert "choose at least one more" in one
    assert known[3].t2i_model in one
    assert "this board has 0" in nothing_html(board, [], choose([], []))


def test_images_come_a_page_at_a_time_filtered_and_by_how_far_answers_differ(filled: Database) -> None:
    found = compared(filled, "Sharp", "Blurred")
    everything = image_page(found, View())
    assert (everything.found, everything.total, everything.pages, len(everything.prompts)) == (40, 40, 4, PAGE)
    assert [each.prompt.prompt_id for each in everything.prompts[:2]] == ["f0", "f1"]
    assert image_page(found, View(page=99)).page == 4
    assert len(image_page(found, View(page=4)).prompts) == 4
    assert image_page(found, View(page=-3)).page == 1
    assert image_page(found, View(dimension="alignment")).found == 20
    assert image_page(found, View(skill="alignment.count")).found == 20
    assert image_page(found, View(skill="alignment.action")).found == 0
    assert [each.prompt.prompt_id for each in image_page(found, View(search="HAT")).prompts] == ["f0"]
    assert [each.prompt.prompt_id for each in image_page(found, View(search="F12")).prompts] == ["f12"]
    assert image_page(found, View(dimension="nonsense", skill="none", order="9-9")).found == 40


def test_the_order_follows_the_expected_scores_else_the_answers(filled: Database) -> None:
    with filled.write() as session:
        rows = session.execute(
            select(StoredAnswer, Generation.prompt_id, Submission.t2i_model_id)
            .join(Generation, StoredAnswer.generation_id == Generation.id)
            .join(Submission, Submission.id == Generation.submission_id)
        ).all()
        for answer, prompt_id, _ in rows:
            answer.expected = float(answer.choice) if prompt_id != "f2" else 2.0
            if prompt_id == "f3":
                answer.expected = None
    found = compared(filled, "Sharp", "Blurred")
    apart = image_page(found, View(order=MOST_APART))
    gaps = [each.gap for each in apart.prompts if each.gap is not None]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] == pytest.approx(75)
    plain = {each.prompt.prompt_id: each.gap for each in image_page(found, View()).prompts}
    assert plain["f2"] == pytest.approx(0)
    assert plain["f3"] == pytest.approx(75)
    assert plain["f7"] == pytest.approx(0)
    ahead = image_page(found, View(order=better(0, 1)))
    assert ahead.found == 38  # all but f2 and f7
    assert image_page(found, View(order=better(1, 0))).found == 0


def test_an_absent_part_is_shown_as_such_and_does_not_count(filled: Database) -> None:
    found = compared(filled, "Sharp", "Blurred")
    view = View(search="hat", skill="faithfulness.hand")
    page = image_page(found, view)
    sharp = next(each for each in page.prompts[0].pictures[0].answers if each.skill.key == "faithfulness.hand")
    assert (sharp.absent, sharp.wording, sharp.differs) == (True, "means -1", True)
    assert page.prompts[0].gap is None
    text = images_html(find_board(filled, "wide"), found, page, view)
    assert "means -1" in text
    assert "No image is stored" in text


def test_figures_say_in_words_what_they_show(filled: Database) -> None:
    found = compared(filled, "Sharp", "Middling", "Blurred")
    figure = radar(found)
    assert figure is not None
    assert len({trace.line.dash for trace in figure.data}) == len({trace.line.color for trace in figure.data}) == 3
    assert len(figure.data[0].theta) == 7 + 1
    assert "Sharp is strongest on" in radar_in_words(found)
    drawn = forest(differences(found, "Sharp"), found.t2i_models)
    assert drawn is not None
    assert [len(trace.x) for trace in drawn.data] == [10, 10]
    symbols = set(drawn.data[0].marker.symbol)
    assert symbols == {"square", "square-open"}
