"""From a whole ranking to the page of it that a query asks for, over a real database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from leaderboard.board.boards import PUBLISHED_BOARD, find_board, list_boards
from leaderboard.board.choice import list_evaluator_choices, pick_board
from leaderboard.board.filtering import PAGE_ROWS, drop_unknown_values, list_filter_choices, make_table
from leaderboard.board.query import BoardQuery
from leaderboard.board.ranked import Ranked, board_version, ranked
from leaderboard.board.ranking_html import ranking_html
from leaderboard.store.database import Database
from leaderboard.store.results import record_reference_scores
from leaderboard.store.tables import T2IModel
from model.protocol.protocol import Protocol
from tests.conftest import SERVERS, fresh_database, tiny_protocol_data
from tests.helpers.board_html import Cells
from tests.helpers.filled import add_evaluator, add_submission, grade, publish

NOW = datetime(2026, 6, 30, tzinfo=UTC)

MODELS: dict[str, dict[str, object]] = {
    "Small": {"parameters": 860_000_000, "licence": "MIT", "organisation": "Ada & Co", "open_weights": True},
    "medium": {"parameters": 2_600_000_000, "licence": "Apache-2.0", "organisation": "Bob", "open_weights": True},
    "Large": {"parameters": 12_000_000_000, "licence": "", "organisation": "bob's rival", "open_weights": False},
    "Unknown": {"simulated": True},
}


@pytest.fixture(scope="module", params=SERVERS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ranked]:
    """The ranking of `fill`, once per kind of server: to look at it leaves it as it is."""
    database = fresh_database(request, request.param, tmp_path_factory.mktemp("board"))
    yield fill(database, Protocol.parse(tiny_protocol_data()))
    database.close()


def fill(database: Database, protocol: Protocol) -> Ranked:
    """Four T2I models, published ten days apart, the last one today; graded 4, 2, 1, 0."""
    evaluator = add_evaluator(database, protocol, 1)
    for number, (name, facts) in enumerate(MODELS.items()):
        submission, _ = add_submission(database, protocol, name, **facts)
        published = NOW - timedelta(days=10 * (3 - number))
        publish(database, protocol, submission, evaluator, grade((4, 2, 1, 0)[number]), published)
    return ranked(database, find_board(database, "tiny"))


def names(board: Ranked, **query: object) -> list[str]:
    return make_table(board, BoardQuery(board="tiny", **query), NOW).rows["t2i_model"].tolist()


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({}, ["Small", "medium", "Large", "Unknown"]),
        ({"search": " MED "}, ["medium"]),
        ({"search": "bob"}, ["medium", "Large"]),
        ({"weights": "open"}, ["Small", "medium"]),
        ({"weights": "closed"}, ["Large"]),
        ({"simulated": False}, ["Small", "medium", "Large"]),
        ({"min_size": 2.6}, ["medium", "Large"]),
        ({"max_size": 2.6}, ["Small", "medium"]),
        ({"min_size": 1.0, "max_size": 5.0}, ["medium"]),
        ({"licence": ("MIT", "Apache-2.0")}, ["Small", "medium"]),
        ({"organisation": ("Bob",)}, ["medium"]),
        ({"since": date(2026, 6, 20)}, ["Large", "Unknown"]),
        ({"until": date(2026, 6, 10)}, ["Small", "medium"]),
        ({"since": date(2026, 6, 10), "until": date(2026, 6, 20)}, ["medium", "Large"]),
        ({"weights": "open", "search": "small"}, ["Small"]),
    ],
)
def test_filters_leave_out_what_is_not_wanted_and_keep_the_order(
    board: Ranked, query: dict[str, object], left: list[str]
) -> None:
    assert names(board, **query) == left


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("rank", ["Small", "medium", "Large", "Unknown"]),
        ("overall", ["Unknown", "Large", "medium", "Small"]),
        ("-faithfulness.hand", ["Small", "medium", "Large", "Unknown"]),
        ("t2i_model", ["Large", "medium", "Small", "Unknown"]),
        ("-parameters", ["Large", "medium", "Small", "Unknown"]),
        ("parameters", ["Small", "medium", "Large", "Unknown"]),
        ("-licence", ["Small", "medium", "Large", "Unknown"]),
        ("-open_weights", ["Small", "medium", "Large", "Unknown"]),
        ("-date", ["Unknown", "Large", "medium", "Small"]),
    ],
)
def test_any_column_sorts_and_what_is_not_known_comes_last(board: Ranked, sort: str, order: list[str]) -> None:
    assert names(board, sort=sort) == order


def test_new_is_what_was_published_within_fourteen_days(board: Ranked) -> None:
    assert make_table(board, BoardQuery(), NOW).new == {"Large", "Unknown"}
    assert make_table(board, BoardQuery(), NOW + timedelta(days=20)).new == set()
    html = ranking_html(make_table(board, BoardQuery(), NOW))
    assert html.count(">new<") == 2


def test_what_a_board_does_not_know_is_left_out_of_a_view_and_told(board: Ranked) -> None:
    asked = BoardQuery(
        board="tiny",
        sort="faithfulness.tail",
        columns=("overall", "nonsense"),
        licence=("MIT", "GPL"),
        organisation=("Nobody",),
        t2i_models=("Small", "<b>"),
    )
    query, problems = drop_unknown_values(board, asked)
    assert query == BoardQuery(board="tiny", columns=("overall",), licence=("MIT",), t2i_models=("Small",))
    assert [problem.where for problem in problems] == ["columns", "licence", "organisation", "model", "sort"]
    html = ranking_html(make_table(board, query, NOW), problems)
    assert "“&lt;b&gt;” is not on this board" in html


def test_licences_and_organisations_to_choose_from_are_those_there_are(board: Ranked) -> None:
    assert list_filter_choices(board) == {
        "licence": ["Apache-2.0", "MIT"],
        "organisation": ["Ada & Co", "Bob", "bob's rival"],
    }


def test_chosen_columns_are_shown_behind_rank_and_name(board: Ranked) -> None:
    query = BoardQuery(board="tiny", columns=("alignment.count", "parameters", "licence", "open_weights", "date"))
    rows = Cells(ranking_html(make_table(board, query, NOW))).rows
    assert rows[0] == ["", "Alignment points per image", "About the T2I model"]
    assert rows[1] == ["#", "T2I model", "Count", "Weights", "Parameters", "Licence", "Published"]
    assert rows[2][3:] == ["open", "860M", "MIT", "2026-05-31"]
    assert rows[5][3:] == ["–", "–", "–", "2026-06-30"]


def test_intervals_stand_under_every_figure_when_they_are_wanted(board: Ranked) -> None:
    usual = ranking_html(make_table(board, BoardQuery(board="tiny"), NOW))
    wanted = ranking_html(
        make_table(board, BoardQuery(board="tiny", columns=("overall", "alignment", "intervals")), NOW)
    )
    assert usual.count('class="interval"') == 4, "overall always has its own"
    assert wanted.count('class="interval"') == 8


def test_skills_are_shaded_from_the_boards_worst_to_its_best_whatever_is_filtered(board: Ranked) -> None:
    whole = ranking_html(make_table(board, BoardQuery(), NOW))
    filtered = ranking_html(make_table(board, BoardQuery(search="medium"), NOW))
    assert 'class="ranking heat"' in whole
    assert " h8" in whole
    assert " h0" in whole
    assert " h4" in filtered
    assert " h8" not in filtered.replace(" best h8", "")
    assert 'class="ranking"' in ranking_html(make_table(board, BoardQuery(heat=False), NOW))


def test_many_t2i_models_come_fifty_at_a_time_and_small(database: Database, tiny_protocol: Protocol) -> None:
    whole = many(database, tiny_protocol, 60)
    first = make_table(whole, BoardQuery(board="tiny"), NOW)
    assert (first.matching, first.total, first.pages, len(first.rows)) == (60, 60, 2, PAGE_ROWS)
    last = make_table(whole, BoardQuery(board="tiny", page=99), NOW)
    assert (last.query.page, len(last.rows)) == (2, 10)
    html = ranking_html(first)
    assert len(html.encode()) < 200_000
    assert 'href="?board=tiny&amp;table_page=2"' in html
    assert "1 to 50 of 60" in html


def many(database: Database, protocol: Protocol, number: int) -> Ranked:
    evaluator = add_evaluator(database, protocol, 1)
    for index in range(number):
        submission, _ = add_submission(database, protocol, f"Model {index}")
        publish(database, protocol, submission, evaluator, grade(index % 5))
    return ranked(database, find_board(database, "tiny"))


def test_a_ranking_is_computed_once_until_anything_on_the_board_changes(
    database: Database, tiny_protocol: Protocol
) -> None:
    board = fill(database, tiny_protocol)

    def again() -> Ranked:
        return ranked(database, find_board(database, "tiny"))

    assert again().rows is board.rows
    seen = {board.version}

    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, t2i_model = add_submission(database, tiny_protocol, "Newcomer")
    assert again().version in seen, "what is not published is not on the board"
    publish(database, tiny_protocol, submission, evaluator, grade(3))
    assert "Newcomer" in set(again().rows["t2i_model"])
    assert again().version not in seen
    seen.add(again().version)

    with database.write() as session:
        session.get_one(T2IModel, t2i_model).licence = "MIT"
    assert again().version not in seen
    assert again().rows.set_index("t2i_model").loc["Newcomer", "licence"] == "MIT"
    seen.add(again().version)

    for score in (1.0, 2.0):
        with database.write() as session:
            record_reference_scores(
                session,
                protocol_digest=tiny_protocol.digest,
                t2i_model_id=t2i_model,
                scores={"alignment": score},
                source="people",
            )
        assert again().version not in seen
        assert again().rows.set_index("t2i_model").loc["Newcomer", "alignment.reference"] == score
        seen.add(again().version)


def test_other_evaluators_of_a_protocol_can_be_chosen(database: Database, tiny_protocol: Protocol) -> None:
    board = fill(database, tiny_protocol)
    other = add_evaluator(database, tiny_protocol, 2)
    submission, _ = add_submission(database, tiny_protocol, "Small")
    publish(database, tiny_protocol, submission, other, grade(3), NOW - timedelta(days=99))
    boards = list_boards(database)
    rival = f"tiny@{other[:12]}"
    assert [name for _said, name in list_evaluator_choices(boards, board.board)] == ["tiny", rival]
    assert pick_board(boards, rival).evaluator_digest == other
    assert list_evaluator_choices(boards, PUBLISHED_BOARD) == []
    assert pick_board(boards, "nonsense") == PUBLISHED_BOARD, "nobody is in the closed world"


def test_the_published_figures_have_one_version_and_only_the_search_filters_them(database: Database) -> None:
    board = ranked(database, PUBLISHED_BOARD)
    assert board.version == board_version(database, PUBLISHED_BOARD)
    assert len(names(board, weights="open", simulated=False, min_size=1.0)) == 24
    assert len(names(board, search="pixart")) == 1
