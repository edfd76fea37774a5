"""Who is asking: a person signed in with Hugging Face, whoever sits at this machine, or a stranger.

On a Space people sign in and are known by their Hugging Face names. Elsewhere
nobody signs in, typed names count, and whoever reaches the app from the very
machine that it listens on is its admin.
"""

import ipaddress
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from core.problems import BadInput
from core.settings import Settings

LOCAL_ADMIN = "local admin"
"""How the audit log names an admin in local mode."""

_OAUTH = (
    "SPACE_ID",
    "OAUTH_CLIENT_ID",
    "OAUTH_CLIENT_SECRET",
    "OAUTH_SCOPES",
    "OPENID_PROVIDER_URL",
)
"""What a Space with `hf_oauth: true` is given, and Gradio's OAuth needs."""

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers that say that somebody else's request is being passed on."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking. `name` is a Hugging Face name, and empty where nobody is signed in."""

    name: str
    admin: bool
    signed_in: bool

    @property
    def actor(self) -> str:
        """The name for the audit log; empty for a stranger."""
        return self.name or (LOCAL_ADMIN if self.admin else "")


STRANGER = Identity("", admin=False, signed_in=False)


def sign_in_offered() -> bool:
    """Whether people sign in here: this is a Space that was given all that OAuth needs."""
    return os.environ.get("SYSTEM") == "spaces" and all(os.environ.get(name) for name in _OAUTH)


def signed_in_identity(session: Mapping[str, Any], headers: Mapping[str, str], settings: Settings) -> Identity:
    """Whom Gradio's OAuth signed in, read from the server's own signed session; a stranger where that ran out.

    A request that another web site sent along with this one's cookie counts as a stranger's.
    """
    info = session.get("oauth_info")
    if not isinstance(info, Mapping) or not _from_our_pages(headers):
        return STRANGER
    expires = info.get("expires_at")
    name = info.get("userinfo", {}).get("preferred_username")
    if not isinstance(name, str) or not name or (expires is not None and expires < time.time()):
        return STRANGER
    return Identity(name, admin=name.casefold() in settings.admin_names, signed_in=True)


def local_identity(client: str, headers: Mapping[str, str], settings: Settings) -> Identity:
    """Who asks where nobody signs in: the machine's own user, an admin, or a stranger.

    Args:
        client: The address that the connection comes from.
        headers: The request's, with names in lower case.
        settings: The address that the app listens on, and whether it has a local admin at all.
    """
    here = (
        settings.local_admin
        and _is_loopback(settings.host)
        and _is_loopback(client)
        # A name that leads here by somebody's DNS, and a proxy's, are no loopback names.
        and _is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname or "")
        and not any(name in headers for name in _FORWARDED)
        and _from_our_pages(headers)
    )
    return Identity("", admin=here, signed_in=False)


def submitter_for(identity: Identity, typed: str) -> str:
    """The name to submit under: the one signed in with, or where nobody signs in the one typed.

    Raises:
        BadInput: people sign in here, and this one has not.
    """
    if identity.signed_in:
        return identity.name
    if sign_in_offered():
        raise BadInput.one("sign_in", "submitter", "Sign in with Hugging Face to submit.")
    return typed


def require_admin(identity: Identity) -> str:
    """The admin's name for the audit log; raises `BadInput` for anybody else."""
    if not identity.admin:
        raise BadInput.one("not_admin", "admin", "Only an admin may do this.")
    return identity.actor


def _from_our_pages(headers: Mapping[str, str]) -> bool:
    """Whether a browser sends this from a page of ours; programs name no origin and are taken as they are."""
    origin = headers.get("origin")
    if origin is None:
        return True
    ours = {headers.get("host", ""), *os.environ.get("SPACE_HOST", "").split(",")}
    return urlsplit(origin).netloc in {name.strip() for name in ours if name.strip()}


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
