"""A small real OpenID provider: discovery, a page to choose who one is, codes, signed identity tokens, userinfo."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "evalalign", "a client's secret"
USERS = ("ada", "bob", "Root")


class Provider(ThreadingHTTPServer):
    """Knows everybody in `USERS`, and believes whoever says to be one of them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def identity(self, user: str) -> dict[str, Any]:
        return {
            "sub": user,
            "preferred_username": user,
            "name": user.title(),
            "profile": f"{self.url}/{user}",
            "picture": f"{self.url}/{user}.png",
        }

    @property
    def environment(self) -> dict[str, str]:
        """What a Space with `hf_oauth: true` is given."""
        return {
            "SYSTEM": "spaces",
            "SPACE_ID": "people/evalalign",
            "OAUTH_CLIENT_ID": CLIENT,
            "OAUTH_CLIENT_SECRET": SECRET,
            "OAUTH_SCOPES": "openid profile",
            "OPENID_PROVIDER_URL": self.url,
        }


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *said: object) -> None:
        """Tests print nothing."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        match address.path:
            case "/.well-known/openid-configuration":
                self._json(self._discovery())
            case "/jwks":
                self._json({"keys": [self.server.key.as_dict(private=False)]})
            case "/authorize" if "user" in query:
                self._redirect(query)
            case "/authorize":
                links = (f'<a href="/authorize?{urlencode(query | {"user": user})}">{user}</a>' for user in USERS)
                self._send(200, "text/html", " ".join(links).encode())
            case "/userinfo":
                user = self.server.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
                self._json(self.server.identity(user) if user else {"error": "invalid_token"}, 200 if user else 401)
            case _:
                self._json({}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {key: values[0] for key, values in parse_qs(body).items()}
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        plain = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        known = self.server.codes.pop(form.get("code", ""), None)
        if known is None or known["redirect_uri"] != form["redirect_uri"]:
            self._json({"error": "invalid_grant"}, 400)
        elif self.headers.get("Authorization") not in (basic, plain):
            self._json({"error": "invalid_client"}, 401)
        else:
            self._json(self._token(known))

    def _token(self, known: dict[str, str]) -> dict[str, Any]:
        access = secrets.token_urlsafe(16)
        self.server.tokens[access] = known["user"]
        now = int(time.time())
        claims = self.server.identity(known["user"]) | {
            "iss": self.server.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 3600,
            "nonce": known["nonce"],
        }
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": "openid profile",
            "id_token": jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.server.key),
        }

    def _redirect(self, query: dict[str, str]) -> None:
        code = secrets.token_urlsafe(16)
        self.server.codes[code] = query
        back = query["redirect_uri"]
        answer = urlencode({"code": code, "state": query["state"]})
        self.send_response(302)
        self.send_header("Location", f"{back}{'&' if '?' in back else '?'}{answer}")
        self.end_headers()

    def _discovery(self) -> dict[str, Any]:
        url = self.server.url
        return {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "userinfo_endpoint": f"{url}/userinfo",
            "jwks_uri": f"{url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _json(self, content: dict[str, Any], status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(content).encode())

    def _send(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider on a free port of this machine."""
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        yield provider
        provider.shutdown()
