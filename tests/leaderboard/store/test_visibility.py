"""Nobody but one module decides what visitors may see."""

import re

from tests.helpers.paths import ROOT

LEADERBOARD = ROOT / "leaderboard"

ALLOWED = {"tables.py", "visibility.py", "reported.py", "revision.py"}
"""Where states are defined, where the predicate is, where results are entered, and where a revision is raised."""


def test_only_the_one_predicate_asks_whether_a_submission_is_published() -> None:
    asking = re.compile(r"SubmissionState\.PUBLISHED|state\s*==\s*[\"']published")
    found = {path.name for path in LEADERBOARD.rglob("*.py") if asking.search(path.read_text(encoding="utf-8"))}
    assert found <= ALLOWED, f"use leaderboard.store.visibility.visible() in {sorted(found - ALLOWED)}"
