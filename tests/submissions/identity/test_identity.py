"""The identity behind a request, where nobody signs in and where people do."""

import time

import pytest

from core.problems import BadInput
from core.settings import Settings
from submissions.identity.admin_token import COOKIE, admin_token
from submissions.identity.identity import (
    ADMIN_ACTOR,
    STRANGER,
    Identity,
    require_admin,
    sign_in_offered,
    signed_in_identity,
    submitter_for,
    token_identity,
)
from submissions.identity.page import TEMPLATE
from web.html import call_macro

HERE = {"host": "127.0.0.1:7860"}
SPACE = {
    "SYSTEM": "spaces",
    "SPACE_ID": "people/evalalign",
    "OAUTH_CLIENT_ID": "a",
    "OAUTH_CLIENT_SECRET": "b",
    "OAUTH_SCOPES": "openid profile",
    "OPENID_PROVIDER_URL": "https://example.org",
}


def test_browser_with_the_token_is_the_admin() -> None:
    for headers in ({}, HERE, HERE | {"origin": "http://127.0.0.1:7860"}):
        identity = token_identity({COOKIE: admin_token()}, headers)
        assert (identity.admin, identity.signed_in, identity.actor) == (True, False, ADMIN_ACTOR)
        assert require_admin(identity) == ADMIN_ACTOR


@pytest.mark.parametrize(
    ("cookies", "headers"),
    [
        ({}, HERE),
        ({COOKIE: ""}, HERE),
        ({COOKIE: "wrong"}, HERE),
        ({"another": admin_token()}, HERE),
        ({COOKIE: admin_token()[:-1]}, HERE),
        ({COOKIE: admin_token()}, HERE | {"origin": "https://evil.example.org"}),
        ({COOKIE: admin_token()}, HERE | {"origin": "http://127.0.0.1:8000"}),
        ({COOKIE: admin_token()}, HERE | {"origin": "null"}),
    ],
)
def test_requests_without_token_or_from_another_site_are_strangers(
    cookies: dict[str, str], headers: dict[str, str]
) -> None:
    identity = token_identity(cookies, headers)
    assert identity == STRANGER
    with pytest.raises(BadInput, match="Only an admin"):
        require_admin(identity)


def session(name: object, expires: float | None = None) -> dict[str, object]:
    return {"oauth_info": {"userinfo": {"preferred_username": name}, "expires_at": expires}}


def test_signed_in_name_counts_until_it_expires(settings: Settings) -> None:
    settings = settings.model_copy(update={"admins": " Ada ,,bob"})
    assert signed_in_identity(session("ada"), {}, settings) == Identity("ada", admin=True, signed_in=True)
    assert signed_in_identity(session("eve", time.time() + 60), {}, settings) == Identity(
        "eve", admin=False, signed_in=True
    )
    for ended in (session("ada", time.time() - 1), session(None), session(""), {"oauth_info": None}, {}):
        assert signed_in_identity(ended, {}, settings) == STRANGER


def test_signed_in_requests_from_another_site_are_strangers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert signed_in_identity(session("ada"), HERE | {"origin": "https://evil.example.org"}, settings) == STRANGER
    assert signed_in_identity(session("ada"), HERE | {"origin": "http://127.0.0.1:7860"}, settings).signed_in
    monkeypatch.setenv("SPACE_HOST", "people-evalalign.hf.space, board.example.org")
    for ours in ("https://people-evalalign.hf.space", "https://board.example.org"):
        assert signed_in_identity(session("ada"), {"host": "10.0.0.1", "origin": ours}, settings).signed_in


def test_sign_in_is_offered_only_with_all_its_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not sign_in_offered()
    assert submitter_for(STRANGER, "Ada") == "Ada"
    for name, value in SPACE.items():
        assert not sign_in_offered()
        monkeypatch.setenv(name, value)
    assert sign_in_offered()
    assert submitter_for(Identity("ada", admin=False, signed_in=True), "Bob") == "ada"
    with pytest.raises(BadInput, match="Sign in with Hugging Face"):
        submitter_for(STRANGER, "Ada")


def test_row_shows_the_identity_and_escapes_names() -> None:
    signed = call_macro(TEMPLATE, "row", Identity("<b>ada", admin=False, signed_in=True), True, "%2Fsubmit")
    assert "Signed in as &lt;b&gt;ada." in signed
    assert 'href="/logout?_target_url=%2Fsubmit"' in signed
    assert 'href="admin"' not in signed
    token = call_macro(TEMPLATE, "row", Identity("", admin=True, signed_in=False), False, "")
    assert "Nobody signs in here" in token
    assert "holds the admin token" in token
    assert 'href="admin"' in token
    assert "login" not in token
    assert 'href="/login/huggingface?_target_url=%2Fsubmit"' in call_macro(TEMPLATE, "row", STRANGER, True, "%2Fsubmit")
