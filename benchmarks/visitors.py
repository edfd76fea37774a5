"""Visitors of the running app who do over HTTP what a browser does: read a page's configuration, run its events."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

API = "/gradio_api"

Query = Sequence[tuple[str, str]]
"""A page's address after the question mark; a name may be repeated."""


class Broken(RuntimeError):
    """The app answered with an error."""


@dataclass(slots=True)
class Cost:
    """The cost of a visit: wall-clock seconds here, seconds in the server's handlers, bytes received, HTTP requests."""

    seconds: float = 0.0
    server_seconds: float = 0.0
    payload: int = 0
    events: int = 0
    requests: int = 0


@dataclass(slots=True)
class PageState:
    """A page as a browser holds it: its events, and the value of every component."""

    path: str
    dependencies: list[dict[str, Any]]
    values: dict[int, Any] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, path: str, config: Mapping[str, Any]) -> "PageState":
        """Read a page from what `/config` holds of it."""
        on_page = set(config["page"][path]["components"])
        components = [component for component in config["components"] if component["id"] in on_page]
        wanted = set(config["page"][path]["dependencies"])
        return cls(
            path=path,
            dependencies=[each for each in config["dependencies"] if each["id"] in wanted and each["backend_fn"]],
            values={each["id"]: _shown(each) for each in components if each["type"] != "state"},
            ids={str(each["props"].get("elem_id")): each["id"] for each in components if each["props"].get("elem_id")},
        )

    def started_by(self, component: int | None, event: str) -> list[dict[str, Any]]:
        """List the events that a component starts; None: those that the loading of the page starts."""
        return [
            each
            for each in self.dependencies
            if any(event == name and component in (None, target) for target, name in each["targets"])
        ]

    def following(self, dependency: int) -> list[dict[str, Any]]:
        """List the events that run after another."""
        return [each for each in self.dependencies if each.get("trigger_after") == dependency]

    def fill(self, element: str, value: Any) -> None:
        """Give a component another value, as a visitor does who types."""
        self.values[self.ids[element]] = value

    def take(self, outputs: Sequence[int], data: Sequence[Any]) -> None:
        """Keep what an event gave."""
        for component, given in zip(outputs, data, strict=True):
            if not isinstance(given, dict) or given.get("__type__") != "update":
                self.values[component] = given
            elif "value" in given:
                self.values[component] = given["value"]


def _shown(component: Mapping[str, Any]) -> Any:
    """Return a component's initial value; an empty text box sends an empty text."""
    value = component["props"].get("value")
    return "" if value is None and component["type"] == "textbox" else value


class Visitor:
    """One browser tab's worth of requests; make one with `visitor`."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self.session = uuid.uuid4().hex[:12]
        self._configs: dict[str, dict[str, Any]] = {}

    async def pages(self) -> list[str]:
        """List the paths of the app's pages; the first one's is empty."""
        return [path for path, *_ in (await self._config(""))["pages"]]

    async def fetch(self, path: str, query: Query) -> int:
        """Get a page's HTML and what it is made of, as a browser does before anything runs; how many requests."""
        (await self._http.get(f"/{path}", params=list(query))).raise_for_status()
        await self._config(path)
        return 3  # the heartbeat of the tab is the third

    async def open(self, path: str, query: Query) -> tuple[PageState, Cost]:
        """Open a page at an address and run everything that its loading starts."""
        page = PageState.of(path, await self._config(path))
        cost = Cost()
        for dependency in page.started_by(None, "load"):
            await self._run(page, dependency, query, cost)
        if not cost.events:
            raise Broken(f"loading /{path} starts nothing")
        return page, cost

    async def tell(
        self, page: PageState, element: str, event: str, event_data: Mapping[str, Any], query: Query
    ) -> Cost:
        """Run everything that a component's event starts; `event_data` is the data of the event.

        Raises:
            LookupError: The page has no such component, or nothing is started by its event.
        """
        cost = Cost()
        for dependency in page.started_by(page.ids[element], event):
            await self._run(page, dependency, query, cost, event_data)
        if not cost.events:
            raise LookupError(f"{element}.{event}")
        return cost

    async def _config(self, path: str) -> dict[str, Any]:
        if path not in self._configs:
            answer = await self._http.get("/config", params={"page": path} if path else {})
            answer.raise_for_status()
            self._configs[path] = answer.json()
        return self._configs[path]

    async def _run(
        self,
        page: PageState,
        dependency: Mapping[str, Any],
        query: Query,
        cost: Cost,
        event_data: Mapping[str, Any] | None = None,
    ) -> None:
        start = time.perf_counter()
        body = {
            "data": [page.values.get(component) for component in dependency["inputs"]],
            "fn_index": dependency["id"],
            "session_hash": self.session,
            "event_data": event_data,
            "trigger_id": dependency["targets"][0][0] if dependency["targets"] else None,
        }
        joined = await self._http.post(f"{API}/queue/join", params=list(query), json=body)
        joined.raise_for_status()
        event = joined.json()["event_id"]
        async with self._http.stream("GET", f"{API}/queue/data", params={"session_hash": self.session}) as stream:
            output = await _completed(stream, event, cost)
        cost.seconds += time.perf_counter() - start
        cost.events += 1
        cost.requests += 2
        page.take(dependency["outputs"], output["data"])
        for following in page.following(dependency["id"]):
            await self._run(page, following, query, cost)


async def _completed(stream: httpx.Response, event: str, cost: Cost) -> dict[str, Any]:
    """Read the result of an event from the stream of its session."""
    result: dict[str, Any] | None = None
    async for line in stream.aiter_lines():
        cost.payload += len(line) + 1
        if not line.startswith("data:"):
            continue
        message = json.loads(line[5:])
        if message["msg"] == "process_completed" and message["event_id"] == event:
            if not message["success"]:
                raise Broken(str(message["output"]))
            result = message["output"]
            cost.server_seconds += result.get("duration") or 0.0
        if message["msg"] in ("close_stream", "unexpected_error"):
            break
    if result is None:
        raise Broken("the stream ended before the event did")
    return result


@asynccontextmanager
async def visitor(address: str, timeout: float = 120.0) -> AsyncIterator[Visitor]:
    """Open a visitor's tab, with the heartbeat that browsers send, until the end of the block."""
    async with httpx.AsyncClient(base_url=address, timeout=timeout) as http:
        client = Visitor(http)
        beating = asyncio.create_task(_beat(http, client.session))
        try:
            yield client
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating


async def _beat(http: httpx.AsyncClient, session: str) -> None:
    async with http.stream("GET", f"{API}/heartbeat/{session}", timeout=None) as stream:
        async for _ in stream.aiter_bytes():
            pass
