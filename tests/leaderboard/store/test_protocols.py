"""Registered protocols are parsed once per process and digest."""

import json
import uuid

import pytest
from sqlalchemy.exc import NoResultFound

from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.results import register_protocol
from leaderboard.store.tables import StoredProtocol
from model.protocol.protocol import Protocol
from tests.conftest import tiny_protocol_data


def new_protocol() -> Protocol:
    """The tiny protocol under a name, and so a digest, of its own: the cache is the process's."""
    return Protocol.parse(tiny_protocol_data() | {"name": uuid.uuid4().hex})


def test_a_registered_protocol_is_parsed_once(database: Database) -> None:
    protocol = new_protocol()
    with database.write() as session:
        register_protocol(session, protocol)
    with database.read() as session:
        first = load_protocol(session, protocol.digest)
    assert first == protocol
    with database.read() as session:
        assert load_protocol(session, protocol.digest) is first


def test_an_unregistered_protocol_is_not_found(database: Database) -> None:
    with database.read() as session, pytest.raises(NoResultFound):
        load_protocol(session, "0" * 64)


def test_broken_content_is_read_again_once_mended(database: Database) -> None:
    protocol = new_protocol()
    with database.write() as session:
        register_protocol(session, protocol)
        session.get_one(StoredProtocol, protocol.digest).content = "{secret"
    with database.read() as session, pytest.raises(json.JSONDecodeError):
        load_protocol(session, protocol.digest)
    with database.write() as session:
        session.get_one(StoredProtocol, protocol.digest).content = protocol.to_json()
        assert load_protocol(session, protocol.digest) == protocol
