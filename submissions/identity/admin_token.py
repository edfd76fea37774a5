"""The token whose holder is the admin where nobody signs in.

It is made anew at every start, printed with the admin page's address and kept in memory only.
"""

import secrets
from functools import cache
from urllib.parse import urlencode

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "evalalign_admin"
PARAMETER = "token"
PATH = "admin"
"""The admin page, relative to the application's root."""


@cache
def admin_token() -> str:
    """Return this process's token, made at the first call."""
    return secrets.token_urlsafe(32)


def is_admin_token(text: str) -> bool:
    """Compare a text with the token, in a time that does not depend on how much of it is right."""
    return secrets.compare_digest(text.encode(errors="replace"), admin_token().encode())


def admin_address(root: str) -> str:
    """Return the address that makes a browser the admin; `root` is the application's address without a slash."""
    return f"{root}/{PATH}?{urlencode({PARAMETER: admin_token()})}"


class AdminTokenMiddleware:
    """Exchanges the token in the admin page's address for a cookie, and leads to the page without it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that holds the token with a redirect; pass on all others."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"].strip("/") == PATH:
            request = Request(scope)
            if is_admin_token(request.query_params.get(PARAMETER, "")):
                await _redirect(request.url)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _redirect(url: URL) -> RedirectResponse:
    """Lead to the page without the token, which would stay in the browser's history; relative, for proxies."""
    rest = url.remove_query_params(PARAMETER).query
    target = f"../{PATH}" if url.path.endswith("/") else PATH
    response = RedirectResponse(f"{target}?{rest}" if rest else target, 303, {"Cache-Control": "no-store"})
    secure = url.scheme == "https"
    response.set_cookie(COOKIE, admin_token(), httponly=True, samesite="strict", secure=secure)
    return response
