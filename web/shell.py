"""Put the header around every page: navigation, languages and the theme switch, and the page's heading.

The server inserts the header into Gradio's HTML, so that it is there before any script has run, in the visitor's
language, and nothing below it moves.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import gradio as gr
from gradio.i18n import I18nData
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.language import _, language, languages
from web.theme import DARK, LIGHT, css_variables

Pages = Sequence[tuple[str, str, bool]]
"""Path (`""` for the first page), English name, and whether the navigation shows it, as in `gr.Blocks.pages`."""

_HERE = Path(__file__).parent
_BODY = "<body"
_ICONS = {
    "dark": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z"/>',
    "light": '<circle cx="12" cy="12" r="4.5"/>'
    '<path d="M12 2v3m0 14v3M2 12h3m14 0h3M5 5l2 2m10 10 2 2M5 19l2-2M17 7l2-2"/>',
}


def add_heading(heading: I18nData) -> None:
    """Add the heading to a page in the current Blocks context; the stylesheet hides Gradio's navigation bar."""
    gr.Markdown(heading, elem_classes="heading")


class FrameMiddleware:
    """Inserts the header into every page; runs inside `LanguageMiddleware`, which sets the language."""

    def __init__(self, app: ASGIApp, pages: Pages, title: str, first: str) -> None:
        """Insert the header into the pages of `app`.

        Args:
            app: The ASGI application.
            pages: Its pages.
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
        header = header_html(self._pages, path, scope.get("query_string", b"").decode("latin-1"), self._title)
        await self._app(scope, receive, _HtmlRewriter(send, partial(insert_header, header=header, code=language())))


class _HtmlRewriter:
    """Collects an HTML response, changes it, and sends it on."""

    def __init__(self, send: Send, change: Callable[[str], str]) -> None:
        self._send, self._change = send, change
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            is_html = headers.get("content-type", "").startswith("text/html") and "content-encoding" not in headers
            if is_html:
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = self._change(self._body.decode()).encode()
        MutableHeaders(scope=self._start)["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def insert_header(html: str, header: str, code: str) -> str:
    """Insert the header at the beginning of a page's body, and set the page's language to `code`."""
    head, opening, rest = html.partition(_BODY)
    attributes, closing, body = rest.partition(">")
    head = head.replace('lang="en"', f'lang="{escape(code, quote=True)}"', 1)
    return head + opening + attributes + closing + _assets() + header + body if opening else html


def header_html(pages: Pages, here: str, query: str, title: str) -> str:
    """Render the header: a link to the content, the navigation, the languages, and the theme switch.

    All links are relative, as Gradio's pages lie side by side.

    Args:
        pages: All pages.
        here: The path of the current one.
        query: The query of its address, undecoded; the links to other languages keep it.
        title: The application's name.
    """
    names = {path: _(name) for path, name, _shown in pages}
    links = "".join(_link(path, names[path], path == here) for path, _name, shown in pages if shown)
    kept = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != "lang"]
    language_links = "".join(
        f'<a href="{escape(_address(here, [*kept, ("lang", code)]), quote=True)}" lang="{code}" hreflang="{code}" '
        f'data-language="{code}"{_current(code == language(), "true")}>{escape(name)}</a>'
        for code, name in languages().items()
    )
    whole_title = f"{names[here]} – {title}" if here else title
    return (
        f'<a class="frame-skip" href="{escape(_address(here, kept), quote=True)}">{escape(_("Skip to content"))}</a>'
        f'<header class="frame" data-title="{escape(whole_title, quote=True)}">'
        f'<nav class="frame-pages" aria-label="{escape(_("Pages"), quote=True)}">{links}</nav>'
        f'<div class="frame-switches"><nav aria-label="{escape(_("Language"), quote=True)}">{language_links}</nav>'
        f'<button type="button" id="frame-theme">{_icon("dark", _("Dark theme"))}{_icon("light", _("Light theme"))}'
        "</button></div></header>"
    )


def _link(path: str, name: str, current: bool) -> str:
    return f'<a href="{escape(path or "./", quote=True)}"{_current(current, "page")}>{escape(name)}</a>'


def _current(is_current: bool, kind: str) -> str:
    return f' aria-current="{kind}"' if is_current else ""


def _address(path: str, query: Sequence[tuple[str, str]]) -> str:
    return (path or "./") + (f"?{urlencode(query)}" if query else "")


def _icon(theme: str, label: str) -> str:
    return (
        f'<span class="frame-to-{theme}"><svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">'
        f"{_ICONS[theme]}</svg><span>{escape(label)}</span></span>"
    )


@cache
def _assets() -> str:
    """Return the header's styles and script, inline because they have to come before Gradio's."""
    light, dark = (css_variables(palette, prefix="frame-") for palette in (LIGHT, DARK))
    tints = f"body {{ {light} }} body.dark {{ {dark} }}"
    css, script = ((_HERE / f"shell.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return f"<style>{tints}\n{css}</style><script>{script}</script>"
