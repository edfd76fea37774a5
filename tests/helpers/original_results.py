"""Result files as the original EvalAlign scripts write them."""

import json
from pathlib import Path
from typing import Any

TINY_FAITHFULNESS = {"body": (6, 2), "Hand": (0, 0), "face": (3, 1), "object": (5, 2), "common": (8, 2)}
TINY_ALIGNMENT = {
    "Object": (3, 2),
    "Count": (1, 1),
    "Color": (2, 1),
    "Style": (0, 1),
    "Spatial": (1, 1),
    "Action": (2, 1),
}
"""Points and answers by skill, of a T2I model under the tiny protocol."""


def faithfulness_file(skills: dict[str, tuple[int, int]], **changes: Any) -> dict[str, Any]:
    """What the original's faithfulness script writes."""
    result: dict[str, Any] = {}
    for name, (points, n) in skills.items():
        result |= {f"{name}_score": points, f"{name}_num": n, f"{name}_average": points / n if n else 0}
    total, n = (sum(column) for column in zip(*skills.values(), strict=True))
    return result | {"total_score": total, "num": n, "avg_score": total / n if n else 0} | changes


def alignment_file(skills: dict[str, tuple[int, int]], images: int, **changes: Any) -> dict[str, Any]:
    """What the original's alignment script writes; its keys are misspelt there, too."""
    result: dict[str, Any] = {}
    for name, (points, n) in skills.items():
        result |= {f"{name}_score": points, f"{name}_num": n, f"{name}_avgerage": points / n}
    total = sum(points for points, _ in skills.values())
    return result | {"total_score": total, "total_avgerage": total / images} | changes


def write(folder: Path, name: str, content: Any) -> Path:
    """A JSON file of `content`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps(content, indent=2))
    return path


def tiny_files(folder: Path) -> list[Path]:
    """Both result files of a T2I model under the tiny protocol."""
    return [
        write(folder, "result_test_faithfulness.json", faithfulness_file(TINY_FAITHFULNESS)),
        write(folder, "result_test_alignment.json", alignment_file(TINY_ALIGNMENT, 3)),
    ]
