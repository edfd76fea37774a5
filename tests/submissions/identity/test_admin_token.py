"""The token that makes a browser the admin where nobody signs in."""

import subprocess
import sys
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from submissions.identity.admin_token import (
    COOKIE,
    AdminTokenMiddleware,
    admin_address,
    admin_token,
    is_admin_token,
)
from tests.helpers.paths import ROOT


@pytest.fixture
def client() -> Iterator[TestClient]:
    server = FastAPI()
    server.add_middleware(AdminTokenMiddleware)

    @server.api_route("/{path:path}", methods=["GET", "POST"])
    def echo(path: str, request: Request) -> dict[str, object]:
        return {"path": path, "query": request.url.query, "admin": is_admin_token(request.cookies.get(COOKIE, ""))}

    with TestClient(server, base_url="https://board.example", follow_redirects=False) as opened:
        yield opened


def test_address_with_token_sets_a_strict_cookie_and_redirects(client: TestClient) -> None:
    address = admin_address("https://board.example")
    assert address == f"https://board.example/admin?token={admin_token()}"
    answer = client.get(f"{address}&lang=zh")
    assert (answer.status_code, answer.headers["location"]) == (303, "admin?lang=zh")
    assert answer.headers["cache-control"] == "no-store"
    cookie = SimpleCookie(answer.headers["set-cookie"])[COOKIE]
    assert cookie.value == admin_token()
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "strict", True, "/")
    assert (cookie["max-age"], cookie["expires"]) == ("", ""), "it goes when the browser is closed"
    assert client.get("/admin").json()["admin"] is True


def test_cookie_is_not_secure_over_plain_http(client: TestClient) -> None:
    answer = client.get(admin_address("http://127.0.0.1:7860"))
    assert not SimpleCookie(answer.headers["set-cookie"])[COOKIE]["secure"]


@pytest.mark.parametrize("token", ["", "wrong", "é", "%00", "%ff"])
def test_wrong_token_sets_no_cookie(client: TestClient, token: str) -> None:
    answer = client.get(f"/admin?token={token}")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.json()["admin"] is False


def test_token_counts_only_when_opening_the_admin_page(client: TestClient) -> None:
    for method, path in (("GET", "/submit"), ("GET", "/"), ("POST", "/admin"), ("GET", "/admin/more")):
        answer = client.request(method, path, params={"token": admin_token()})
        assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    assert "set-cookie" in client.get("/admin/", params={"token": admin_token()}).headers


def test_token_is_long_and_new_at_every_start() -> None:
    assert admin_token() == admin_token()
    assert len(admin_token()) >= 43, "32 bytes"
    program = "from submissions.identity.admin_token import admin_token; print(admin_token())"
    other = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert len(other.stdout.strip()) == len(admin_token())
    assert other.stdout.strip() != admin_token()
