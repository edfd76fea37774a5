"""Read the files of a clone of EvalAlign's repository that make a protocol.

Two prompt files (JSON), the five questions in an evaluation script, and the licence, at most 20 MB each. Nothing in the
clone is run or imported.
"""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.problems import BadInput, Problem
from model.official.names import FAITHFULNESS_NAMES

MAX_BYTES = 20 * 1024 * 1024

_SKILL_OF = {name.casefold(): key for key, name in FAITHFULNESS_NAMES.items()}

PROMPT_FILES = ("test_faithfulness_prompt.json", "test_alignment_prompt.json")

_SCRIPT = "test_faithfulness.py"
_LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "COPYING")
_KNOWN_LICENCES = {"Apache-2.0": r"Apache License\s+Version 2\.0", "MIT": r"\AMIT License"}


@dataclass(frozen=True, slots=True)
class Clone:
    """The content of a clone: the prompt files' decoded JSON, the faithfulness questions by skill, and their source.

    `files`: the files read, relative to the clone. `commit`: the commit that is checked out, where it is known.
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
    paths = list(_find_files(folder, name))
    if len(paths) != 1:
        where = ", ".join(path.relative_to(folder).as_posix() for path in paths)
        message = f"Is there {len(paths)} times ({where}); one is expected." if paths else "Is nowhere in the clone."
        problems.append(Problem("ambiguous_file" if paths else "missing_file", name, message))
        return None
    files.append(paths[0])
    try:
        return json.loads(_read_text(paths[0]))
    except BadInput as refusal:
        problems.extend(refusal.problems)
    except ValueError as error:
        problems.append(Problem("not_json", name, f"Is not JSON: {error}."))
    return None


def _questions(folder: Path, files: list[Path], problems: list[Problem]) -> dict[str, str]:
    """Find the five questions in the script of the expected name, or else in any script."""
    scripts = list(_find_files(folder, _SCRIPT)) or list(_find_files(folder, "*.py"))
    sets: list[dict[str, str]] = []
    for script in scripts:
        try:
            questions = find_faithfulness_questions(_read_text(script))
        except (BadInput, ValueError) as error:
            if script.name == _SCRIPT:
                problems.append(Problem("script_unreadable", script.name, f"Cannot be read: {error}."))
            continue
        if questions:
            files.append(script)
            sets += [candidate for candidate in questions if candidate not in sets]
    if len(sets) == 1:
        return sets[0]
    if sets:
        problems.append(Problem("ambiguous_questions", _SCRIPT, f"Has {len(sets)} different sets of questions."))
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


def find_faithfulness_questions(source: str) -> list[dict[str, str]]:
    """Find every different literal of the five questions in a script, which is parsed and never run: text by skill.

    A literal is a dictionary of exactly the five names, or a list of pairs (name, question); usually there is one.
    Raises ValueError where the script is no Python.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"is no Python ({error})") from error
    literals: list[dict[str, str]] = []
    for node in ast.walk(tree):
        questions = _literal_questions(node)
        if questions is not None and questions not in literals:
            literals.append(questions)
    return literals


def _literal_questions(node: ast.AST) -> dict[str, str] | None:
    parts = node.values if isinstance(node, ast.Dict) else node.elts if isinstance(node, ast.List | ast.Tuple) else []
    if len(parts) != len(_SKILL_OF):
        return None  # looks at small nodes only, so that a large literal is not evaluated over and over
    try:
        value: Any = ast.literal_eval(node)
        pairs = value if isinstance(value, dict) else dict(value)
        by_skill = {_SKILL_OF[name.casefold()]: question for name, question in pairs.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if len(by_skill) != len(_SKILL_OF) or not all(isinstance(question, str) for question in by_skill.values()):
        return None
    return {key: by_skill[key] for key in FAITHFULNESS_NAMES}


def _licence(folder: Path, files: list[Path], problems: list[Problem]) -> str:
    """Read the licence's short name, or its first line; without a licence file, the one in `pyproject.toml`."""
    for name in _LICENCES:
        if (folder / name).is_file():
            try:
                text = _read_text(folder / name).strip()
            except BadInput as refusal:
                problems.extend(refusal.problems)
                return ""
            files.append(folder / name)
            known = (short for short, pattern in _KNOWN_LICENCES.items() if re.search(pattern, text))
            return next(known, text.partition("\n")[0].strip()[:100])
    declared = _declared_licence(folder / "pyproject.toml")
    if not declared:
        problems.append(Problem("no_licence", "LICENSE", "Is not in the clone, so the terms of its text are unknown."))
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


def _find_files(folder: Path, pattern: str) -> Iterator[Path]:
    """Find plain files of this name outside `.git`, in the order of their paths."""
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(folder).parts:
            yield path


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput.one("file_too_large", path.name, "Is larger than 20 MB; is it what its name says?")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput.one("file_unreadable", path.name, f"Cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise BadInput.one("not_utf8", path.name, f"Is not text in UTF-8: {error}.") from None


def _commit(folder: Path) -> str | None:
    """Read the commit that is checked out from git's own files; None where it is not found."""
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
