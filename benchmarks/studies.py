"""Helpers of the statistical studies: the machine they ran on, and how a result is kept."""

import argparse
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import scipy

RESULTS = Path(__file__).parent / "results"


def arguments(description: str | None, **numbers: int) -> argparse.Namespace:
    """Make the command line of a study: one option per number, and `--save`."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in numbers.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    parser.add_argument("--save", action="store_true", help="Keep the figures in benchmarks/results/.")
    return parser.parse_args()


def surroundings() -> dict[str, Any]:
    """Describe date, machine and versions."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "device": f"cpu ({platform.machine()})",
        "processors": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    }


def keep(name: str, report: dict[str, Any]) -> None:
    """Write the report as `<name>_<date>.json`."""
    path = RESULTS / f"{name}_{report['date']}.json"
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"saved as {path.relative_to(RESULTS.parent.parent)}")
