"""Find the five faithfulness questions in the original's evaluation script, which is parsed and never run.

They are a literal anywhere in it: a dictionary of exactly the five names, or a list of pairs (name, question).
"""

import ast
from typing import Any

from model.official.names import FAITHFULNESS_NAMES

_SKILL_OF = {name.casefold(): key for key, name in FAITHFULNESS_NAMES.items()}


def find_faithfulness_questions(source: str) -> list[dict[str, str]]:
    """Find every different literal of the five questions, by skill, in a script's order; usually there is one.

    Raises ValueError where the text is no Python.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"is no Python ({error})") from error
    literals: list[dict[str, str]] = []
    for node in ast.walk(tree):
        questions = _questions(node)
        if questions is not None and questions not in literals:
            literals.append(questions)
    return literals


def _questions(node: ast.AST) -> dict[str, str] | None:
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
