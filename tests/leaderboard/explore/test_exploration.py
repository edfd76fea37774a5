"""All generations of a board: by prompt, skill, answer, T2I model and doubt, page by page, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, delete, event, select, text, update

from core.problems import BadInput
from leaderboard.board.boards import Board, find_board
from leaderboard.explore import exploration
from leaderboard.explore.details import generation_details
from leaderboard.explore.exploration import Explored, explore, generation_filter, resolve
from leaderboard.explore.query import ExploreQuery, ResolvedQuery
from leaderboard.store.annotations import AnnotationRow, record_annotations
from leaderboard.store.database import MIGRATIONS, Database
from leaderboard.store.generations import generations_query
from leaderboard.store.results import AnswerRow, answers_frame, board_answers, record_answers, score_submission
from leaderboard.store.tables import Generation, GenerationScore, StoredAnswer, Submission, SubmissionState, now
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from tests.helpers.filled import add_evaluator, add_submission, answer_rows, grade

NAMES = ("ant", "bee", "cat", "dog", "eel")


def enter(database: Database, protocol: Protocol, name: str, points: int, sure: float, hours: int = 0) -> str:
    """Publish a T2I model whose every answer is worth `points` and has the probability `sure`."""
    submission, _ = add_submission(database, protocol, name)
    rows = answer_rows(database, protocol, submission, EVALUATOR, grade(points))
    with database.write() as session:
        record_answers(session, [certain(row, sure) for row in rows])
        score_submission(session, submission, EVALUATOR)
        row = session.get_one(Submission, submission)
        row.state, row.finished_at = SubmissionState.PUBLISHED, now() + timedelta(hours=hours)
    return submission


EVALUATOR = "1" * 64


def certain(row: AnswerRow, sure: float) -> AnswerRow:
    others = [option for option in row.probabilities if option != row.choice]
    rest = (1 - sure) / len(others)
    return replace(row, probabilities={row.choice: sure} | dict.fromkeys(others, rest))


@pytest.fixture
def board(database: Database, tiny_protocol: Protocol) -> Board:
    """Five T2I models, better and surer in the order of the alphabet; every prompt has an image by each."""
    add_evaluator(database, tiny_protocol, 1)
    for number, name in enumerate(NAMES):
        enter(database, tiny_protocol, name, number, 0.5 + number / 10)
    return find_board(database, "tiny")


def read(database: Database, board: Board, parameters: dict[str, str]) -> tuple[ResolvedQuery, tuple[str, ...]]:
    """Read the page's parameters; the notes are those of the address and those of the board."""
    query, problems = ExploreQuery.read(parameters.items())
    resolved = resolve(database, board, query)
    return resolved, (*map(str, problems), *resolved.notes)


def see(database: Database, board: Board, **parameters: str) -> Explored:
    resolved, notes = read(database, board, parameters)
    assert notes == ()
    assert dict(resolved.query.pairs()) == {"board": board.name} | parameters
    return explore(database, board, resolved)


def names(explored: Explored) -> list[str]:
    return [card.t2i_model for card in explored.cards]


def test_images_for_a_prompt_are_ranked_by_points(database: Database, board: Board) -> None:
    explored = see(database, board, prompt="faithfulness/f1")
    assert names(explored) == ["eel", "dog", "cat", "bee", "ant"]
    assert [card.rank for card in explored.cards] == [1, 2, 3, 4, 5]
    assert [(card.points, card.possible) for card in explored.cards][:2] == [(20, 20), (15, 20)]
    assert {card.prompt for card in explored.cards} == {"a man waves"}
    alignment = see(database, board, prompt="alignment/a3")
    assert [card.rank for card in alignment.cards] == [1, 1, 1, 4, 5], "equal points share a rank"
    assert [card.rank for card in see(database, board, prompt="alignment/a3", model="bee").cards] == [4]


