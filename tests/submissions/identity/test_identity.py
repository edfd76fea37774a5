"""Who is asking: whom to believe, where nobody signs in and where people do."""

import time

import pytest

from core.problems import BadInput
from core.settings import Settings
from submissions.identity.identity import (
    LOCAL_ADMIN,
    STRANGER,
    Identity,
    local_identity,
    require_admin,
    sign_in_offered,
    signed_in_identity,
    submitter_for,
)
from submissions.identity.identity_html import identity_html

HERE = {"host": "127.0.0.1:7860"}
SPACE = {
    "SYSTEM": "spaces",
    "SPACE_ID": "people/evalalign",
    "OAUTH_CLIENT_ID": "a",
    "OAUTH_CLIENT_SECRET": "b",
    "OAUTH_SCOPES": "openid profile",
    "OPENID_PROVIDER_URL": "https://example.org",
}


@pytest.mark.parametrize("client", ["127.0.0.1", "127.1.2.3", "::1"])
@pytest.mark.parametrize("name", ["127.0.0.1:7860", "localhost", "[::1]:80"])
def test_who_sits_at_the_machine_is_its_admin(settings: Settings, client: str, name: str) -> None:
    found = local_identity(client, {"host": name}, settings)
    assert (found.admin, found.signed_in, found.actor) == (True, False, LOCAL_ADMIN)
    assert require_admin(found) == LOCAL_ADMIN


@pytest.mark.parametrize(
    ("client", "headers", "changed"),
    [
        ("192.168.0.7", HERE, {}),
        ("127.0.0.1", HERE, {"host": "0.0.0.0"}),  # noqa: S104
        ("127.0.0.1", HERE, {"local_admin": False}),
        ("127.0.0.1", HERE | {"x-forwarded-for": "192.168.0.7"}, {}),
        ("127.0.0.1", HERE | {"forwarded": "for=192.168.0.7"}, {}),
        ("127.0.0.1", {"host": "board.example.org"}, {}),
        ("127.0.0.1", HERE | {"origin": "https://evil.example.org"}, {}),
        ("127.0.0.1", HERE | {"origin": "null"}, {}),
        ("127.0.0.1", {}, {}),
        ("", HERE, {}),
        ("testclient", HERE, {}),
    ],
)
def test_nobody_else_is(settings: Settings, client: str, headers: dict[str, str], changed: dict[str, object]) -> None:
    found = local_identity(client, headers, settings.model_copy(update=changed))
    assert found == STRANGER
    with pytest.raises(BadInput, match="Only an admin"):
        require_admin(found)


def session(name: object, expires: float | None = None) -> dict[str, object]:
    return {"oauth_info": {"userinfo": {"preferred_username": name}, "expires_at": expires}}


def test_a_signed_in_name_counts_until_it_runs_out(settings: Settings) -> None:
    own = settings.model_copy(update={"admins": " Ada ,,bob"})
    assert signed_in_identity(session("ada"), {}, own) == Identity("ada", admin=True, signed_in=True)
    assert signed_in_identity(session("eve", time.time() + 60), {}, own) == Identity("eve", admin=False, signed_in=True)
    for ended in (session("ada", time.time() - 1), session(None), session(""), {"oauth_info": None}, {}):
        assert signed_in_identity(ended, {}, own) == STRANGER


def test_a_request_that_another_site_sends_along_is_a_strangers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert signed_in_identity(session("ada"), HERE | {"origin": "https://evil.example.org"}, settings) == STRANGER
    assert signed_in_identity(session("ada"), HERE | {"origin": "http://127.0.0.1:7860"}, settings).signed_in
    monkeypatch.setenv("SPACE_HOST", "people-evalalign.hf.space, board.example.org")
    for ours in ("https://people-evalalign.hf.space", "https://board.example.org"):
        assert signed_in_identity(session("ada"), {"host": "10.0.0.1", "origin": ours}, settings).signed_in


def test_people_sign_in_only_where_all_that_it_needs_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not sign_in_offered()
    assert submitter_for(STRANGER, "Ada") == "Ada"
    for name, value in SPACE.items():
        assert not sign_in_offered()
        monkeypatch.setenv(name, value)
    assert sign_in_offered()
    assert submitter_for(Identity("ada", admin=False, signed_in=True), "Bob") == "ada"
    with pytest.raises(BadInput, match="Sign in with Hugging Face"):
        submitter_for(STRANGER, "Ada")


def test_the_row_says_who_one_is_and_escapes_names() -> None:
    signed = identity_html(Identity("<b>ada", admin=False, signed_in=True), True, target="%2Fsubmit")
    assert "Signed in as &lt;b&gt;ada." in signed
    assert 'href="/logout?_target_url=%2Fsubmit"' in signed
    assert 'href="admin"' not in signed
    local = identity_html(Identity("", admin=True, signed_in=False), False, target="")
    assert "Nobody signs in here" in local
    assert 'href="admin"' in local
    assert "login" not in local
    assert 'href="/login/huggingface?_target_url=%2Fsubmit"' in identity_html(STRANGER, True, target="%2Fsubmit")
