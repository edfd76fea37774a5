"""The identity behind a request: a person signed in with Hugging Face, a holder of the admin token, or a stranger.

On a Space people sign in and are known by their Hugging Face names; `EVALALIGN_ADMINS` names the admins. Elsewhere
nobody signs in, typed names count, and a browser that holds the token printed at start-up is the admin's.
"""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from core.problems import BadInput
from core.settings import Settings
from submissions.identity.admin_token import COOKIE, is_admin_token

ADMIN_ACTOR = "admin (token)"
"""How the audit log names an admin by token; no Hugging Face name has a blank."""

_OAUTH = (
    "SPACE_ID",
    "OAUTH_CLIENT_ID",
    "OAUTH_CLIENT_SECRET",
    "OAUTH_SCOPES",
    "OPENID_PROVIDER_URL",
)
"""What a Space with `hf_oauth: true` is given, and Gradio's OAuth needs."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The person behind a request. `name` is a Hugging Face name, empty for those who have not signed in."""

    name: str
    admin: bool
    signed_in: bool

    @property
    def actor(self) -> str:
        """The name for the audit log; empty for a stranger."""
        return self.name or (ADMIN_ACTOR if self.admin else "")


STRANGER = Identity("", admin=False, signed_in=False)


def sign_in_offered() -> bool:
    """Return whether people sign in here: this is a Space that has all that OAuth needs."""
    return os.environ.get("SYSTEM") == "spaces" and all(os.environ.get(name) for name in _OAUTH)


def signed_in_identity(session: Mapping[str, Any], headers: Mapping[str, str], settings: Settings) -> Identity:
    """Identify a visitor by the server's signed session, which Gradio's OAuth fills; a stranger where that ran out.

    A request that another web site sent along with this one's cookie counts as a stranger's.
    """
    info = session.get("oauth_info")
    if not isinstance(info, Mapping) or not _is_from_our_pages(headers):
        return STRANGER
    expires = info.get("expires_at")
    name = info.get("userinfo", {}).get("preferred_username")
    if not isinstance(name, str) or not name or (expires is not None and expires < time.time()):
        return STRANGER
    return Identity(name, admin=name.casefold() in settings.admin_names, signed_in=True)


def token_identity(cookies: Mapping[str, str], headers: Mapping[str, str]) -> Identity:
    """Identify a visitor where nobody signs in: the admin if the browser holds this start's token, else a stranger.

    A request that another site of the same host sent along with the cookie counts as a stranger's.
    """
    admin = is_admin_token(cookies.get(COOKIE, "")) and _is_from_our_pages(headers)
    return Identity("", admin=admin, signed_in=False)


def submitter_for(identity: Identity, typed: str) -> str:
    """Return the name to submit under: the one signed in with, or where nobody signs in the one typed.

    Raises:
        BadInput: People sign in here, and this visitor has not.
    """
    if identity.signed_in:
        return identity.name
    if sign_in_offered():
        raise BadInput.one("sign_in", "submitter", "Sign in with Hugging Face to submit.")
    return typed


def require_admin(identity: Identity) -> str:
    """Return the admin's name for the audit log; raises `BadInput` for anybody else."""
    if not identity.admin:
        raise BadInput.one("not_admin", "admin", "Only an admin may do this.")
    return identity.actor


def _is_from_our_pages(headers: Mapping[str, str]) -> bool:
    """Return whether a request comes from a page of ours; programs name no origin and are accepted."""
    origin = headers.get("origin")
    if origin is None:
        return True
    ours = {headers.get("host", ""), *os.environ.get("SPACE_HOST", "").split(",")}
    return urlsplit(origin).netloc in {name.strip() for name in ours if name.strip()}