def test_skill_and_answer_narrow_and_doubt_orders(database: Database, board: Board) -> None:
    explored = see(database, board, skill="faithfulness.hand", answer="1")
    assert names(explored) == ["bee", "bee"]
    assert {(card.choice, card.meaning) for card in explored.cards} == {(1, "means 1")}
    unsure = see(database, board, skill="alignment.object", order="unsure")
    assert names(unsure) == ["ant", "ant", "bee", "bee", "cat", "cat", "dog", "dog", "eel", "eel"]
    assert [round(card.doubt, 3) for card in unsure.cards][::2] == [0.5, 0.4, 0.3, 0.2, 0.1]
    assert names(see(database, board, skill="alignment.object", order="sure")) == names(unsure)[::-1]
    assert names(see(database, board, prompt="faithfulness/f2", skill="faithfulness.face", answer="3")) == ["dog"]


def test_the_whole_board_is_ordered_by_points_and_by_doubt(database: Database, board: Board) -> None:
    best, worst = see(database, board), see(database, board, order="worst")
    assert best.total == worst.total == 25
    shares = [card.points / card.possible for card in best.cards]
    assert shares == sorted(shares, reverse=True)
    assert worst.cards[0].points == 0
    assert set(names(see(database, board, order="unsure"))[:5]) == {"ant"}
    assert names(see(database, board, model="cat")) == ["cat"] * 5


def test_pages_together_are_the_whole_list_in_order(
    database: Database, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = see(database, board, order="unsure").cards + see(database, board, order="unsure", page="2").cards
    monkeypatch.setattr(exploration, "PAGE", 4)
    pages = [see(database, board, order="unsure", **({"page": str(page)} if page > 1 else {})) for page in range(1, 8)]
    assert [len(page.cards) for page in pages] == [4] * 6 + [1]
    assert [card.generation_id for page in pages for card in page.cards] == [card.generation_id for card in whole]
    behind = see(database, board, order="unsure", page="99")
    assert behind.query.page == behind.pages == 7
    assert behind.cards == pages[-1].cards
    assert "no page 99" in behind.notes[0]


def test_hidden_submissions_are_neither_listed_nor_counted(
    database: Database, board: Board, tiny_protocol: Protocol
) -> None:
    enter(database, tiny_protocol, "cat", 4, 0.99, hours=1)  # the same T2I model again: the later one counts
    gone, hidden = enter(database, tiny_protocol, "fox", 4, 0.98), enter(database, tiny_protocol, "gnu", 4, 0.97)
    with database.write() as session:
        session.execute(update(Submission).where(Submission.id == hidden).values(hidden=True))
        session.execute(update(Submission).where(Submission.id == gone).values(state=SubmissionState.WITHDRAWN))
    board = find_board(database, "tiny")
    for parameters in ({}, {"skill": "faithfulness.hand"}, {"prompt": "faithfulness/f1"}, {"order": "sure"}):
        explored = see(database, board, **parameters)
        assert not {"fox", "gnu"} & set(names(explored))
        assert names(explored).count("cat") * 5 == explored.total or explored.total == 25
    assert see(database, board).total == 25
    assert see(database, board, skill="faithfulness.hand", answer="2").total == 0
    assert see(database, board, skill="faithfulness.hand", answer="4").total == 4
    assert see(database, board, model="cat").cards[0].points > 0
    assert see(database, board, prompt="faithfulness/f1", model="cat").cards[0].rank == 1


def test_absent_parts_are_left_out_of_orders_by_points(database: Database, tiny_protocol: Protocol) -> None:
    add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "ant")
    rows = answer_rows(database, tiny_protocol, submission, EVALUATOR, lambda prompt, question: absent(question))
    with database.write() as session:
        record_answers(session, [certain(row, 0.7) for row in rows])
        score_submission(session, submission, EVALUATOR)
        session.get_one(Submission, submission).state = SubmissionState.PUBLISHED
    board = find_board(database, "tiny")
    assert see(database, board, skill="faithfulness.hand").total == 0
    assert see(database, board, skill="faithfulness.hand", order="unsure").total == 2
    assert [card.possible for card in see(database, board, skill="faithfulness.hand", answer="-1").cards] == [0, 0]
    assert {card.possible for card in see(database, board, prompt="faithfulness/f1").cards} == {8}


def absent(question: Question) -> int:
    return question.options[0]


