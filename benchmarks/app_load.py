"""How fast the app answers on a board of 1,000 T2I models, to 1, 10 and 50 visitors at once, and whether it grows.

    python -m benchmarks.app_load [--t2i-models 1000] [--visitors 1 10 50] [--visits 40] [--requests 10000] [--save]
    python -m benchmarks.app_load --data-dir /tmp/filled      # a folder that benchmarks.filled_board filled

Starts the real app on a filled data directory and visits its pages over HTTP as
browsers do (`benchmarks.visitors`): every event that loading a page starts, in
order. A visit's seconds are wall-clock, from the first request to the last
byte; the server's are those its handlers took. Visits of one kind are timed
alone; then all kinds together, until `--requests` HTTP requests are answered,
while the server's resident memory is read. Pages that the app does not have are left out and named.
"""

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil

from benchmarks.filled_board import fill, t2i_model_name
from benchmarks.studies import keep, surroundings
from benchmarks.visitors import Cost, Query, Visitor, visitor
from leaderboard.board.boards import CLOSED_WORLD
from model.protocol.protocol import find_protocol
from model.protocol.skills import SKILLS

ROOT = Path(__file__).parent.parent
WARM_UP = 3
"""Visits of each kind before anything is measured: the first ones compute what is then kept."""


@dataclass(frozen=True, slots=True)
class World:
    """The T2I models and prompts that addresses are made of."""

    t2i_models: Sequence[str]
    prompts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Visit:
    """One kind of visit: a page, its address, and perhaps words that are then typed into the board's search."""

    name: str
    path: str
    query: Callable[[World, random.Random], Query]
    search: Callable[[World, random.Random], str] | None = None


def _board(_world: World, _chance: random.Random) -> Query:
    return [("board", CLOSED_WORLD)]


def _words(world: World, chance: random.Random) -> str:
    """Pick a part of some names."""
    return chance.choice(world.t2i_models)[-3:]


def _one(world: World, chance: random.Random) -> Query:
    return [("board", CLOSED_WORLD), ("model", chance.choice(world.t2i_models))]


def _several(world: World, chance: random.Random) -> Query:
    chosen = chance.sample(list(world.t2i_models), chance.choice((2, 3, 4)))
    return [("board", CLOSED_WORLD), *(("model", name) for name in chosen)]


def _explored(world: World, chance: random.Random) -> Query:
    """Choose one of the ways of looking: the whole board, a prompt, a skill with or without an answer, a T2I model."""
    skill = chance.choice(SKILLS)
    ways: list[Query] = [
        [("page", str(chance.randint(1, 50)))],
        [("prompt", chance.choice(world.prompts))],
        [("skill", skill.key), ("order", "unsure"), ("page", str(chance.randint(1, 50)))],
        [("skill", skill.key), ("answer", str(chance.choice(skill.options)))],
        [("model", chance.choice(world.t2i_models)), ("order", "worst")],
    ]
    return [("board", CLOSED_WORLD), *chance.choice(ways)]


SEARCHED = {"number": "1", "address": None, "names": ["search"]}
"""The event data that `board.js` sends when the search was typed into."""

VISITS = (
    Visit("first table", "", _board),
    Visit("filter", "", _board, _words),
    Visit("T2I model", "t2i-model", _one),
    Visit("compare", "compare", _several),
    Visit("explore", "explore", _explored),
)


def main() -> None:
    """Fill, start, visit, print, and with `--save` keep the figures."""
    chosen = _arguments()
    with tempfile.TemporaryDirectory(prefix="evalalign-load-") as scratch:
        data_dir = chosen.data_dir or Path(scratch)
        if chosen.data_dir is None:
            filled = fill(data_dir, chosen.t2i_models)
            print(f"{filled.t2i_models} T2I models, {filled.answers} answers, filled in {filled.seconds:.0f} s")
        protocol = find_protocol("closed-world-v1", data_dir)
        world = World(
            [t2i_model_name(number) for number in range(chosen.t2i_models)],
            [f"{prompt.dimension.value}/{prompt.prompt_id}" for prompt in protocol.prompts],
        )
        with started(data_dir) as (address, server):
            report = surroundings() | {"revision": _revision(), "t2i_models": chosen.t2i_models}
            report |= asyncio.run(measure(address, server, world, chosen.visitors, chosen.visits, chosen.requests))
    if chosen.save:
        keep("app_load", report)


