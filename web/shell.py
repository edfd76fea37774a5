"""Put the header around every page: navigation, languages and the theme switch, and the page's heading.

The server inserts the header into Gradio's HTML, so that it is there before any script has run, in the visitor's
language, and nothing below it moves. Its template is `shell.html`.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl

import gradio as gr
from gradio.i18n import I18nData
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.language import language, languages
from web.html import render
from web.language import LANGUAGE_PARAMETER
from web.theme import DARK, LIGHT, css_variables

_STYLES = "body {{ {} }} body.dark {{ {} }}\n{}".format(
    css_variables(LIGHT, LIGHT, "frame-"),
    css_variables(DARK, DARK, "frame-"),
    Path(__file__).with_suffix(".css").read_text(encoding="utf-8"),
)
_SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
"""Styles and script are inline because they have to come before Gradio's."""


def add_heading(heading: I18nData) -> None:
    """Add the heading to a page in the current Blocks context; the stylesheet hides Gradio's navigation bar."""
    gr.Markdown(heading, elem_classes="heading")


class FrameMiddleware:
    """Inserts the header into every page; runs inside `LanguageMiddleware`, which sets the language."""

    def __init__(self, app: ASGIApp, pages: Sequence[tuple[str, str, bool]], title: str, first: str) -> None:
        """Insert the header into the pages of `app`.

        Args:
            app: The ASGI application.
            pages: The path of each page (`""` for the first one), its English name, and whether the navigation shows
                it, as in `gr.Blocks.pages`.
            title: The application's name, for the titles of windows and tabs.
            first: The English name of the first page.
        """
        self._app, self._title = app, title
        self._pages = [(path, first if path == "" else name, shown) for path, name, shown in pages]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle an ASGI request."""
        path = scope.get("path", "").strip("/")
        if scope["type"] != "http" or scope["method"] != "GET" or path not in {page[0] for page in self._pages}:
            await self._app(scope, receive, send)
            return
        pairs = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        header = render(
            "web/shell.html",
            pages=self._pages,
            here=path,
            query=[(name, value) for name, value in pairs if name != LANGUAGE_PARAMETER],
            language=language(),
            languages=languages(),
            title=self._title,
            styles=_STYLES,
            script=_SCRIPT,
        )
        await self._app(scope, receive, _HeaderInserter(send, header))


class _HeaderInserter:
    """Inserts the header at the beginning of a page's body, and sets the page's language."""

    def __init__(self, send: Send, header: str) -> None:
        self._send, self._header, self._language = send, header, language()
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            if headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers:
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        head, body_tag, rest = self._body.decode().partition("<body")
        attributes, bracket, content = rest.partition(">")
        head = head.replace('lang="en"', f'lang="{self._language}"', 1)
        page = "".join([head, body_tag, attributes, bracket, self._header if body_tag else "", content]).encode()
        MutableHeaders(scope=self._start)["content-length"] = str(len(page))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": page})
