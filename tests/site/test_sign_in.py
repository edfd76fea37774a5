"""Signing in as on a Space, in a real browser against a real OpenID provider: submit, withdraw, administer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from leaderboard.store.database import Database
from leaderboard.store.tables import AuditLog, Submission, SubmissionState
from model.protocol.protocol import Protocol
from submissions.admin.moderation import pause
from tests.conftest import tiny_protocol_data
from tests.helpers.openid_provider import running_provider
from tests.helpers.running_app import running_app
from tests.helpers.served import PATIENT, console_errors
from tests.helpers.uploads import sound_files, write_zip

pytestmark = pytest.mark.browser

CALL = """async ({ fn, data }) => {
  const session_hash = Math.random().toString(36).slice(2);
  const body = JSON.stringify({ fn_index: fn, data, session_hash });
  const headers = { "Content-Type": "application/json" };
  const joined = await fetch("/gradio_api/queue/join", { method: "POST", headers, body });
  if (!joined.ok) return { refused: joined.status };
  const events = await (await fetch(`/gradio_api/queue/data?session_hash=${session_hash}`)).text();
  const lines = events.split("\\n\\n").filter((line) => line.startsWith("data:"));
  const messages = lines.map((line) => JSON.parse(line.slice(5)));
  return messages.find((message) => message.msg === "process_completed");
}"""
"""Sends an event as the page would, with the browser's cookies."""


EVENT = """async (name) => {
  const { components, dependencies } = await (await fetch("/config")).json();
  const component = components.find((one) => one.props.elem_id === name);
  return dependencies.find((one) => one.targets.some(([id, kind]) => id === component.id && kind === "click")).id;
}"""


@dataclass
class Place:
    """A running app and its database."""

    url: str
    database: Database
    protocol: Protocol
    folder: Path

    def submissions(self) -> dict[str, tuple[str, str, bool, str]]:
        """Map T2I models' names to submission, submitter, whether they had signed in, and state."""
        with self.database.read() as session:
            return {
                row.t2i_model.name: (row.id, row.submitter.name, row.signed_in, str(row.state))
                for row in session.query(Submission)
            }

    def log(self) -> list[tuple[str, str, str]]:
        with self.database.read() as session:
            rows = session.query(AuditLog).order_by(AuditLog.id)
            return [(row.actor, row.action, row.detail) for row in rows]


@contextmanager
def serving(folder: Path, more: dict[str, str]) -> Iterator[Place]:
    """Run the app in a process of its own with a paused queue, so that submissions stay queued."""
    protocol = Protocol.parse(tiny_protocol_data())
    (folder / "tiny.json").write_text(protocol.to_json(), encoding="utf-8")
    database = Database.open(f"sqlite:///{folder / 'evalalign.db'}")
    pause(database, "the test")
    protocol_setting = {"EVALALIGN_PROTOCOL": str(folder / "tiny.json")}
    with running_app(folder, simulated_models=0, **protocol_setting, **more) as running:
        yield Place(running.url, database, protocol, folder)
    database.close()


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("space")
    settings = {"EVALALIGN_ADMINS": "root, somebody-else", "EVALALIGN_SUBMISSIONS_PER_DAY": "2"}
    with running_provider() as provider, serving(folder, provider.environment | settings) as place:
        yield place


