"""The one door to the results database: opening it, reading, writing, backing up.

SQLite by default, PostgreSQL by URL, with the same code. On SQLite every
write is one short `BEGIN IMMEDIATE` transaction, so that two writers wait for
each other instead of deadlocking, and readers never wait (write-ahead log).
"""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.orm import Session as Session  # for callers, who import nothing of SQLAlchemy

from core.problems import BadInput
from core.settings import get_settings
from leaderboard.store.revision import raise_revisions_of_flush

DATABASE_ERRORS = (exc.SQLAlchemyError,)
"""Anything that reading or writing raises."""

UNREACHABLE = (exc.OperationalError, exc.InterfaceError)
"""The database does not answer: nothing can be written, and it may answer again later."""

CONFLICTS = (exc.IntegrityError,)
"""Another process wrote a row at the same instant that excludes this one."""

_DISK_FULL = ("disk is full", "No space left", "could not extend file")
"""How SQLite and PostgreSQL say that their disk is full."""

MIGRATIONS = Path(__file__).parent.parent / "migrations"

BUSY_SECONDS = 30
"""How long a SQLite writer waits for another one before it gives up."""

_MIGRATION_LOCK = 0x45564C414C47
"""Key of the PostgreSQL advisory lock under which one process migrates while others wait."""

_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}


class WriteSession(Session):
    """A session whose flushed rows raise the revision of the boards that show them."""


event.listen(WriteSession, "before_flush", raise_revisions_of_flush)


class Database:
    """An open results database at the newest schema; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(evalalign_write=True)

    @classmethod
    def open(cls, url: str) -> "Database":
        """Connect, create what is missing and bring the schema to the newest revision.

        Several processes may open the same database at the same instant: one
        migrates, the others wait for it.

        Args:
            url: A SQLAlchemy URL, `sqlite:///<file>` or `postgresql://...`.

        Raises:
            BadInput: The URL cannot be used, the server or the file cannot be
                reached or written, or the database was made by a newer version.
        """
        parsed = _checked_url(url)
        engine = _engine_for(parsed)
        try:
            if engine.dialect.name == "sqlite":
                _switch_to_wal(engine)
            database = cls(engine)
            database._migrate(parsed)
        except (exc.DBAPIError, sqlite3.Error) as error:
            engine.dispose()
            reason = error.orig if isinstance(error, exc.DBAPIError) else error
            raise BadInput.one("database_unusable", _shown(parsed), f"Cannot be used: {reason}.") from error
        except BaseException:
            engine.dispose()
            raise
        return database

    @property
    def engine(self) -> Engine:
        """The engine beneath, for tools that need a connection."""
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session for reading, one consistent view; changes are discarded."""
        with Session(self._engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session in one transaction, committed at the end, rolled back on any error.

        Keep it short: on SQLite all other writers wait for it.
        """
        with WriteSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def backup(self, path: Path) -> None:
        """Write a consistent copy to the new file `path`, while others read and write.

        Raises:
            BadInput: `path` exists or cannot be written, or this is not SQLite.
        """
        if self._engine.dialect.name != "sqlite":
            raise BadInput.one("backup_sqlite_only", str(path), "Only SQLite is backed up here; use pg_dump instead.")
        try:
            path.open("xb").close()  # takes the name, so that no other process can
        except FileExistsError:
            raise BadInput.one("backup_exists", str(path), "Already exists; choose the name of a new file.") from None
        except OSError as error:
            raise BadInput.one("backup_unwritable", str(path), f"Cannot be written: {error.strerror}.") from None
        try:
            self._copy_to(path)
        except BaseException as error:
            path.unlink()
            if isinstance(error, OSError | sqlite3.Error):
                raise BadInput.one("backup_unwritable", str(path), f"Cannot be written: {error}.") from error
            raise

    def is_current(self) -> bool:
        """Whether the schema is the newest: another process, of another version, may have migrated it meanwhile."""
        with self._engine.connect() as connection:
            return _revision(connection) == ScriptDirectory(str(MIGRATIONS)).get_current_head()

    def close(self) -> None:
        """Close every connection; the object opens new ones when it is used again."""
        self._engine.dispose()

    def _copy_to(self, path: Path) -> None:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
            draft = Path(folder) / "copy.db"
            with closing(sqlite3.connect(draft)) as target, self._engine.connect() as connection:
                source = connection.connection.driver_connection
                if not isinstance(source, sqlite3.Connection):
                    raise TypeError("the SQLite engine must hold sqlite3 connections")
                source.backup(target)
            draft.replace(path)

    def _migrate(self, url: URL) -> None:
        script = ScriptDirectory(str(MIGRATIONS))
        with self._engine.connect() as connection:
            if _is_current(connection, script, url):
                return
        with self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            if not _is_current(connection, script, url):
                command.upgrade(_alembic_config(connection), "head")


@cache
def open_database(url: str) -> Database:
    """Open the database at `url` once per process; raises `BadInput` as `Database.open` does."""
    return Database.open(url)


def get_database() -> Database:
    """Open the database that the settings name, once per process."""
    return open_database(get_settings().database)


def is_disk_full(error: BaseException) -> bool:
    """Return whether a database failed for want of space on its disk."""
    return isinstance(error, exc.OperationalError) and any(words in str(error) for words in _DISK_FULL)


def _checked_url(url: str) -> URL:
    try:
        parsed = make_url(url)
    except exc.ArgumentError:
        raise BadInput.one(
            "database_url",
            "EVALALIGN_DATABASE_URL",
            "Is not a database URL; write sqlite:///<file> or postgresql://<user>:<password>@<host>/<name>.",
        ) from None
    backend = parsed.get_backend_name()
    if backend not in _DRIVERS:
        raise BadInput.one("database_kind", _shown(parsed), "Only SQLite and PostgreSQL can hold the results.")
    if backend == "sqlite":
        _prepare_folder(parsed)
    return parsed.set(drivername=_DRIVERS[backend])


def _prepare_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:":
        raise BadInput.one(
            "database_in_memory",
            _shown(url),
            "A database in memory cannot be shared by the app and its worker; name a file: sqlite:///<file>.",
        )
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput.one("database_folder", str(folder), f"Cannot be created: {error.strerror}.") from None


def _engine_for(url: URL) -> Engine:
    try:
        if url.get_backend_name() == "sqlite":
            engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
            event.listen(engine, "connect", _configure_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        return create_engine(url, pool_pre_ping=True)
    except (exc.ArgumentError, exc.NoSuchModuleError, ImportError) as error:
        raise BadInput.one("database_url", _shown(url), f"Cannot be used: {error}.") from error


def _configure_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not where the driver guesses
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("evalalign_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _switch_to_wal(engine: Engine) -> None:
    """Turn on the write-ahead log, which the file then remembers.

    SQLite refuses at once, busy timeout or not, while another process does the
    same; hence the repetition.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    with closing(engine.raw_connection()) as proxy:
        cursor = proxy.cursor()
        while True:
            try:
                cursor.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)


def _is_current(connection: Connection, script: ScriptDirectory, url: URL) -> bool:
    revision = _revision(connection)
    known = {known.revision for known in script.walk_revisions()}
    if revision is not None and revision not in known:
        raise BadInput.one(
            "database_newer",
            _shown(url),
            f"Was made by a newer version of this software (schema {revision}); update the software.",
        )
    return revision is not None and revision == script.get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)
