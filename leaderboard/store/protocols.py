"""Registered protocols, parsed: one copy per process and digest."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaderboard.store.tables import StoredProtocol
from model.protocol.protocol import Protocol

_protocols: dict[str, Protocol] = {}
"""By digest; it covers the whole content, so an entry never goes stale and holds for every database."""


def load_protocol(session: Session, digest: str) -> Protocol:
    """Give the protocol registered under a digest; its JSON is read and checked once per process.

    Raises:
        NoResultFound: No protocol of that digest is registered.
        BadInput, JSONDecodeError: What is stored is no valid protocol (any more).
    """
    if digest not in _protocols:
        content = session.scalars(select(StoredProtocol.content).where(StoredProtocol.digest == digest)).one()
        _protocols[digest] = Protocol.parse(json.loads(content))
    return _protocols[digest]
