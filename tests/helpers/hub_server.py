"""A small server that speaks the part of the Hugging Face Hub's API that reading a dataset takes."""

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit


def _sha1(content: bytes) -> str:
    """As git and the Hub name contents; nothing is kept safe by it."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


@dataclass
class Repository:
    """A dataset: files by commit, commits by branch or tag."""

    commits: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    gated: bool = False

    def commit(self, files: Mapping[str, bytes], branch: str = "main") -> str:
        names = "\n".join(f"{name} {_sha1(content)}" for name, content in sorted(files.items()))
        digest = _sha1(names.encode())
        self.commits[digest] = dict(files)
        self.refs[branch] = digest
        return digest

    def find(self, revision: str) -> str | None:
        return revision if revision in self.commits else self.refs.get(revision)


@dataclass
class Hub:
    """The server's datasets, the requests it got, and the tokens sent with them."""

    address: str
    datasets: dict[str, Repository] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def dataset(self, name: str) -> Repository:
        return self.datasets.setdefault(name, Repository())


class _Answers(BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, *_words: object) -> None:
        pass

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        self.hub.requests.append(f"{self.command} {path}")
        self.hub.tokens += self.headers.get_all("authorization") or []
        api = path.startswith("/api/")
        owner, name, kind, revision, *rest = path.removeprefix("/api").removeprefix("/datasets/").split("/")
        repository = self.hub.datasets.get(f"{owner}/{name}")
        if repository is None:
            return self._refuse(401 if api else 404, "RepoNotFound")
        if repository.gated:
            return self._refuse(403, "GatedRepo")
        commit = repository.find(unquote(revision))
        if commit is None:
            return self._refuse(404, "RevisionNotFound")
        files = repository.commits[commit]
        if kind == "revision":
            return self._send({"id": f"{owner}/{name}", "sha": commit, "siblings": []}, {}, with_body)
        if kind == "tree":
            entries = [
                {"type": "file", "path": path, "size": len(content), "oid": _sha1(content)}
                for path, content in files.items()
            ]
            return self._send(entries, {}, with_body)
        content = files.get(unquote("/".join(rest)))
        if content is None:
            return self._refuse(404, "EntryNotFound")
        etag = _sha1(content)
        return self._send(content, {"X-Repo-Commit": commit, "ETag": f'"{etag}"'}, with_body)

    def _send(self, body: object, headers: Mapping[str, str], with_body: bool) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_body:
            self.wfile.write(content)

    def _refuse(self, code: int, reason: str) -> None:
        self.send_response(code)
        self.send_header("X-Error-Code", reason)
        self.send_header("X-Error-Message", reason)
        self.send_header("Content-Length", "0")
        self.end_headers()


@contextmanager
def hub_server() -> Iterator[Hub]:
    """A hub on a free port of this machine, empty at first."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    hub = Hub(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("_TheseAnswers", (_Answers,), {"hub": hub})
    thread = threading.Thread(target=server.serve_forever, name="hub", daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
