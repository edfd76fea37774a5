"""The tables of the agreement page as files over HTTP."""

import io
import json
from collections.abc import Iterator

import pandas as pd
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from leaderboard.agreement.agreement_html import downloads_html
from leaderboard.agreement.findings import get_findings
from leaderboard.agreement.routes import router
from leaderboard.board.boards import PUBLISHED_BOARD
from leaderboard.store.database import get_database
from tests.helpers.served import close_database


@pytest.fixture
def client() -> Iterator[TestClient]:
    server = FastAPI()
    server.include_router(router)
    with TestClient(server) as opened:
        yield opened
    close_database()


def test_the_statistics_come_in_each_format(client: TestClient) -> None:
    address = "/download/agreement/statistics.{}?board=evalalign-published"
    answers = {ending: client.get(address.format(ending)) for ending in ("csv", "json", "parquet")}
    for ending, answer in answers.items():
        name = f"evalalign-published-statistics.{ending}"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    frames = [
        pd.read_csv(io.BytesIO(answers["csv"].content)),
        pd.DataFrame(json.loads(answers["json"].content)),
        pd.read_parquet(io.BytesIO(answers["parquet"].content)),
    ]
    for frame in frames:
        tau = frame.set_index(["key", "statistic"]).loc[("faithfulness", "kendall_tau_b")]
        assert float(tau["value"]) == pytest.approx(0.7223, abs=5e-5)


def test_the_page_links_every_table_and_each_link_answers(client: TestClient) -> None:
    html = downloads_html(get_findings(get_database(), PUBLISHED_BOARD))
    links = [part.split('"')[0] for part in html.split('href="')[1:]]
    assert len(links) == 3 * 3  # nothing is compared, no single image is labelled
    assert [client.get(f"/{link}").status_code for link in links] == [200] * len(links)
    influence = pd.read_csv(
        io.BytesIO(client.get("/download/agreement/influence.csv?board=evalalign-published").content)
    )
    assert influence.set_index("key").loc["faithfulness", "t2i_model"].iloc[0] == "MultiFusion"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("statistics.xls?board=evalalign-published", "export_format"),
        ("nothing.csv?board=evalalign-published", "export_table"),
        ("statistics.csv?board=nowhere", "unknown_board"),
    ],
)
def test_a_file_that_is_not_there_answers_404_with_the_reason(client: TestClient, address: str, code: str) -> None:
    answer = client.get(f"/download/agreement/{address}")
    assert answer.status_code == 404
    assert [problem["code"] for problem in answer.json()["problems"]] == [code]