def signed_in(browser: Browser, place: Place, user: str, page: str = "submit") -> tuple[BrowserContext, Page]:
    """Sign in from a page, in a new browser context, and come back to the page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENT)
    opened.goto(f"{place.url}/{page}")
    opened.get_by_role("link", name="Sign in with Hugging Face").click()
    opened.get_by_role("link", name=user, exact=True).click()
    expect(opened.locator("#identity")).to_contain_text(f"Signed in as {user}.")
    assert opened.url.startswith(f"{place.url}/{page}")
    return context, opened


def choose(page: Page, place: Place) -> None:
    """Choose a sound zip, and wait until it is uploaded."""
    archive = write_zip(place.folder / "sound-images.zip", sound_files(place.protocol))
    page.set_input_files("#submit-upload input[type=file]", archive)
    expect(page.locator("#submit-upload")).to_contain_text("sound-images")


def submit(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.locator("#submit-go").click()


def event(page: Page, elem_id: str) -> int:
    """Return the number of the event that a click on an element causes."""
    number: int = page.evaluate(EVENT, elem_id)
    return number


def call(page: Page, elem_id: str, data: list[Any]) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(CALL, {"fn": event(page, elem_id), "data": data})
    return answer


def test_strangers_must_sign_in_to_submit(browser: Browser, space: Place) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENT)
    page.goto(f"{space.url}/submit")
    expect(page.get_by_role("link", name="Sign in with Hugging Face")).to_be_visible()
    expect(page.get_by_label("Your name (optional)")).to_have_count(0)
    choose(page, space)
    submit(page, "strangers")
    expect(page.locator("#submit-report")).to_contain_text("Sign in with Hugging Face to submit.")
    assert "strangers" not in space.submissions()
    page.close()


def test_signed_in_name_and_daily_allowance_count(browser: Browser, space: Place) -> None:
    context, page = signed_in(browser, space, "ada")
    choose(page, space)
    for name in ("first", "second"):
        submit(page, name)
        expect(page.locator("#submit-progress h3")).to_contain_text(name)
    submit(page, "third")
    report = page.locator("#submit-report")
    expect(report).to_contain_text("ada has submitted 2 times within 24 hours")
    expect(report).to_contain_text("The next submission is possible from")
    submissions = space.submissions()
    assert "third" not in submissions
    assert [submissions[name][1:] for name in ("first", "second")] == [("ada", True, "queued")] * 2
    context.close()


def test_authors_withdraw_their_submission_after_confirming(browser: Browser, space: Place) -> None:
    submission = space.submissions()["first"][0]
    context, page = signed_in(browser, space, "ada")
    page.goto(f"{space.url}/submit?submission={submission}")
    page.locator("#owner-withdraw").click()
    expect(page.locator("#owner")).to_contain_text("Withdraw first?")
    page.locator("#owner-keep").click()
    expect(page.locator("#owner-withdraw")).to_be_visible()
    page.locator("#owner-withdraw").click()
    page.locator("#owner-confirm").click()
    expect(page.locator("#owner")).to_contain_text("It is withdrawn.")
    expect(page.locator("#submit-progress")).to_contain_text("Withdrawn")
    assert space.submissions()["first"][3] == SubmissionState.WITHDRAWN
    assert ("ada", "withdrawn", "") in space.log()
    context.close()


def test_others_cannot_withdraw_a_submission(browser: Browser, space: Place) -> None:
    submission = space.submissions()["second"][0]
    context, page = signed_in(browser, space, "bob")
    page.goto(f"{space.url}/submit?submission={submission}")
    expect(page.locator("#submit-progress")).to_contain_text("second")
    expect(page.locator("#owner-withdraw")).to_have_count(0)
    answer = call(page, "owner-confirm", [submission])
    assert "no submission of yours" in json.dumps(answer)
    assert space.submissions()["second"][3] == SubmissionState.QUEUED
    context.close()


def test_only_admins_see_the_admin_page_and_call_its_events(browser: Browser, space: Place) -> None:
    submission = space.submissions()["second"][0]
    context, page = signed_in(browser, space, "bob", "admin")
    expect(page.locator("#admin-refusal")).to_contain_text("Only admins see this page")
    expect(page.locator("#admin-hide")).to_have_count(0)
    before = space.log()
    for elem_id, data in (
        ("admin-hide", [submission, "Because."]),
        ("admin-delete", [submission, "Because.", "second"]),
        ("admin-resume", ["Because."]),
        ("admin-save", ["", "", "", ""]),
        ("admin-refresh", ["", 1, "", "", "", "", 1]),
    ):
        answer = call(page, elem_id, data)
        assert answer["success"] is False, (elem_id, answer)
        assert "Only an admin may do this." in json.dumps(answer)
    assert space.log() == before
    stranger = browser.new_page()
    stranger.goto(f"{space.url}/admin")
    assert call(stranger, "admin-hide", [submission, "Because."])["success"] is False
    stranger.close()
    context.close()


def test_no_admin_token_is_printed_where_people_sign_in(space: Place) -> None:
    log = (space.folder / "app.log").read_text()
    assert "The leaderboard is at" in log
    assert "Admin page" not in log


def test_acts_of_an_admin_take_effect_and_are_logged(browser: Browser, space: Place) -> None:
    submission = space.submissions()["second"][0]
    context, page = signed_in(browser, space, "Root", "admin")
    errors = console_errors(page)
    expect(page.locator("#admin-health")).to_contain_text("Paused")
    expect(page.locator("#admin-queue")).to_contain_text("second")
    outcome = page.locator("#admin-outcome")

    page.locator("#admin-search textarea, #admin-search input").first.fill("SEC")
    page.keyboard.press("Enter")
    expect(page.locator("#admin-submissions")).to_contain_text("1 to 1 of 1")
    page.get_by_label("Submission id").fill(submission)
    page.locator("#admin-hide").click()
    expect(outcome).to_contain_text("Say why")
    page.get_by_label("Reason").fill("Not its own <b>images</b>.")
    page.locator("#admin-hide").click()
    expect(outcome).to_contain_text("It is hidden")
    expect(page.locator("#admin-submissions")).to_contain_text("Hidden")
    expect(page.locator("#admin-log")).to_contain_text("Not its own <b>images</b>.")
    page.locator("#admin-unhide").click()
    expect(outcome).to_contain_text("It is shown again")
    page.locator("#admin-number input").fill("-5")
    page.locator("#admin-priority").click()
    expect(outcome).to_contain_text("Its priority is -5 now.")
    expect(page.locator("#admin-queue")).to_contain_text("-5")
    page.locator("#admin-rerun").click()
    expect(outcome).to_contain_text("Is queued")

    page.get_by_text("Delete its images and answers for good").click()
    page.locator("#admin-delete").click()
    expect(outcome).to_contain_text("Type second")
    page.locator("#admin-name textarea, #admin-name input").first.fill("second")
    page.locator("#admin-delete").click()
    expect(outcome).to_contain_text("deleted")
    assert space.submissions()["second"][3] == SubmissionState.WITHDRAWN
    assert [row[1] for row in space.log() if row[0] == "Root"] == [
        "hidden",
        "unhidden",
        "priority",
        "withdrawn",
        "deleted",
    ]

    page.locator("#admin-log-submission textarea, #admin-log-submission input").first.fill(submission[:8])
    page.keyboard.press("Enter")
    expect(page.locator("#admin-log")).to_contain_text("of 8")
    with page.expect_download() as download:
        page.locator("#admin-save").click()
    lines = Path(download.value.path()).read_text().splitlines()
    assert lines[0] == "at,actor,action,submission,detail"
    assert len(lines) == 9
    assert errors == []
    context.close()


def test_signing_out(browser: Browser, space: Place) -> None:
    context, page = signed_in(browser, space, "bob")
    page.get_by_role("link", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in with Hugging Face")).to_be_visible()
    context.close()
