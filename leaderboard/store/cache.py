"""The one cache of computed results: bounded, per database, shared by all threads of the process."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from leaderboard.store.database import Database

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class ResultCache(Generic[Key, Result]):
    """Results by key, the `capacity` last used ones of each database.

    Threads that ask for the same key at the same time wait for one of them to compute it.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._results: WeakKeyDictionary[Database, OrderedDict[Key, Result]] = WeakKeyDictionary()
        self._computing: dict[tuple[int, Key], threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, database: Database, key: Key, compute: Callable[[], Result]) -> Result:
        """Return the result of a key, computed now if it is not cached; the key has to name all that decides it."""
        return self.update(database, key, lambda cached: compute() if cached is None else cached)

    def update(self, database: Database, key: Key, step: Callable[[Result | None], Result]) -> Result:
        """Replace the cached result of a key, None if there is none, by what `step` makes of it, and return that."""
        place = (id(database), key)
        with self._lock:
            computing = self._computing.setdefault(place, threading.Lock())
        with computing:
            with self._lock:
                cached = self._results.setdefault(database, OrderedDict()).get(key)
            try:
                result = step(cached)
                with self._lock:
                    results = self._results.setdefault(database, OrderedDict())
                    results[key] = result
                    results.move_to_end(key)
                    while len(results) > self._capacity:
                        results.popitem(last=False)
            finally:
                with self._lock:
                    self._computing.pop(place, None)
        return result