MEANINGLESS: tuple[tuple[dict[str, str], str], ...] = (
    ({"skill": "hnad"}, "no skill hnad"),
    ({"answer": "1"}, "needs a skill"),
    ({"skill": "hand", "answer": "7"}, "7 is no answer"),
    ({"prompt": "zebra"}, "id or the words zebra"),
    ({"prompt": "a "}, "5 prompts have the words a"),
    ({"model": "yak"}, "called yak"),
    ({"order": "random"}, "no order random"),
    ({"page": "-3"}, "page: Is not a page's number"),
    ({"prompt": "f1", "skill": "alignment.count"}, "not asked about Alignment: count"),
)


def test_unusable_parameters_are_dropped_with_a_note(database: Database, board: Board) -> None:
    for parameters, note in MEANINGLESS:
        resolved, notes = read(database, board, parameters)
        assert note in notes[0]
        explore(database, board, resolved)


def test_words_that_only_one_prompt_or_name_has_are_enough(database: Database, board: Board) -> None:
    resolved, _ = read(database, board, {"prompt": "RED CAR", "model": "EE", "skill": "body"})
    assert resolved.query.address() == "?board=tiny&prompt=faithfulness%2Ff2&skill=faithfulness.body"
    assert [suggestion.value for suggestion in resolved.suggestions] == ["bee", "eel"]
    assert resolved.impossible


def test_details_hold_questions_answers_and_labels(database: Database, board: Board) -> None:
    card = see(database, board, prompt="alignment/a1", model="cat").cards[0]
    with database.write() as session:
        submission = session.get_one(Generation, card.generation_id).submission_id
        label = AnnotationRow("alignment", "a1", "alignment.count", "Ada", 1)
        record_annotations(session, submission, [label], "two people")
    details = generation_details(database, board, card.generation_id)
    assert (details.generation.submission.t2i_model.name, details.prompt) == ("cat", "two red cats, flat")
    assert [question.text for question in details.questions] == [
        "Object: cat?",
        "Count: two cats?",
        "Colour: red cat?",
        "Style: flat?",
    ]
    count = details.questions[1]
    assert (count.answer.choice, [option for option, _, _ in count.options]) == (2, [0, 1, 2])
    assert sum(share for _, _, share in count.options) == pytest.approx(1)
    assert [(label.annotator, label.label, label.source) for label in count.labels] == [("Ada", 1, "two people")]
    for missing in (0, 10**12, 999_999):
        with pytest.raises(BadInput, match="no such image"):
            generation_details(database, board, missing)


def test_boards_without_images_have_none(database: Database) -> None:
    board = find_board(database, "evalalign-published")
    resolved, _ = read(database, board, {"skill": "hand", "prompt": "x"})
    assert explore(database, board, resolved) == Explored(ExploreQuery(board="evalalign-published"))


def test_scoring_again_replaces_the_sums(database: Database, board: Board) -> None:
    with database.write() as session:
        before = sums(session)
        session.execute(delete(GenerationScore))
        for submission in session.scalars(select(Submission.id)).all():
            score_submission(session, submission, EVALUATOR)
            score_submission(session, submission, EVALUATOR)
        assert sums(session) == before
        assert len(before) == 25
        doubts = session.execute(select(StoredAnswer.choice, StoredAnswer.probabilities, StoredAnswer.doubt)).all()
    assert all(doubt == pytest.approx(1 - shares[str(choice)]) for choice, shares, doubt in doubts)


def sums(session: Any) -> list[tuple[Any, ...]]:
    columns = (GenerationScore.generation_id, GenerationScore.points, GenerationScore.share, GenerationScore.doubt)
    return [tuple(row) for row in session.execute(select(*columns).order_by(GenerationScore.generation_id))]


PLANS = ({}, {"order": "unsure"}, {"skill": "faithfulness.hand"}, {"skill": "faithfulness.hand", "answer": "1"})


