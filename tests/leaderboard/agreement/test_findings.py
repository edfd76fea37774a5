"""A board whose images are labelled: agreement on every level, few labels, and standings that grow."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from core.problems import BadInput
from leaderboard.agreement.debiasing import debias_board
from leaderboard.agreement.findings import EVALUATOR, compare_boards, findings_json, get_findings
from leaderboard.agreement.labelled import load_labelled, prompt_scores
from leaderboard.agreement.tables import agreement_table
from leaderboard.board.agreement import board_influence, board_pairs
from leaderboard.board.boards import Board, find_board
from leaderboard.board.ranked import ranked
from leaderboard.board.standings import INCOMPLETE, update_standings
from leaderboard.store.annotations import AnnotationRow, annotated_scores, record_annotations
from leaderboard.store.database import Database
from leaderboard.store.results import record_reference_scores
from leaderboard.store.tables import Generation, StoredAnswer
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.protocol.skills import ABSENT, Dimension
from tests.conftest import tiny_protocol_data
from tests.helpers.filled import Judge, add_evaluator, add_submission, grade, publish

SOURCE = "two people"
NAMES = ["Superb", "Good", "Middling", "Poor"]


@pytest.fixture(scope="module")
def many_prompts() -> Protocol:
    """30 faithfulness prompts, 30 alignment prompts that ask object and count."""
    data: dict[str, Any] = tiny_protocol_data() | {"name": "many-v1"}
    data["prompts"] = [
        {"prompt_id": f"f{number:02}", "dimension": "faithfulness", "text": f"a man waves {number}"}
        for number in range(30)
    ] + [
        {
            "prompt_id": f"a{number:02}",
            "dimension": "alignment",
            "text": f"two cats {number}",
            "elements": {"alignment.object": "cat", "alignment.count": "two cats"},
        }
        for number in range(30)
    ]
    return Protocol.parse(data)


def truth(name: str, prompt_id: str, question: Question) -> int:
    """A grade by the T2I model's quality and luck; now and then nobody is in the picture."""
    luck = np.random.default_rng([ord(letter) for letter in f"{name}{prompt_id}{question.skill}"])
    if question.options[0] == ABSENT and luck.random() < 0.2:
        return ABSENT
    quality = 1 - NAMES.index(name) / 4
    return int(luck.binomial(question.options[-1], quality))


def judge_with_slips(name: str, eye: str, slip: float) -> Judge:
    """A judge that gives the truth, or now and then one grade less."""

    def judge(prompt_id: str, question: Question) -> int:
        answer = truth(name, prompt_id, question)
        luck = np.random.default_rng([ord(letter) for letter in f"{eye}{name}{prompt_id}{question.skill}"])
        return max(answer - int(luck.random() < slip), 0) if answer != ABSENT else ABSENT

    return judge


def fill(database: Database, protocol: Protocol, names: list[str], evaluators: dict[int, float]) -> Board:
    """T2I models in full, labelled by two people, judged by evaluators with slips of their own."""
    for number, slip in evaluators.items():
        evaluator = add_evaluator(database, protocol, number)
        for name in names:
            submission, t2i_model = add_submission(database, protocol, name)
            publish(database, protocol, submission, evaluator, judge_with_slips(name, f"evaluator {number}", slip))
            rows = [
                AnnotationRow(prompt.dimension.value, prompt.prompt_id, question.skill, person, label)
                for prompt in protocol.prompts
                for question in protocol.questions_for(prompt)
                for person in ("Ada", "Ben")
                for label in [judge_with_slips(name, person, 0.2)(prompt.prompt_id, question)]
            ]
            with database.write() as session:
                record_annotations(session, submission, rows, SOURCE)
                record_reference_scores(
                    session,
                    protocol_digest=protocol.digest,
                    t2i_model_id=t2i_model,
                    scores=annotated_scores(rows),
                    source=SOURCE,
                )
    return find_board(database, "many")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database.open(f"sqlite:///{tmp_path_factory.mktemp('findings') / 'results.db'}")


@pytest.fixture(scope="module")
def board(database: Database, many_prompts: Protocol) -> Board:
    return fill(database, many_prompts, NAMES, {1: 0.3})


