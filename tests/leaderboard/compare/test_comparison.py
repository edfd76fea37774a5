"""Comparing T2I models: candidates, scores, differences, and images prompt by prompt."""

from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import delete, event, select

from leaderboard.board.boards import find_board
from leaderboard.board.ranked import ranked
from leaderboard.compare.charts import forest, radar
from leaderboard.compare.choice import Selection, list_candidates, select_candidates
from leaderboard.compare.comparison import Comparison, compare, differences
from leaderboard.compare.comparison_html import (
    TEMPLATE,
    differences_html,
    images_html,
    nothing_html,
    radar_caption_html,
    shares_html,
    verdicts_html,
)
from leaderboard.compare.images import PAGE, image_page
from leaderboard.compare.query import MOST_APART, CompareQuery
from leaderboard.site.table_files import FORMATS
from leaderboard.store.database import Database
from leaderboard.store.tables import Generation, SkillScore, StoredAnswer, Submission, SubmissionState
from tests.helpers.compare_board import fill, wide_protocol
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from web.html import call_macro

PROTOCOL = wide_protocol()


def compared(database: Database, *names: str) -> Comparison:
    board = find_board(database, "wide")
    return compare(database, board, select_candidates(list_candidates(database, board), names).candidates)


def render_notes(comparison: Comparison, *unknown: str) -> str:
    return call_macro(TEMPLATE, "notes", comparison.board, Selection(unknown=unknown), (), "", comparison)


@pytest.fixture
def filled(database: Database) -> Database:
    fill(database, PROTOCOL)
    return database


def test_candidates_are_the_t2i_models_of_the_ranking(filled: Database) -> None:
    board = find_board(filled, "wide")
    candidates = list_candidates(filled, board)
    rows = ranked(filled, board).ranking
    assert [(candidate.t2i_model, candidate.submission) for candidate in candidates] == list(
        zip(rows["t2i_model"], rows["submission"], strict=True)
    )
    submission, _ = add_submission(filled, PROTOCOL, "Sharp")
    publish(filled, PROTOCOL, submission, board.evaluator_digest or "", grade(0))
    again = {candidate.t2i_model: candidate.submission for candidate in list_candidates(filled, board)}
    assert again["Sharp"] == submission
    with filled.write() as session:
        session.get_one(Submission, submission).state = SubmissionState.WITHDRAWN
    assert list_candidates(filled, board) == candidates


def test_names_are_selected_in_any_case_once_and_up_to_four(filled: Database) -> None:
    candidates = list_candidates(filled, find_board(filled, "wide"))
    selection = select_candidates(candidates, ["blurred", "SHARP", "Nobody", "sharp", " ", "Nobody"])
    assert (selection.names, selection.unknown, selection.too_many) == (("Blurred", "Sharp"), ("Nobody",), ())
    five = select_candidates(
        [*candidates, *list_candidates(filled, find_board(filled, "evalalign-published"))], ["PixArt XL2 1024 MS"]
    )
    assert len(five.names) <= 1
    names = [candidate.t2i_model for candidate in list_candidates(filled, find_board(filled, "evalalign-published"))][
        :5
    ]
    many = select_candidates(list_candidates(filled, find_board(filled, "evalalign-published")), names)
    assert (many.names, many.too_many) == (tuple(names[:4]), (names[4],))


def test_shares_are_scores_by_possible_points(filled: Database) -> None:
    comparison = compared(filled, "Sharp", "Blurred")
    rows = ranked(filled, find_board(filled, "wide")).ranking.set_index("t2i_model")
    assert list(comparison.shares.columns) == ["Sharp", "Blurred"]
    for key in ("overall", "faithfulness", "alignment", "faithfulness.hand", "alignment.count"):
        assert comparison.points.loc[key].tolist() == rows.loc[["Sharp", "Blurred"], key].tolist()
    assert comparison.shares.loc["faithfulness.body", "Sharp"] == 100
    assert comparison.shares.loc["alignment", "Blurred"] == 50
    assert comparison.shares.loc["alignment.action"].isna().all()


