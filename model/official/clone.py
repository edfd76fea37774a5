"""The files of a user's clone of EvalAlign's repository that a protocol is made of.

Read as data, at most 20 MB each: two prompt files (JSON), the five questions in
an evaluation script, the licence. Nothing in the clone is run or imported.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.problems import BadInput, Problem
from model.official.literals import find_faithfulness_questions

MAX_BYTES = 20 * 1024 * 1024

PROMPT_FILES = ("test_faithfulness_prompt.json", "test_alignment_prompt.json")

_SCRIPT = "test_faithfulness.py"
_LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "COPYING")
_KNOWN_LICENCES = {"Apache-2.0": r"Apache License\s+Version 2\.0", "MIT": r"\AMIT License"}


@dataclass(frozen=True, slots=True)
class Clone:
    """What was read: the prompt files' decoded JSON, the faithfulness questions by skill, and where all is from.

    `files`: the files read, relative to the clone. `commit`: what is checked out, where the clone tells.
    """

    faithfulness: Any
    alignment: Any
    questions: dict[str, str]
    licence: str
    files: tuple[str, ...]
    commit: str | None


def read_clone(folder: Path) -> Clone:
    """Find and read the files; raises `BadInput` naming everything that is missing or unreadable."""
    if not folder.is_dir():
        raise BadInput.one("no_clone", str(folder), "Is not a folder; name a clone of EvalAlign's repository.")
    problems: list[Problem] = []
    files: list[Path] = []
    prompts = [_prompts(folder, name, files, problems) for name in PROMPT_FILES]
    questions = _questions(folder, files, problems)
    licence = _licence(folder, files, problems)
    if problems:
        raise BadInput(problems)
    names = tuple(path.relative_to(folder).as_posix() for path in files)
    return Clone(prompts[0], prompts[1], questions, licence, names, _commit(folder))


def _prompts(folder: Path, name: str, files: list[Path], problems: list[Problem]) -> Any:
    found = list(_named(folder, name))
    if len(found) != 1:
        where = ", ".join(path.relative_to(folder).as_posix() for path in found)
        message = f"Is there {len(found)} times ({where}); one is wanted." if found else "Is nowhere in the clone."
        problems.append(Problem("missing_file" if not found else "ambiguous_file", name, message))
        return None
    files.append(found[0])
    try:
        return json.loads(_text(found[0]))
    except BadInput as refusal:
        problems.extend(refusal.problems)
    except ValueError as error:
        problems.append(Problem("not_json", name, f"Is not JSON: {error}."))
    return None


def _questions(folder: Path, files: list[Path], problems: list[Problem]) -> dict[str, str]:
    """The five questions, of the script that is named for them if it holds any, else of any script."""
    scripts = list(_named(folder, _SCRIPT)) or list(_named(folder, "*.py"))
    found: list[dict[str, str]] = []
    for script in scripts:
        try:
            questions = find_faithfulness_questions(_text(script))
        except (BadInput, ValueError) as error:
            if script.name == _SCRIPT:
                problems.append(Problem("script_unreadable", script.name, f"Cannot be read: {error}."))
            continue
        if questions:
            files.append(script)
            found += [each for each in questions if each not in found]
    if len(found) == 1:
        return found[0]
    if found:
        problems.append(Problem("ambiguous_questions", _SCRIPT, f"Has {len(found)} different sets of questions."))
    elif not any(problem.code == "script_unreadable" for problem in problems):
        problems.append(
            Problem(
                "no_questions",
                _SCRIPT,
                "No script of the clone holds the five faithfulness questions (body, Hand, face, object, common) "
                "as a literal.",
            )
        )
    return {}


def _licence(folder: Path, files: list[Path], problems: list[Problem]) -> str:
    """The licence's short name where it is known, else its first line; by `pyproject.toml` where there is no file."""
    for name in _LICENCES:
        if (folder / name).is_file():
            try:
                text = _text(folder / name).strip()
            except BadInput as refusal:
                problems.extend(refusal.problems)
                return ""
            files.append(folder / name)
            known = (short for short, pattern in _KNOWN_LICENCES.items() if re.search(pattern, text))
            return next(known, text.partition("\n")[0].strip()[:100])
    declared = _declared_licence(folder / "pyproject.toml")
    if not declared:
        problems.append(
            Problem("no_licence", "LICENSE", "Is not in the clone, so nobody can tell under which terms its text is.")
        )
        return ""
    files.append(folder / "pyproject.toml")
    return declared


def _declared_licence(path: Path) -> str:
    try:
        project = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {})
    except (OSError, ValueError):
        return ""
    classifiers = [str(item) for item in project.get("classifiers", []) if str(item).startswith("License ::")]
    if any("Apache" in item for item in classifiers):
        return "Apache-2.0"
    return classifiers[0].rpartition(" :: ")[2] if classifiers else ""


def _named(folder: Path, pattern: str) -> Iterator[Path]:
    """Plain files of this name, in the order of their paths; what git keeps for itself is left out."""
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(folder).parts:
            yield path


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput.one("file_too_large", path.name, "Is larger than 20 MB; is it what its name says?")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput.one("file_unreadable", path.name, f"Cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise BadInput.one("not_utf8", path.name, f"Is not text in UTF-8: {error}.") from None


def _commit(folder: Path) -> str | None:
    """The commit that is checked out, by git's own files; None where they do not tell."""
    try:
        head = (folder / ".git" / "HEAD").read_text(encoding="utf-8").strip()
        if head.startswith("ref: "):
            name = head.removeprefix("ref: ")
            loose = folder / ".git" / name
            packed = folder / ".git" / "packed-refs"
            lines = [loose.read_text()] if loose.is_file() else packed.read_text(encoding="utf-8").splitlines()
            head = next((line.split()[0] for line in lines if loose.is_file() or line.endswith(f" {name}")), "")
    except (OSError, UnicodeDecodeError, IndexError):
        return None
    return head if re.fullmatch(r"[0-9a-f]{40,64}", head) else None