def test_a_whole_board_is_read_in_the_order_of_an_index(database: Database, board: Board) -> None:
    if database.engine.dialect.name != "sqlite":
        pytest.skip("a server plans by the statistics of its tables, which are tiny here")
    for parameters in (*PLANS, {"skill": "alignment.count", "order": "unsure", "answer": "2"}):
        plan = plan_of(database, page_query(database, board, parameters))
        assert "TEMP B-TREE FOR ORDER BY" not in plan, plan
    for parameters in ({"prompt": "faithfulness/f1"}, {"model": "cat"}, {"model": "cat", "skill": "faithfulness.hand"}):
        plan = plan_of(database, page_query(database, board, parameters))
        assert "generation_scores_points" not in plan, plan
        assert "ix_answers" not in plan, plan
    with database.read() as session:
        statements: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda *given: statements.append(explained(given)))
        answers_frame(session, "s", EVALUATOR)
        board_answers(session, ["s", "t"], EVALUATOR)
        for sql in statements[:2]:
            plan = str(session.connection().exec_driver_sql(sql).all())
            assert "ix_answers" not in plan, "one submission's answers are explored by its generations"


def page_query(database: Database, board: Board, parameters: dict[str, str]) -> Any:
    return generations_query(generation_filter(board, read(database, board, parameters)[0].query), 24, 24)


def explained(given: Any) -> str:
    """The statement about to be executed, with its parameters in it, to be explained."""
    sql = given[2]
    for value in given[3]:
        sql = sql.replace("?", f"'{value}'", 1)
    return f"EXPLAIN QUERY PLAN {sql}"


def plan_of(database: Database, query: Any) -> str:
    """The steps of the query itself, without those of the queries in it."""
    sql = str(query.compile(database.engine, compile_kwargs={"literal_binds": True}))
    with database.read() as session:
        steps = session.execute(text(f"EXPLAIN QUERY PLAN {sql}")).all()
    return "\n".join(str(step[-1]) for step in steps if step[1] == 0)


def test_migration_adds_doubts_and_sums_of_older_answers(database_url: str, tiny_protocol: Protocol) -> None:
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        tables = MetaData()
        tables.reflect(connection)
        for name, rows in older_rows(tiny_protocol).items():
            connection.execute(tables.tables[name].insert(), rows)
    engine.dispose()
    database = Database.open(database_url)
    with database.read() as session:
        assert session.scalars(select(StoredAnswer.doubt).order_by(StoredAnswer.id)).all() == pytest.approx(
            [0.75, 0.25]
        )
        row = session.scalars(select(GenerationScore)).one()
        assert (row.points, row.possible, row.share, row.doubt) == (3, 4, 0.75, 0.75)
    database.close()


def older_rows(protocol: Protocol) -> dict[str, list[dict[str, Any]]]:
    """One generation with two answers, one of them that the part is absent; tables as they were at first."""
    at, digest = now(), protocol.digest
    evaluator = {"digest": EVALUATOR, "protocol_digest": digest, "name": "e", "base_digest": EVALUATOR}
    submission = {"id": "s", "t2i_model_id": 1, "submitter_id": 1, "protocol_digest": digest, "archive_digest": "a"}
    counts = {"state": "published", "priority": 0, "done": 1, "total": 1, "attempts": 0, "created_at": at}
    image = {"image_digest": "c", "media_type": "image/png", "width": 1, "height": 1}
    answer = {"generation_id": 1, "evaluator_digest": EVALUATOR}
    model = {"name_key": "ant", "organisation": "", "link": "", "licence": "", "notes": "", "simulated": False}
    return {
        "protocols": [{"digest": digest, "name": "t", "title": "T", "content": protocol.to_json(), "created_at": at}],
        "evaluators": [{**evaluator, "dtype": "float32", "closed_world": True, "created_at": at}],
        "t2i_models": [{"id": 1, "name": "ant", **model, "created_at": at}],
        "submitters": [{"id": 1, "name": "Ada", "created_at": at}],
        "submissions": [{**submission, **counts}],
        "generations": [{"id": 1, "submission_id": "s", "dimension": "faithfulness", "prompt_id": "f1", **image}],
        "answers": [
            {**answer, "skill": "faithfulness.body", "choice": 3, "probabilities": {"3": 0.25, "4": 0.75}},
            {**answer, "skill": "faithfulness.hand", "choice": -1, "probabilities": {"-1": 0.75, "0": 0.25}},
        ],
    }
