"""The door to the database: opening, the two kinds of session, backups."""

import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, select, text

from core.problems import BadInput
from core.settings import Settings
from leaderboard.store.database import MIGRATIONS, Database, get_database, open_database
from leaderboard.store.tables import Submitter, TableBase
from tests.helpers import postgresql


def names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Submitter.name).order_by(Submitter.name)))


def test_migrated_schema_is_the_schema_of_the_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, TableBase.metadata) == []


def test_a_database_of_an_older_version_is_brought_up_to_date_and_keeps_its_rows(database_url: str) -> None:
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO submitters (name, created_at) VALUES ('Ada', '2026-01-01 00:00:00')"))
    engine.dispose()
    database = Database.open(database_url)
    assert names(database) == ["Ada"]
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), TableBase.metadata) == []
    database.close()


def test_opening_again_keeps_what_was_written(database_url: str) -> None:
    first = Database.open(database_url)
    with first.write() as session:
        session.add(Submitter(name="Ada"))
    first.close()
    second = Database.open(database_url)
    assert names(second) == ["Ada"]
    second.close()


def url_of(database: Database) -> str:
    """What opens the same database again."""
    return database.engine.url.render_as_string(hide_password=False)


def test_opening_at_the_newest_schema_is_fast(database: Database) -> None:
    database_url = url_of(database)
    start = time.perf_counter()
    for _ in range(10):
        Database.open(database_url).close()
    assert (time.perf_counter() - start) / 10 < 0.25


def test_processes_that_open_an_empty_database_at_once_all_succeed(database_url: str) -> None:
    program = (
        "import sys; sys.stdin.readline();"
        "from leaderboard.store.database import Database; from leaderboard.store.tables import Submitter;"
        "d = Database.open(sys.argv[1]);\n"
        "with d.write() as s: s.add(Submitter(name=sys.argv[2]))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, database_url, f"p{number}"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    errors = [process.communicate("go\n", timeout=60)[1] for process in processes]
    assert errors == [""] * 4
    database = Database.open(database_url)
    assert names(database) == ["p0", "p1", "p2", "p3"]
    database.close()


def test_an_error_inside_write_leaves_nothing(database: Database) -> None:
    def write_and_fail() -> None:
        with database.write() as session:
            session.add(Submitter(name="Ada"))
            session.flush()
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        write_and_fail()
    assert names(database) == []


def test_read_throws_changes_away(database: Database) -> None:
    with database.read() as session:
        session.add(Submitter(name="Ada"))
        session.flush()
    assert names(database) == []


def test_writers_in_many_threads_wait_for_each_other(database: Database) -> None:
    with database.write() as session:
        session.add(Submitter(name="0"))

    def count_up() -> None:
        for _ in range(10):
            with database.write() as session:
                submitter = session.scalars(select(Submitter).with_for_update()).one()
                submitter.name = str(int(submitter.name) + 1)

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(database) == ["60"]


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as session:
        session.add(Submitter(name="Ada"))
        session.flush()
        assert names(database) == []


def test_sqlite_runs_with_the_settings_of_the_design(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'results.db'}")
    with database.read() as session:
        values = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
        }
    assert values == {"journal_mode": "wal", "busy_timeout": 30_000, "foreign_keys": 1, "synchronous": 1}
    database.close()


def test_backup_is_whole_though_the_log_is_not_yet_merged(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'results.db'}")
    with database.write() as session:
        session.add(Submitter(name="Ada"))
    database.backup(tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("SELECT name FROM submitters").fetchall() == [("Ada",)]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".backup")] == []
    with pytest.raises(BadInput, match="Already exists"):
        database.backup(tmp_path / "copy.db")
    with pytest.raises(BadInput, match="Cannot be written"):
        database.backup(tmp_path / "nowhere" / "copy.db")
    database.close()


def test_a_server_is_not_backed_up_by_us(postgresql_socket: str, tmp_path: Path) -> None:
    database = Database.open(postgresql.create_database(postgresql_socket))
    with pytest.raises(BadInput, match="pg_dump"):
        database.backup(tmp_path / "copy.db")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("no url at all", "database_url"),
        ("mysql://user@host/name", "database_kind"),
        ("sqlite://", "database_in_memory"),
        ("postgresql://user:hunter2@/name?host=/nowhere", "database_unusable"),
    ],
)
def test_a_useless_url_is_refused_without_showing_the_password(url: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        Database.open(url)
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert "hunter2" not in str(refusal.value)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match="Cannot be created"):
        Database.open(f"sqlite:///{tmp_path / 'file' / 'results.db'}")


def test_a_place_that_cannot_hold_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="unable to open"):
        Database.open(f"sqlite:///{tmp_path}")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "results.db"
    path.write_text("a diary, not a database " * 100)
    with pytest.raises(BadInput, match="not a database"):
        Database.open(f"sqlite:///{path}")
    assert path.read_text().startswith("a diary")


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadInput, match="newer version"):
        Database.open(url_of(database))


def test_the_database_of_the_settings_is_opened_once(settings: Settings) -> None:
    database = get_database()
    assert database is get_database()
    assert (settings.data_dir / "evalalign.db").exists()
    database.close()
    open_database.cache_clear()
