"""A real PostgreSQL for the tests: a throw-away cluster on a unix socket, nothing listening on a port."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

_numbers = itertools.count()


def find_binaries() -> Path | None:
    """The folder that holds initdb and pg_ctl: on PATH, or where Debian puts the newest version."""
    found = shutil.which("pg_ctl")
    if found and shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """Start a cluster; gives the folder of its socket. As root it runs as `nobody`, for PostgreSQL refuses root."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # directly in /tmp: a socket's path may have 107 bytes only
    owner: dict[str, int | list[int]] = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    data = str(folder / "data")
    log = str(folder / "log")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            timeout=120,
            **owner,
        )

    try:
        run("initdb", "-D", data, "-U", "evalalign", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def url_of(socket: str, name: str) -> str:
    """The URL of one database of the cluster."""
    return f"postgresql+psycopg://evalalign@/{name}?host={socket}"


def create_database(socket: str, template: str = "template1") -> str:
    """A new database, empty unless another is its template; gives its URL."""
    name = f"test{next(_numbers)}"
    _on_server(socket, f"CREATE DATABASE {name} TEMPLATE {template}")
    return url_of(socket, name)


def copy_database(url: str) -> str:
    """A copy of the database at `url`, which nobody may have open; gives its URL."""
    copied = make_url(url)
    return create_database(str(copied.query["host"]), str(copied.database))


def drop_database(url: URL) -> None:
    """Throw a database away; it would fill the disk with hundreds of its kind."""
    _on_server(str(url.query["host"]), f"DROP DATABASE {url.database} WITH (FORCE)")


def _on_server(socket: str, statement: str) -> None:
    engine = create_engine(url_of(socket, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
