"""What is taken along of a T2I model: badge and files over HTTP, metadata for the Hub's own parser, citations."""

import io
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit
from xml.parsers import expat

import pandas as pd
import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient
from huggingface_hub import parse_eval_result_entries
from huggingface_hub.repocard_data import model_index_to_eval_results

from leaderboard.board.boards import PUBLISHED, list_boards
from leaderboard.site.links import badge_link, export_link
from leaderboard.store.database import Database, get_database, open_database
from leaderboard.t2i_model.badge import badge_svg
from leaderboard.t2i_model.model_card import DATASET_TO_NAME, eval_results, model_index, result_bibtex
from leaderboard.t2i_model.record import T2IModelRecord, find_record
from leaderboard.t2i_model.routes import router
from leaderboard.t2i_model.t2i_model_html import badge_html, model_card_html
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_evaluator, add_submission, grade, publish

NAME = 'org/A "b" <img src=x>: {c} 100% & d'
PAGE = "https://example.org/t2i-model?board=tiny"


@pytest.fixture
def served(tiny_protocol: Protocol) -> Iterator[TestClient]:
    """The routes over the settings' own database, with two T2I models on the board `tiny`."""
    evaluator = add_evaluator(get_database(), tiny_protocol, 1)
    for name, points, simulated in [(NAME, 4, False), ("Drawn", 1, True)]:
        submission, _ = add_submission(get_database(), tiny_protocol, name, simulated=simulated)
        publish(get_database(), tiny_protocol, submission, evaluator, grade(points))
    app = FastAPI()
    app.include_router(router)
    with TestClient(app) as client:
        yield client
    get_database().close()
    open_database.cache_clear()


def record(name: str = NAME, board: str = "tiny") -> T2IModelRecord:
    database: Database = get_database()
    return find_record(database, next(each for each in list_boards(database) if each.name == board), name)


class Texts:
    """The texts of an SVG, which has to be well-formed XML."""

    def __init__(self, svg: str) -> None:
        self.texts: list[str] = []
        self._open: list[str] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add_text
        parser.Parse(svg, True)

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._open.append(tag)
        if tag == "text":
            self.texts.append("")

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _add_text(self, text: str) -> None:
        if self._open[-1] == "text":
            self.texts[-1] += text


def texts(svg: str) -> list[str]:
    return Texts(svg).texts


