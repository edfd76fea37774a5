"""The folder of a run: its configuration, log and checkpoints, so that a killed run is resumed by the same command."""

import json
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.files import write_file_atomically
from core.problems import BadInput

CONFIG, LOG, CHECKPOINT = "config.json", "log.jsonl", "checkpoint.pt"


class RunFolder:
    """A folder that belongs to one run, known by its configuration.

    It holds `config.json`, files of JSON lines that grow as the run goes (`log.jsonl`), and whatever the run writes
    through `replace`: files and folders that are either whole or not there, its checkpoint among them.
    """

    def __init__(self, path: Path, config_file: str = CONFIG) -> None:
        self.path = path
        self._config_file = path / config_file

    @property
    def checkpoint(self) -> Path:
        """The file of the state to resume from, where the run keeps one file."""
        return self.path / CHECKPOINT

    def adopt(self, config: Mapping[str, Any], ignored: Collection[str] = ()) -> None:
        """Make the folder the run's of this configuration, or check that it is already.

        Args:
            config: All that decides the run, as JSON.
            ignored: Keys that may differ between a run and its resumption, such as the number of threads.

        Raises:
            BadInput: The folder holds a run with another configuration (`other_run`, with the keys that differ), or
                something else than a run (`folder_not_empty`).
        """
        if not self._config_file.is_file():
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                raise BadInput.one("folder_not_empty", str(self.path), "Is not empty and holds no run to resume.")
            text = json.dumps(config, indent=1, ensure_ascii=False) + "\n"
            write_file_atomically(self._config_file, text, make_folder=True)
            return
        stored = self._stored_config()
        differing = sorted(
            key for key in stored.keys() | config.keys() if key not in ignored and stored.get(key) != config.get(key)
        )
        if differing:
            raise BadInput.one(
                "other_run",
                str(self.path),
                f"Holds a run with other settings ({', '.join(differing)}); "
                "name an empty folder, or give the same settings to resume it.",
            )

    def _stored_config(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._config_file.read_text(encoding="utf-8"))
        except ValueError:
            return {}
        return stored if isinstance(stored, dict) else {}

    @contextmanager
    def replace(self, name: str) -> Iterator[Path]:
        """Yield a path to write a file or folder to; it takes the place of `name` when the block ends without error.

        A draft that a kill left behind is removed first.
        """
        target, draft = self.path / name, self.path / f"{name}.new"
        _remove(draft)
        yield draft
        if target.is_dir() or draft.is_dir():
            _remove(target)
        draft.replace(target)

    def append_lines(self, name: str, entries: Iterable[Mapping[str, Any]]) -> None:
        """Append entries to a file of JSON lines."""
        with (self.path / name).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(entry) + "\n" for entry in entries)

    def resume_lines(self, name: str) -> list[dict[str, Any]]:
        """Read a file of JSON lines, if there is one; a last line that a kill cut short is removed from it."""
        path = self.path / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            write_file_atomically(path, whole)
        return [json.loads(line) for line in whole.splitlines()]

    def write_lines(self, name: str, entries: Iterable[Mapping[str, Any]]) -> None:
        """Write a file of JSON lines anew."""
        write_file_atomically(self.path / name, "".join(json.dumps(entry) + "\n" for entry in entries))

    def rewind_log(self, step: int) -> None:
        """Remove the log's entries after a step: a run resumed there does those steps, and logs them, again."""
        self.write_lines(LOG, [entry for entry in self.resume_lines(LOG) if entry["step"] <= step])


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
