"""How a database fails, for callers that handle it without knowing SQLAlchemy."""

from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError

DATABASE_ERRORS = (SQLAlchemyError,)
"""Anything that reading or writing raises."""

UNREACHABLE = (OperationalError, InterfaceError)
"""The database does not answer: nothing can be written, and it may answer again later."""

CONFLICTS = (IntegrityError,)
"""Another process wrote a row at the same instant that excludes this one."""

_DISK_FULL = ("disk is full", "No space left", "could not extend file")
"""How SQLite and PostgreSQL say that their disk is full."""


def is_disk_full(error: BaseException) -> bool:
    """Return whether a database failed for want of space on its disk."""
    return isinstance(error, OperationalError) and any(words in str(error) for words in _DISK_FULL)
