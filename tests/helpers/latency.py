"""A far server for the browser tests, as a pytest plugin; run it by `make test-latency`.

Every request of a page to Gradio waits, its answer waits, and every part of a stream does, each for a time of its own:
answers come late, and requests overtake one another. What a page shows in the end has to be the same. `LATENCY` is the
longest wait in milliseconds.
"""

import os
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

LONGEST = float(os.environ.get("LATENCY", "600"))

_SCRIPT = """(() => {
  const near = window.fetch;
  const wait = () => new Promise((later) => setTimeout(later, Math.random() * LONGEST));
  const later = () => new TransformStream({ async transform(part, out) { await wait(); out.enqueue(part); } });
  window.fetch = async (...asked) => {
    const address = String(asked[0].url ?? asked[0]);
    if (!address.includes("/gradio_api/")) return near(...asked);
    await wait();
    const answer = await near(...asked);
    await wait();
    if (!address.includes("/queue/data") || !answer.ok) return answer;
    return new Response(answer.body.pipeThrough(later()), { status: answer.status, headers: answer.headers });
  };
})()""".replace("LONGEST", str(LONGEST))

_new_context, _new_page = Browser.new_context, Browser.new_page


def _far_context(browser: Browser, **options: Any) -> BrowserContext:
    context = _new_context(browser, **options)
    context.add_init_script(_SCRIPT)
    return context


def _far_page(browser: Browser, **options: Any) -> Page:
    page = _new_page(browser, **options)
    page.add_init_script(_SCRIPT)
    return page


def pytest_configure() -> None:
    """Every page that a test opens is far from its server."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Browser, "new_context", _far_context)
    patch.setattr(Browser, "new_page", _far_page)
