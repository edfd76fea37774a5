"""Events caused while the server has just closed the stream of answers, and the browser does not know it yet."""

import re

import pytest
from playwright.sync_api import Browser, expect

import app
from core.settings import get_settings
from leaderboard.board import page as board
from tests.helpers.served import PATIENT, served

pytestmark = pytest.mark.browser

FAR_AWAY = """(() => {
  const near = window.fetch;
  const writer = new TextEncoder();
  const late = () => new TransformStream({
    async transform(chunk, out) {
      const text = new TextDecoder().decode(chunk);
      const end = text.indexOf('data: {"msg":"close_stream"');
      out.enqueue(end < 0 ? chunk : writer.encode(text.slice(0, end)));
      if (end < 0) return;
      await new Promise((later) => setTimeout(later, 600));
      window.ends = (window.ends ?? 0) + 1;
      out.enqueue(writer.encode(text.slice(end)));
    },
  });
  window.fetch = async (...asked) => {
    const answer = await near(...asked);
    if (!String(asked[0].url ?? asked[0]).includes("/queue/data")) return answer;
    return new Response(answer.body.pipeThrough(late()), { status: answer.status, headers: answer.headers });
  };
})()"""
"""A server so far away that the end of its stream comes late."""


def test_an_event_while_the_stream_ends_is_answered(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board, "REFRESH_SECONDS", 600.0)  # whose stream would bring the lost answer along
    with served(app.serve(get_settings(), app.build())) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENT)
        page.add_init_script(FAR_AWAY)
        page.goto(address)
        page.wait_for_selector(".js-plotly-plot")
        page.wait_for_function("window.ends > 0")
        page.wait_for_timeout(1000)
        for column in (1, 2, 1):
            head = page.locator("table.ranking th[scope=col]").nth(column)
            head.get_by_role("button").click()
            expect(head).to_have_attribute("aria-sort", re.compile("ending"))
        page.close()