def test_reference_scores_are_the_mean_of_what_every_prompt_adds(database: Database, board: Board) -> None:
    pairs = board_pairs(database, board)
    scores = prompt_scores(load_labelled(database, board), pairs)
    assert set(scores) == set(pairs["key"])
    for key, by_prompt in scores.items():
        rows = pairs[pairs["key"] == key]
        assert by_prompt.human.mean(axis=1) == pytest.approx(rows["reference"].to_numpy())
        assert by_prompt.metric.mean(axis=1) == pytest.approx(rows["evaluator"].to_numpy())


def test_every_level_of_agreement_is_kept_apart(database: Database, board: Board) -> None:
    findings = get_findings(database, board, images=True)
    by_key = {item.key: {row.statistic: row for row in item.rows} for item in findings.agreement[EVALUATOR]}
    soft = by_key["faithfulness"]["soft_pairwise_accuracy"]
    assert soft.value is not None
    assert soft.value > 0.9
    assert by_key["faithfulness"]["kendall_tau_b"].prompts_low is not None
    prompts, annotators = findings.ceilings["faithfulness"]
    assert (prompts.split, annotators.split) == ("prompts", "annotators")
    assert prompts.value is not None
    images = {item.key: item for item in findings.images}
    tau = images["alignment"].images[0]
    assert tau.value is not None
    assert 0.5 < tau.value < 1
    assert tau.n == 4 * 30
    kappa = images["alignment.count"].annotators[0]
    assert kappa.value is not None
    assert 0.3 < kappa.value < 1
    json.dumps(findings_json(findings), allow_nan=False)
    table = agreement_table(findings)
    assert set(table["level"]) == {"t2i_models", "images", "pairs", "annotators"}


def test_ranks_are_as_sure_as_the_prompts_make_them(database: Database, board: Board) -> None:
    rows = ranked(database, board).ranking
    assert rows["t2i_model"].tolist() == NAMES
    assert rows["overall.rank_low"].tolist() == [1, 2, 3, 4]
    assert rows["overall.rank_high"].tolist() == [1, 2, 3, 4]


def test_standings_grow_by_one_and_are_kept(tmp_path: Path, many_prompts: Protocol) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'grown.db'}")
    board = fill(database, many_prompts, NAMES[:3], {1: 0.3})
    few = ranked(database, board).ranking["submission"].tolist()
    place = (board.protocol_digest or "", board.evaluator_digest or "")
    before = update_standings(database, *place, few)
    assert update_standings(database, *place, few) is before
    fill(database, many_prompts, NAMES[3:], {1: 0.3})
    every = ranked(database, board).ranking["submission"].tolist()
    grown = update_standings(database, *place, every)
    assert set(grown.submissions) == set(every)
    afresh = update_standings(Database.open(f"sqlite:///{tmp_path / 'grown.db'}"), *place, every)
    order = [afresh.submissions.index(submission) for submission in grown.submissions]
    for key, ranks in grown.intervals.items():
        assert ranks.low.tolist() == afresh.intervals[key].low[order].tolist()
        assert ranks.high.tolist() == afresh.intervals[key].high[order].tolist()


def test_a_submission_whose_answers_are_gone_has_no_interval(tmp_path: Path, many_prompts: Protocol) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'gone.db'}")
    board = fill(database, many_prompts, NAMES[:2], {1: 0.3})
    submission = ranked(database, board).ranking["submission"][1]
    gone = Database.open(f"sqlite:///{tmp_path / 'gone.db'}")
    with gone.write() as session:
        generation = session.query(Generation).filter_by(submission_id=submission).first()
        assert generation is not None
        session.query(StoredAnswer).filter_by(generation_id=generation.id).delete()
    rows = ranked(gone, board).ranking
    assert rows["rank_note"].fillna("").tolist() == ["", INCOMPLETE]
    assert rows["overall.rank_high"].isna().tolist() == [False, True]


