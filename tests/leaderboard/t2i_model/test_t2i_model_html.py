"""The page of a T2I model as HTML: everything from outside is escaped, and every panel says why it is empty."""

import re
from pathlib import Path

import pytest

from core.settings import Settings
from leaderboard.board.boards import PUBLISHED_BOARD, Board, list_boards
from leaderboard.store.database import Database
from leaderboard.store.tables import Submission
from leaderboard.t2i_model.answers import compute_option_shares, find_extremes
from leaderboard.t2i_model.history import list_appearances
from leaderboard.t2i_model.record import T2IModelRecord, find_record
from leaderboard.t2i_model.t2i_model_html import (
    TEMPLATE,
    badge_html,
    citation_html,
    downloads_html,
    facts_html,
    history_html,
    images_html,
    model_card_html,
    scores_html,
    shares_html,
    title_html,
    unknown_board_html,
    unknown_html,
)
from model.protocol.protocol import Protocol
from tests.conftest import tiny_protocol_data
from tests.helpers.board_html import HOSTILE, Cells
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from web.html import call_macro

SITE = "https://example.org"


@pytest.fixture
def server() -> str:
    """SQLite alone: what is rendered does not depend on the server, and other tests read from both."""
    return "sqlite"


def board_of(database: Database, protocol: Protocol) -> Board:
    return next(board for board in list_boards(database) if board.protocol_digest == protocol.digest)


def hostile(database: Database) -> T2IModelRecord:
    """A T2I model, a protocol and an evaluator all of whose texts are hostile."""
    data = tiny_protocol_data()
    data["title"] = HOSTILE
    for prompt in data["prompts"]:
        prompt["text"] = HOSTILE
        prompt["elements"] = dict.fromkeys(prompt.get("elements", {}), HOSTILE)
    for question in data["questions"].values():
        question["options"] = {option: f"{HOSTILE} {option}" for option in question["options"]}
    protocol = Protocol.parse(data)
    evaluator = add_evaluator(database, protocol, 1)
    submission, _ = add_submission(
        database,
        protocol,
        HOSTILE,
        organisation=HOSTILE,
        licence=HOSTILE,
        notes=HOSTILE,
        link="javascript:alert(1)",
        simulated=True,
    )
    publish(database, protocol, submission, evaluator, grade(3))
    return find_record(database, board_of(database, protocol), HOSTILE)


def test_texts_of_users_are_escaped(database: Database, settings: Settings) -> None:
    record = hostile(database)
    boards = list_boards(database)
    (settings.data_dir / "thumbnails").mkdir()
    (settings.data_dir / "thumbnails" / f"{'c' * 64}.webp").write_bytes(b"RIFF")
    pieces = {
        "title": title_html(record),
        "scores": scores_html(record),
        "shares": shares_html(record, compute_option_shares(database, record)),
        "images": images_html(record, find_extremes(database, record, "alignment.count")),
        "facts": facts_html(record),
        "history": history_html(record, list_appearances(database, boards, record.name)),
        "downloads": downloads_html(record),
        "badge": badge_html(record, SITE),
        "citation": citation_html(record, SITE),
        "card": model_card_html(record, SITE, None),
        "unknown": unknown_html(record.board, HOSTILE, [HOSTILE], [HOSTILE]),
        "unknown board": unknown_board_html(HOSTILE, HOSTILE, [HOSTILE]),
    }
    for name, piece in pieces.items():
        assert "<img src=x" not in piece, name
        assert 'href="javascript:' not in piece, name
        read = Cells(re.sub(r"<img [^>]*>", "", piece))
        assert "onerror" not in read.attributes, name


def test_images_come_with_prompt_question_and_probabilities(
    database: Database, tiny_protocol: Protocol, settings: Settings
) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "Good")
    publish(database, tiny_protocol, submission, evaluator, grade(3))
    record = find_record(database, board_of(database, tiny_protocol), "Good")
    images = find_extremes(database, record, "alignment.count")
    missing = images_html(record, images)
    assert "The image is not stored any more." in missing
    (settings.data_dir / "thumbnails").mkdir()
    (settings.data_dir / "thumbnails" / f"{'c' * 64}.webp").write_bytes(b"RIFF")
    shown = images_html(record, images)
    assert f"gradio_api/file={settings.data_dir}/thumbnails/{'c' * 64}.webp" in shown
    for text in ("two red cats, flat", "Count: two cats?", "means 2", "2<small>/2</small>"):
        assert text in shown
    assert shown.count("33.3%") == 2 * 3  # width and words of each of three options
    assert "prompt=alignment%2Fa1" in shown


def test_the_published_board_says_why_its_panels_are_empty(database: Database) -> None:
    record = find_record(database, PUBLISHED_BOARD, "SDXL v1.0")
    assert "Published figures" in title_html(record)
    assert "the two dimensions only" in call_macro(TEMPLATE, "radar", record.board, "")
    for piece in (shares_html(record, []), images_html(record, None)):
        assert "neither images nor single answers were published" in piece
    assert "no single answers to download" in downloads_html(record)
    assert "arxiv.org/abs/2406.16562" in facts_html(record)


def test_reported_and_closed_world_are_named(database: Database, tiny_protocol: Protocol, tmp_path: Path) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "Told")
    publish(database, tiny_protocol, submission, evaluator, grade(3))
    measured = find_record(database, board_of(database, tiny_protocol), "Told")
    assert "in a closed world" in facts_html(measured)
    with database.write() as session:
        session.get_one(Submission, submission).reported = True
    record = find_record(database, board_of(database, tiny_protocol), "Told")
    assert not record.judged_here
    assert 'class="badge paper">reported' in title_html(record)
    assert "gave the scores elsewhere" in facts_html(record)
    assert "run elsewhere" in shares_html(record, compute_option_shares(database, record))
    assert "Reported results" in facts_html(record)


@pytest.mark.parametrize("name", ["SDXL", ""])
def test_an_unknown_name_leads_on(database: Database, name: str) -> None:
    piece = unknown_html(PUBLISHED_BOARD, name, ["SDXL v1.0"], ["tiny"])
    assert 't2i-model?board=evalalign-published&amp;model=SDXL+v1.0"' in piece
    assert f"board=tiny{f'&amp;model={name}' if name else ''}" in piece
    assert "Choose a T2I model" in call_macro(TEMPLATE, "unchosen", PUBLISHED_BOARD)
