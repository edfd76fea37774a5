"""The endpoints for programs, called as Gradio calls them; over HTTP they are in test_api.py."""

from pathlib import Path

import gradio as gr
import pytest

from leaderboard.store.database import get_database, open_database
from leaderboard.store.tables import Submission
from submissions.submit import api


def test_typed_names_are_refused_where_people_sign_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SPACE_ID", "OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET", "OAUTH_SCOPES", "OPENID_PROVIDER_URL"):
        monkeypatch.setenv(name, "given")
    monkeypatch.setenv("SYSTEM", "spaces")
    archive = gr.FileData(path=str(tmp_path / "a.zip"))
    with pytest.raises(gr.Error) as refused:
        api.submit(archive, "Mine", submitter="somebody-else")
    assert refused.value.message == "submitter: Sign in with Hugging Face to submit."
    with get_database().read() as session:
        assert session.query(Submission).count() == 0
    open_database.cache_clear()


def test_wrong_types_are_reported_by_argument_name() -> None:
    with pytest.raises(gr.Error) as refused:
        api.status(["no", "id"])
    assert refused.value.message == "submission: Input should be a valid string."