def test_differences_tell_clear_ones_from_chance(filled: Database) -> None:
    comparison = compared(filled, "Sharp", "Middling", "Blurred", "Equal to Blurred")
    rows = differences(comparison, "Sharp").set_index(["key", "t2i_model"])
    assert rows["p_holm"].notna().sum() == 3 * (1 + 2 + 5 + 2)
    body = rows.loc[("faithfulness.body", "Blurred")]
    assert body["difference"] == pytest.approx(comparison.shares.loc["faithfulness.body", "Blurred"] - 100)
    assert body["low"] < body["difference"] < body["high"]
    assert body["clear"]
    assert not rows.loc[("alignment.count", "Middling")]["clear"]
    assert (rows["p_holm"].dropna() >= rows["p_value"].dropna()).all()
    text = verdicts_html(differences(comparison, "Sharp"))
    assert "Blurred is clearly worse than Sharp on: Overall" in text
    near = differences(compared(filled, "Blurred", "Equal to Blurred"), "Blurred")
    assert "no difference is clear" in verdicts_html(near)


def test_names_are_no_formulas_in_csv_and_no_markup(database: Database) -> None:
    evaluator = add_evaluator(database, PROTOCOL, 1)
    for name, points in {"=cmd()": 2, "<script>x</script>": 1}.items():
        submission, _ = add_submission(database, PROTOCOL, name)
        publish(database, PROTOCOL, submission, evaluator, grade(points))
    comparison = compared(database, "=cmd()", "<script>x</script>")
    rows = differences(comparison, "=cmd()")
    table = pd.read_csv(BytesIO(FORMATS[".csv"](rows)))
    assert set(table["against"]) == {"'=cmd()"}
    assert table["difference"].round(6).tolist() == pytest.approx(rows["difference"].round(6).tolist(), nan_ok=True)
    page = shares_html(comparison) + differences_html(comparison, rows) + render_notes(comparison, "<i>x</i>")
    assert "<script>" not in page
    assert "<i>" not in page


def test_only_compared_submissions_are_read(filled: Database) -> None:
    ranked(filled, find_board(filled, "wide"))  # reads all submissions, once per revision of the board
    statements: list[str] = []
    event.listen(filled.engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))
    first = compared(filled, "Sharp", "Blurred")
    reading = [text for text in statements if "FROM generations" in text]
    assert len(reading) == 1
    assert "submission_id IN" in reading[0]
    assert len(first.answers) == 2 * (20 * 5 + 20 * 2)
    statements.clear()
    assert compared(filled, "Sharp", "Blurred") is first
    assert not [text for text in statements if "answers" in text]


def test_t2i_models_are_compared_on_prompts_both_answered(filled: Database) -> None:
    board = find_board(filled, "wide")
    with filled.write() as session:
        submission = next(
            candidate.submission for candidate in list_candidates(filled, board) if candidate.t2i_model == "Blurred"
        )
        gone = select(Generation.id).where(
            Generation.submission_id == submission, Generation.prompt_id.in_(["f7", "a3"])
        )
        session.execute(delete(StoredAnswer).where(StoredAnswer.generation_id.in_(gone)))
    comparison = compared(filled, "Sharp", "Blurred")
    assert (comparison.tests.common, comparison.tests.prompts) == (38, 40)
    rows = differences(comparison, "Sharp").set_index("key")
    assert rows.loc["faithfulness.body", "difference"] == pytest.approx(-75)
    assert "38 of 40 prompts" in render_notes(comparison)


def test_without_answers_there_are_scores_but_no_intervals(filled: Database) -> None:
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
    comparison = compared(filled, "Sharp", "Elsewhere", "Blurred")
    rows = differences(comparison, "Sharp").set_index(["key", "t2i_model"])
    other = rows.loc[("faithfulness", "Elsewhere")]
    assert other["difference"] == pytest.approx(50 - 100)
    assert np.isnan(other["low"])
    assert np.isfinite(rows.loc[("faithfulness", "Blurred")]["low"])
    assert np.isnan(rows.loc[("faithfulness.body", "Elsewhere")]["difference"])
    assert "Reported by the original code" in render_notes(comparison)
    assert "not known" in verdicts_html(differences(compared(filled, "Elsewhere", "Sharp"), "Sharp"))


def test_published_figures_have_neither_intervals_nor_images(database: Database) -> None:
    board = find_board(database, "evalalign-published")
    candidates = list_candidates(database, board)
    comparison = compare(database, board, candidates[:3])
    rows = differences(comparison, candidates[0].t2i_model)
    assert len(rows.dropna(subset=["difference"])) == 2 * 3
    assert rows["low"].isna().all()
    assert radar(comparison) is None
    assert forest(rows, comparison.t2i_models) is None
    assert "no intervals, no images" in render_notes(comparison)
    text = images_html(comparison, image_page(comparison, CompareQuery()), CompareQuery())
    assert "Only figures were published" in text