def test_two_evaluators_against_the_same_people(tmp_path: Path, many_prompts: Protocol) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'two.db'}")
    newest = fill(database, many_prompts, NAMES, {1: 0.9, 2: 0.1})
    other = find_board(database, f"many@{'1' * 12}")
    comparisons = compare_boards(database, newest, [other])
    (row,) = comparisons["faithfulness"]
    assert (row.first, row.second, row.n) == (newest.name, other.name, 4)
    assert row.p_both is not None
    assert row.p_value is not None
    assert 0 < row.p_value <= (row.p_holm or 0) <= 1
    with pytest.raises(BadInput, match="one protocol"):
        compare_boards(database, newest, [find_board(database, "evalalign-published")])


def test_labels_of_a_few_images_correct_the_evaluator(database: Database, board: Board) -> None:
    rows = {row.key: row.score for row in debias_board(database, board, "Middling", None, 15, 1)}
    assert set(rows) >= {"faithfulness", "alignment", "alignment.count", "faithfulness.hand"}
    faithfulness = rows["faithfulness"]
    assert (faithfulness.labelled, faithfulness.unlabelled) == (15, 15)
    assert faithfulness.evaluator == pytest.approx(
        ranked(database, board).ranking.set_index("t2i_model").loc["Middling", "faithfulness"]
    )
    assert faithfulness.debiased.low is not None
    assert faithfulness.debiased.high is not None
    reference = board_pairs(database, board).set_index(["key", "t2i_model"])["reference"]
    assert faithfulness.debiased.low < reference["faithfulness", "Middling"] < faithfulness.debiased.high
    assert rows["alignment.style"].debiased.score is None
    assert "labelled images are needed" in (rows["alignment.style"].debiased.note or "")


def test_all_images_labelled_leave_what_people_say(database: Database, board: Board) -> None:
    rows = {row.key: row.score for row in debias_board(database, board, "Good", None, None, 0)}
    reference = board_pairs(database, board).set_index(["key", "t2i_model"])["reference"]
    assert rows["alignment"].debiased.score == pytest.approx(reference["alignment", "Good"])


def test_debiasing_compares_names_as_the_database_does(
    database: Database, board: Board, tmp_path: Path, tiny_protocol: Protocol
) -> None:
    spelt = debias_board(database, board, "Middling", None, 15, 1)
    assert debias_board(database, board, "ＭiDDLING", None, 15, 1) == spelt
    other = Database.open(f"sqlite:///{tmp_path / 'names.db'}")
    submission, _ = add_submission(other, tiny_protocol, "通义（万相）")
    publish(other, tiny_protocol, submission, add_evaluator(other, tiny_protocol, 1), grade(2))
    with pytest.raises(BadInput, match="No image of it is labelled"):
        debias_board(other, find_board(other, "tiny"), "通义(万相)", None, None, 0)


def test_labels_from_a_file_and_every_reason_why_not(database: Database, board: Board, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    frame = pd.DataFrame(
        [
            ("alignment", f"a{number:02}", skill, 2 - number % 2)
            for number in range(12)
            for skill in ("alignment.object", "alignment.count")
        ],
        columns=["dimension", "prompt_id", "skill", "label"],
    )
    frame.to_csv(path, index=False)
    rows = {row.key: row.score for row in debias_board(database, board, "Good", path, None, 0)}
    assert rows["alignment.count"].labels_only.score == pytest.approx(1.5)
    wrong = [("alignment", "a00", "alignment.object", 3), ("alignment", "zz", "alignment.object", 1)]
    pd.concat([frame.iloc[2:], pd.DataFrame(wrong, columns=frame.columns)]).to_csv(path, index=False)
    with pytest.raises(BadInput) as refused:
        debias_board(database, board, "Good", path, None, 0)
    assert {problem.code for problem in refused.value.problems} == {
        "unknown_label",
        "unknown_question",
        "incomplete_labels",
    }
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="dimension"):
        debias_board(database, board, "Good", path, None, 0)
    with pytest.raises(BadInput, match="Is not on the board"):
        debias_board(database, board, "Nobody", None, None, 0)


def test_a_board_without_labels_has_totals_only(database: Database) -> None:
    published = find_board(database, "evalalign-published")
    assert load_labelled(database, published) == {}
    findings = get_findings(database, published, images=True)
    assert (findings.ceilings, findings.images) == ({}, ())
    assert board_influence(findings.pairs[EVALUATOR])["faithfulness"].rows[0].t2i_model == "MultiFusion"
    assert set(Dimension) <= set(findings.keys)
