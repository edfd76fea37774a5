"""The cache of computed results: bounded, per database, and computed once however many ask."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database

THREADS = 8


@pytest.fixture
def server() -> str:
    return "sqlite"


def test_a_result_is_computed_once_for_all_threads_that_ask_at_once(database: Database) -> None:
    cache: ResultCache[str, object] = ResultCache(4)
    together, computed = threading.Barrier(THREADS), []

    def compute() -> object:
        computed.append(object())
        return computed[-1]

    def ask(_number: int) -> object:
        together.wait()
        return cache.get(database, "key", compute)

    with ThreadPoolExecutor(THREADS) as threads:
        results = set(map(id, threads.map(ask, range(THREADS))))
    assert (len(computed), len(results)) == (1, 1)


def test_only_the_last_used_results_stay(database: Database) -> None:
    cache: ResultCache[int, int] = ResultCache(2)
    computed: list[int] = []

    def compute(key: int) -> int:
        computed.append(key)
        return key

    def get(key: int) -> int:
        return cache.get(database, key, lambda: compute(key))

    assert [get(key) for key in (1, 2, 1, 3, 1, 2)] == [1, 2, 1, 3, 1, 2]
    assert computed == [1, 2, 3, 2]


def test_databases_do_not_share_results(database: Database) -> None:
    cache: ResultCache[str, str] = ResultCache(2)
    other = Database(database.engine)
    assert cache.get(database, "key", lambda: "one") == "one"
    assert cache.get(other, "key", lambda: "other") == "other"
    assert cache.get(database, "key", lambda: "anew") == "one"


def test_a_failure_is_not_cached(database: Database) -> None:
    cache: ResultCache[str, int] = ResultCache(2)
    with pytest.raises(ZeroDivisionError):
        cache.get(database, "key", lambda: 1 // 0)
    assert cache.get(database, "key", lambda: 2) == 2


def test_a_step_sees_the_cached_result(database: Database) -> None:
    cache: ResultCache[str, int] = ResultCache(2)
    for expected in (1, 2, 3):
        assert cache.update(database, "key", lambda cached: (cached or 0) + 1) == expected