def test_fewer_than_two_lead_to_a_hint(database: Database) -> None:
    board = find_board(database, "evalalign-published")
    candidates = list_candidates(database, board)
    assert "Choose two to four" in nothing_html(board, candidates, select_candidates(candidates, []))
    one = nothing_html(board, candidates, select_candidates(candidates, [candidates[3].t2i_model]))
    assert "choose at least one more" in one
    assert candidates[3].t2i_model in one
    assert "this board has 0" in nothing_html(board, [], Selection())


def test_images_are_paged_and_filtered(filled: Database) -> None:
    comparison = compared(filled, "Sharp", "Blurred")
    everything = image_page(comparison, CompareQuery())
    assert (everything.matching, everything.total, everything.pages, len(everything.prompts)) == (40, 40, 4, PAGE)
    assert [each.prompt.prompt_id for each in everything.prompts[:2]] == ["f0", "f1"]
    assert image_page(comparison, CompareQuery(page=99)).page == 4
    assert len(image_page(comparison, CompareQuery(page=4)).prompts) == 4
    assert image_page(comparison, CompareQuery(page=-3)).page == 1
    assert image_page(comparison, CompareQuery(dimension="alignment")).matching == 20
    assert image_page(comparison, CompareQuery(skill="alignment.count")).matching == 20
    assert image_page(comparison, CompareQuery(skill="alignment.action")).matching == 0
    assert [each.prompt.prompt_id for each in image_page(comparison, CompareQuery(search="HAT")).prompts] == ["f0"]
    assert [each.prompt.prompt_id for each in image_page(comparison, CompareQuery(search="F12")).prompts] == ["f12"]
    assert image_page(comparison, CompareQuery(order="9-9")).matching == 40
    query, problems = CompareQuery.read([("dimension", "nonsense"), ("skill", "tail"), ("at", "x"), ("find", "HAT")])
    assert query == CompareQuery(search="HAT")
    assert [problem.where for problem in problems] == ["dimension", "skill", "at"]


def test_gaps_follow_expected_scores_else_answers(filled: Database) -> None:
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
    comparison = compared(filled, "Sharp", "Blurred")
    apart = image_page(comparison, CompareQuery(order=MOST_APART))
    gaps = [each.gap for each in apart.prompts if each.gap is not None]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] == pytest.approx(75)
    plain = {each.prompt.prompt_id: each.gap for each in image_page(comparison, CompareQuery()).prompts}
    assert plain["f2"] == pytest.approx(0)
    assert plain["f3"] == pytest.approx(75)
    assert plain["f7"] == pytest.approx(0)
    ahead = image_page(comparison, CompareQuery(order="1-2"))
    assert ahead.matching == 38  # all but f2 and f7
    assert image_page(comparison, CompareQuery(order="2-1")).matching == 0


def test_an_absent_part_is_shown_and_not_counted(filled: Database) -> None:
    comparison = compared(filled, "Sharp", "Blurred")
    view = CompareQuery(search="hat", skill="faithfulness.hand")
    page = image_page(comparison, view)
    sharp = next(each for each in page.prompts[0].images[0].answers if each.skill.key == "faithfulness.hand")
    assert (sharp.choice, sharp.wording, sharp.differs) == (-1, "means -1", True)
    assert page.prompts[0].gap is None
    text = images_html(comparison, page, view)
    assert "means -1" in text
    assert "No image is stored" in text


def test_figures_have_sentences_beside_them(filled: Database) -> None:
    comparison = compared(filled, "Sharp", "Middling", "Blurred")
    figure = radar(comparison)
    assert figure is not None
    assert len({trace.line.dash for trace in figure.data}) == len({trace.line.color for trace in figure.data}) == 3
    assert len(figure.data[0].theta) == 7 + 1
    assert "Sharp is strongest on" in radar_caption_html(comparison)
    drawn = forest(differences(comparison, "Sharp"), comparison.t2i_models)
    assert drawn is not None
    assert [len(trace.x) for trace in drawn.data] == [10, 10]
    symbols = set(drawn.data[0].marker.symbol)
    assert symbols == {"square", "square-open"}
