"""What was computed and will be asked for again: the latest results per database, shared by everybody."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from leaderboard.store.database import Database

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class ResultCache(Generic[Key, Result]):
    """Results by key, per database the `most` last asked for. A key names all that decides its result."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: WeakKeyDictionary[Database, OrderedDict[Key, Result]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def get(self, database: Database, key: Key, compute: Callable[[], Result]) -> Result:
        """The result of that key; nobody waits for another's computing, so two at once may both do it."""
        with self._lock:
            kept = self._kept.setdefault(database, OrderedDict())
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        result = compute()
        with self._lock:
            kept[key] = result
            while len(kept) > self._most:
                kept.popitem(last=False)
        return result
