"""What the app keeps of the tabs that visitors have open does not grow with their number."""

import pytest

import app
from core.settings import Settings


def test_of_many_tabs_those_last_active_are_kept(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "SESSIONS", 8)
    pages = app.build()
    app.serve(settings, pages)
    kept = pages.state_holder
    for number in range(app.SESSIONS):
        assert kept[f"tab {number}"] is not None
    assert kept["tab 0"] is not None  # its visitor does something again
    for number in range(5):
        assert kept[f"another {number}"] is not None
    assert len(kept.session_data) == app.SESSIONS
    assert "tab 0" in kept
    assert "tab 1" not in kept
