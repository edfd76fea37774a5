"""The app as `make run` starts it, in a process of its own, for tests that drive it from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.paths import ROOT


@dataclass
class App:
    """A running app: its address, its process and its data directory."""

    url: str
    process: subprocess.Popen[bytes]
    data_dir: Path

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"EVALALIGN_DATA_DIR": str(self.data_dir)}

    @property
    def log(self) -> str:
        return (self.data_dir / "app.log").read_text()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *words], capture_output=True, text=True, cwd=ROOT, env=self.environment
        )


@contextmanager
def running_app(data_dir: Path, simulated_models: int, **settings: str) -> Iterator[App]:
    """The app on a free port, once it answers; `settings` are further environment variables."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        "EVALALIGN_DATA_DIR": str(data_dir),
        "EVALALIGN_PORT": str(port),
        "EVALALIGN_SIMULATED_MODELS": str(simulated_models),
        "OMP_NUM_THREADS": "1",
    }
    with (data_dir / "app.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=os.environ | given | settings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        running = App(f"http://127.0.0.1:{port}", process, data_dir)
        try:
            _wait_until_serving(running)
            yield running
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop the app as by Ctrl-C, which is no failure; a test may have killed it already."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        assert process.wait(30) == 0
    except subprocess.TimeoutExpired:
        process.kill()


def _wait_until_serving(app: App) -> None:
    deadline = time.monotonic() + 300  # a busy machine takes minutes to import torch twice
    while time.monotonic() < deadline:
        assert app.process.poll() is None, app.log
        try:
            with urllib.request.urlopen(app.url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the app did not start: " + app.log)