async def measure(
    address: str, server: psutil.Process, world: World, visitors: Sequence[int], visits: int, requests: int
) -> dict[str, Any]:
    """Measure everything, and print it as it comes.

    Args:
        address: Of the running app.
        server: Its process.
        world: What is on the board.
        visitors: So many at once, one number after the other.
        visits: How many of each kind, per number of visitors; at least one each.
        requests: How many HTTP requests, of visits of all kinds, while memory is read; at least.
    """
    kinds, missing = await _there(address, world)
    for name in missing:
        print(f"{name}: the app has no such page or component; left out")
    rows = []
    print(f"{'visit':<12} {'visitors':>8} {'p50':>8} {'p95':>8} {'server p50':>10} {'p95':>8} {'payload':>9}")
    for kind in kinds:
        for clients in visitors:
            costs = await _many(address, [kind], world, clients, max(visits, clients))
            rows.append({"visit": kind.name, "visitors": clients} | _summary(costs))
            _print(rows[-1])
    memory = [{"requests": 0, "visits": 0, "rss_mib": _mib(server)}]
    while memory[-1]["requests"] < requests:
        visits = max(1, requests // 50)
        answered = await _newcomers(address, kinds, world, min(10, max(visitors)), visits)
        memory.append(
            {
                "requests": memory[-1]["requests"] + answered,
                "visits": memory[-1]["visits"] + visits,
                "rss_mib": _mib(server),
            }
        )
        print(f"{memory[-1]['requests']:>6} requests: {memory[-1]['rss_mib']:.0f} MiB", flush=True)
    print(f"memory: {memory[0]['rss_mib']:.0f} MiB at the start, {memory[-1]['rss_mib']:.0f} MiB at the end")
    return {"visits": rows, "left_out": missing, "memory": memory}


async def _there(address: str, world: World) -> tuple[list[Visit], list[str]]:
    """List the kinds of visits that the app has pages for, each warmed up; and the names of the others."""
    present, missing = [], []
    async with visitor(address) as client:
        pages = await client.pages()
        for kind in VISITS:
            try:
                if kind.path not in pages:
                    raise LookupError(kind.path)
                for number in range(WARM_UP):
                    await _visit(client, kind, world, random.Random(number))
            except LookupError:
                missing.append(kind.name)
            else:
                present.append(kind)
    return present, missing


async def _many(address: str, kinds: Sequence[Visit], world: World, clients: int, visits: int) -> list[Cost]:
    """Make visits by several visitors at once, each in its own tab."""
    shares = [visits // clients + (number < visits % clients) for number in range(clients)]
    tabs: list[Awaitable[list[Cost]]] = [
        _tab(address, kinds, world, random.Random(number), share) for number, share in enumerate(shares)
    ]
    return [cost for costs in await asyncio.gather(*tabs) for cost in costs]


async def _newcomers(address: str, kinds: Sequence[Visit], world: World, clients: int, visits: int) -> int:
    """Make visits, as many at once as there are clients, each in a new tab; return the number of requests."""
    waiting = asyncio.Semaphore(clients)
    chance = random.Random(visits)
    chosen = [(chance.choice(list(kinds)), random.Random(chance.random())) for _ in range(visits)]
    return sum(await asyncio.gather(*(_newcomer(address, kind, world, seed, waiting) for kind, seed in chosen)))


async def _newcomer(address: str, kind: Visit, world: World, chance: random.Random, waiting: asyncio.Semaphore) -> int:
    async with waiting, visitor(address) as client:
        fetched = await client.fetch(kind.path, kind.query(world, chance))
        return fetched + (await _visit(client, kind, world, chance)).requests


async def _tab(address: str, kinds: Sequence[Visit], world: World, chance: random.Random, visits: int) -> list[Cost]:
    async with visitor(address) as client:
        return [await _visit(client, chance.choice(list(kinds)), world, chance) for _ in range(visits)]


async def _visit(client: Visitor, kind: Visit, world: World, chance: random.Random) -> Cost:
    query = kind.query(world, chance)
    page, cost = await client.open(kind.path, query)
    if kind.search:
        opening = cost.requests
        page.fill("board-search", kind.search(world, chance))
        cost = await client.tell(page, "board-ranking", "select", SEARCHED, query)
        cost.requests += opening
    return cost


def _summary(costs: Sequence[Cost]) -> dict[str, Any]:
    wall = np.array([cost.seconds for cost in costs])
    server = np.array([cost.server_seconds for cost in costs])
    return {
        "visits": len(costs),
        "p50_ms": round(1e3 * float(np.percentile(wall, 50)), 1),
        "p95_ms": round(1e3 * float(np.percentile(wall, 95)), 1),
        "server_p50_ms": round(1e3 * float(np.percentile(server, 50)), 1),
        "server_p95_ms": round(1e3 * float(np.percentile(server, 95)), 1),
        "payload_kb": round(max(cost.payload for cost in costs) / 1000, 1),
    }


def _print(row: dict[str, Any]) -> None:
    print(
        f"{row['visit']:<12} {row['visitors']:>8} {row['p50_ms']:>6.0f}ms {row['p95_ms']:>6.0f}ms "
        f"{row['server_p50_ms']:>8.0f}ms {row['server_p95_ms']:>6.0f}ms {row['payload_kb']:>7.1f}kB",
        flush=True,
    )


@contextmanager
def started(data_dir: Path, patience: float = 900.0) -> Iterator[tuple[str, psutil.Process]]:
    """Run the app on a data directory and a free port; yield address and process once it answers (`patience`: s)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    surroundings_of_app = {name: value for name, value in os.environ.items() if not name.startswith("EVALALIGN_")}
    surroundings_of_app |= {
        "EVALALIGN_DATA_DIR": str(data_dir),
        "EVALALIGN_PORT": str(port),
        "EVALALIGN_SIMULATED_MODELS": "0",
    }
    process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=surroundings_of_app)
    address = f"http://127.0.0.1:{port}"
    try:
        _await_answer(address, process, time.monotonic() + patience)
        yield address, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _await_answer(address: str, process: "subprocess.Popen[bytes]", deadline: float) -> None:
    while True:
        try:
            if httpx.get(f"{address}/config", timeout=30).is_success:
                return
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise
        time.sleep(0.5)


def _mib(process: psutil.Process) -> float:
    return round(process.memory_info().rss / 2**20, 1)


def _revision() -> str:
    """Name the measured commit, with a + where files differ from it."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    head = subprocess.run([git, "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True)
    return head.stdout.strip() or "unknown"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, help="Already filled with as many T2I models; default: a new one.")
    parser.add_argument("--t2i-models", type=int, default=1_000)
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 10, 50], help="At once.")
    parser.add_argument("--visits", type=int, default=40, help="Of each kind, per number of visitors.")
    parser.add_argument("--requests", type=int, default=10_000, help="HTTP requests while memory is read.")
    parser.add_argument("--save", action="store_true", help="Keep the figures in benchmarks/results/.")
    return parser.parse_args()


if __name__ == "__main__":
    main()
