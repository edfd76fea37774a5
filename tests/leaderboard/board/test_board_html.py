"""A board as HTML: what is said of the figures, what is escaped, and what stands where nothing is known."""

import re

import pytest

from leaderboard.board.agreement import board_agreement, board_pairs
from leaderboard.board.board_html import agreement_html, below_html, board_html, caption_html
from leaderboard.board.boards import Board, find_board
from leaderboard.board.ranked import ranked
from leaderboard.site.links import ranking_file_link
from leaderboard.store.database import Database
from leaderboard.store.results import record_reference_scores
from model.protocol.protocol import Protocol
from tests.helpers.board_html import HOSTILE, Cells, ranking_table
from tests.helpers.filled import add_evaluator, add_submission, grade, publish


@pytest.fixture
def server() -> str:
    """SQLite alone: what is rendered does not depend on the server, and other tests read from both."""
    return "sqlite"


def publish_hostile_board(database: Database, protocol: Protocol) -> Board:
    evaluator = add_evaluator(database, protocol, 1)
    for name, points, link in [(HOSTILE, 4, "javascript:alert(1)"), ("Plain", 1, "https://example.org/?a=1&b=2")]:
        submission, t2i_model = add_submission(
            database, protocol, name, organisation=HOSTILE, licence=HOSTILE, link=link, simulated=points == 1
        )
        publish(database, protocol, submission, evaluator, grade(points))
        with database.write() as session:
            record_reference_scores(
                session,
                protocol_digest=protocol.digest,
                t2i_model_id=t2i_model,
                scores={"alignment": float(points), "alignment.count": float(points)},
                source="people",
            )
    return find_board(database, "tiny")


def test_nothing_a_user_wrote_becomes_markup(database: Database, tiny_protocol: Protocol) -> None:
    html = ranking_table(database, publish_hostile_board(database, tiny_protocol))
    cells = Cells(html)
    assert "img" not in cells.tags
    assert "onerror" not in cells.attributes
    assert "javascript:" not in html
    assert cells.rows[2][1] == HOSTILE + HOSTILE
    assert 'href="https://example.org/?a=1&amp;b=2"' in html


def test_the_table_has_a_column_per_skill_under_its_dimension(database: Database, tiny_protocol: Protocol) -> None:
    cells = Cells(ranking_table(database, publish_hostile_board(database, tiny_protocol)))
    groups, columns, best, second = cells.rows
    assert groups[1:] == ["Faithfulness points per answer, 0 to 4", "Alignment points per image"]
    assert columns[:9] == ["#", "T2I model", "Overall", "Score", "Body", "Hand", "Face", "Object", "Common sense"]
    assert columns[9:] == ["Score", "People", "Object", "Count", "Colour", "Style", "Spatial", "Action"]
    assert best[0] == "1-2"  # five prompts tell nobody apart
    assert best[2].startswith("100.00")
    assert second[3:] == ["1.00"] * 6 + ["2.33", "1.00"] + ["1.00"] * 6
    assert "simulated" in second[1]


def test_a_rank_without_an_interval_says_why(database: Database) -> None:
    html = ranking_table(database, find_board(database, "evalalign-published"))
    assert Cells(html).rows[2][0] == "1"
    assert html.count("were published without those of single images") == 24


def test_a_dimensions_score_tells_its_rank_to_the_pointer(database: Database, tiny_protocol: Protocol) -> None:
    titles = re.findall(
        r'title="(rank \d on \w+), 95% interval',
        ranking_table(database, publish_hostile_board(database, tiny_protocol)),
    )
    assert titles == [f"rank {rank} on {dimension}" for rank in (1, 2) for dimension in ("faithfulness", "alignment")]


def test_columns_span_as_many_as_stand_under_them(database: Database, tiny_protocol: Protocol) -> None:
    for board in (publish_hostile_board(database, tiny_protocol), find_board(database, "evalalign-published")):
        html = ranking_table(database, board)
        spans = [int(span) for span in re.findall(r'colspan="(\d+)"', html)]
        assert sum(spans) == len(Cells(html).rows[1])


def test_the_published_board_shows_people_beside_evalalign_and_its_source(database: Database) -> None:
    board = find_board(database, "evalalign-published")
    rows = Cells(ranking_table(database, board)).rows
    assert rows[1] == ["#", "T2I model", "Overall", "Score", "People", "Score", "People"]
    assert ["1.64", "2.28", "5.31", "5.11"] in [row[3:] for row in rows]
    assert "Published figures" in board_html(board)
    assert "https://arxiv.org/abs/2406.16562" in board_html(board)


def test_a_measured_board_links_its_figures_to_what_made_them(database: Database, tiny_protocol: Protocol) -> None:
    board = publish_hostile_board(database, tiny_protocol)
    html = board_html(board)
    assert tiny_protocol.digest in html
    assert (board.evaluator_digest or "?") in html
    assert "rendered scenes, not photographs" in html


def test_empty_boards_and_filters_that_hide_all_say_what_to_do(database: Database, tiny_protocol: Protocol) -> None:
    empty = find_board(database, "closed-world")
    assert "Be the first" in ranking_table(database, empty)
    board = publish_hostile_board(database, tiny_protocol)
    nothing = ranking_table(database, board, search="nobody of that name")
    assert "All 2 are hidden" in nothing
    assert 'href="?board=tiny"' in nothing
    assert "No reference scores" in agreement_html(empty, "alignment", [])


def test_the_whole_ranking_can_be_downloaded_and_is_not_in_the_page(database: Database) -> None:
    board = find_board(database, "evalalign-published")
    html = below_html(board, ranked(database, board).ranking)
    assert re.findall(r'href="(download/[^"]+)"', html) == [
        ranking_file_link(board.name, ending) for ending in ("csv", "json", "parquet")
    ]
    assert "data:" not in html
    empty = find_board(database, "closed-world")
    assert "download" not in below_html(empty, ranked(database, empty).ranking)


@pytest.mark.parametrize(
    ("dimension", "tau", "low"), [("alignment", "0.8043", "0.68"), ("faithfulness", "0.7223", "0.55")]
)
def test_agreement_is_told_in_words_with_the_note_on_the_papers_figure(
    database: Database, dimension: str, tau: str, low: str
) -> None:
    board = find_board(database, "evalalign-published")
    html = agreement_html(board, dimension, board_agreement(board_pairs(database, board)))
    cells = Cells(html)
    assert cells.rows[1][:2] == ["Kendall's tau-b", tau]
    assert cells.rows[1][2].startswith(low)
    assert "as people do" in html
    assert "0.7464" in html
    assert "skill by skill" not in html


def test_agreement_skill_by_skill_where_skills_have_references(database: Database, tiny_protocol: Protocol) -> None:
    board = publish_hostile_board(database, tiny_protocol)
    html = agreement_html(board, "alignment", board_agreement(board_pairs(database, board)))
    assert "skill by skill" in html
    assert [row[0] for row in Cells(html).rows][-1] == "Count"


def test_captions_are_escaped() -> None:
    assert caption_html("<b>") == '<p class="caption">&lt;b&gt;</p>'