def test_a_badge_shows_score_and_rank_and_answers_304(served: TestClient) -> None:
    answer = served.get(f"/{badge_link('tiny', NAME)}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert texts(answer.text) == ["EvalAlign, closed world", "100.0%, rank 1-2 of 2"]
    assert "max-age" in answer.headers["cache-control"]
    tag = answer.headers["etag"]
    for known in (tag, f'"other", W/{tag}'):
        again = served.get(f"/{badge_link('tiny', NAME)}", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert served.get(f"/{badge_link('tiny', NAME)}", headers={"If-None-Match": '"other"'}).status_code == 200
    assert texts(served.get(f"/{badge_link('tiny', 'drawn')}").text)[1].endswith("simulated")
    published = served.get(f"/{badge_link(PUBLISHED, 'SDXL v1.0')}")
    assert texts(published.text)[0] == "EvalAlign, published figures"


@pytest.mark.parametrize(
    ("board", "name", "reason"), [("tiny", "nobody", "not on this board"), ("nonsense", "x", "no such board")]
)
def test_an_unknown_badge_is_a_picture_too(served: TestClient, board: str, name: str, reason: str) -> None:
    answer = served.get(f"/{badge_link(board, name)}")
    assert answer.status_code == 404
    assert texts(answer.text) == ["EvalAlign", reason]


def test_a_badge_escapes_and_cuts_texts() -> None:
    svg = badge_svg("<script>alert(1)</script>\x00", "&" * 100, "#000")
    assert "<script>" not in svg
    label, value = texts(svg)
    assert label == "<script>alert(1)</script>"
    assert value == "&" * 47 + "…"


def test_scores_and_answers_come_as_files(served: TestClient) -> None:
    readers = {
        "csv": lambda content: pd.read_csv(io.BytesIO(content)),
        "json": lambda content: pd.read_json(io.BytesIO(content)),
        "parquet": lambda content: pd.read_parquet(io.BytesIO(content)),
    }
    for form, read in readers.items():
        answers = served.get(f"/{export_link('tiny', NAME, 'answers', form)}")
        assert answers.status_code == 200
        assert "attachment" in answers.headers["content-disposition"]
        assert read(answers.content)["choice"].sum() == 2 * 5 * 4 + 7 * 2
        scores = read(served.get(f"/{export_link('tiny', NAME, 'scores', form)}").content).set_index("key")
        assert scores.loc["overall", "score"] == pytest.approx(100)
        assert scores.loc["overall", "t2i_model"] == NAME


def test_names_are_no_formulas_in_files(served: TestClient, tiny_protocol: Protocol) -> None:
    submission, _ = add_submission(get_database(), tiny_protocol, "=HYPERLINK(1)")
    publish(get_database(), tiny_protocol, submission, "1" * 64, grade(2))
    text = served.get(f"/{export_link('tiny', '=HYPERLINK(1)', 'scores', 'csv')}").text
    assert ",'=HYPERLINK(1)," in text


def test_missing_files_are_refused_with_the_reason(served: TestClient) -> None:
    nobody = served.get(f"/{export_link('tiny', 'draw', 'scores', 'csv')}")
    assert (nobody.status_code, "Did you mean Drawn?" in nobody.text) == (404, True)
    published = served.get(f"/{export_link(PUBLISHED, 'SDXL v1.0', 'answers', 'json')}")
    assert (published.status_code, "No images were judged here" in published.text) == (404, True)
    assert served.get("/export/tiny/answers.exe?model=Drawn").status_code == 422


def test_the_hubs_own_parser_reads_the_model_index(served: TestClient) -> None:
    data = yaml.safe_load(model_index(record(), PAGE))
    name, results = model_index_to_eval_results(data["model-index"])
    assert name == NAME
    by_type = {result.metric_type: result for result in results}
    assert by_type["overall"].metric_value == 100.0
    assert by_type["faithfulness.body"].metric_value == 4.0
    assert {result.task_type for result in results} == {"text-to-image"}
    assert {(result.dataset_type, result.source_url) for result in results} == {("tiny-v1", PAGE)}


def test_the_hubs_own_parser_reads_eval_results(served: TestClient) -> None:
    entries = parse_eval_result_entries(yaml.safe_load(eval_results(record("Drawn"), PAGE, "us/evalalign")))
    assert [entry.task_id for entry in entries] == ["tiny-v1.overall", "tiny-v1.faithfulness", "tiny-v1.alignment"]
    assert {entry.dataset_id for entry in entries} == {"us/evalalign"}
    assert entries[1].value == 1.0
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(entries[0].date))
    assert "simulated T2I model" in str(entries[0].notes)
    assert "closed world" in str(entries[0].notes)
    unnamed = parse_eval_result_entries(yaml.safe_load(eval_results(record(), PAGE, None)))
    assert unnamed[0].dataset_id == DATASET_TO_NAME
    assert DATASET_TO_NAME in model_card_html(record(), "https://example.org", None)


def test_a_citation_survives_any_name(served: TestClient) -> None:
    entry = result_bibtex(record(), "https://example.org/{x}")
    assert r"\{c\} 100\% \& d" in entry
    assert r"\url{https://example.org/%7Bx%7D}" in entry
    bare = entry.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert re.match(r"@misc\{evalalign-leaderboard-tiny-org-a-b-img-src-x-c-100-d,\n", entry)


def test_snippets_cannot_be_broken_by_a_name(served: TestClient) -> None:
    shown = badge_html(record(), "https://example.org")
    assert "<img src=x>" not in shown
    snippets = [unescape(text) for text in re.findall(r"<pre[^>]*>(.*?)</pre>", shown, re.S)]
    markdown, markup = snippets
    image, page = re.findall(r"\]\((https://example\.org/[^\s()]+)\)", markdown)
    assert served.get(image.removeprefix("https://example.org")).status_code == 200
    assert parse_qs(urlsplit(page).query) == {"board": ["tiny"], "model": [NAME]}
    assert unescape(re.findall(r'<img src="([^"]+)" alt="([^"]+)"></a>$', markup)[0][1]) == f"{NAME}: EvalAlign"
    assert image in markup
