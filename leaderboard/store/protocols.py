"""Registered protocols, parsed: checking all fields of one takes far longer than reading it, so each is kept."""

import json
from functools import lru_cache

from sqlalchemy.orm import Session

from leaderboard.store.tables import StoredProtocol
from model.protocol.protocol import Protocol

_CACHED = 16
"""Protocols kept; the official one takes about 2 MB."""


def find_protocol(session: Session, digest: str) -> Protocol:
    """Return the protocol that is registered under a digest, parsed once per process.

    Raises:
        BadInput: What is stored is no valid protocol (any more).
    """
    return parse_protocol(session.get_one(StoredProtocol, digest).content)


@lru_cache(maxsize=_CACHED)
def parse_protocol(content: str) -> Protocol:
    """Parse a protocol as `StoredProtocol.content` has it; the result is shared.

    Raises:
        BadInput: It is no valid protocol.
    """
    return Protocol.parse(json.loads(content))
