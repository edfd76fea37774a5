"""The language of the pages: chosen by `?lang=`, kept in a cookie, and otherwise the browser's own."""

from contextvars import ContextVar

import gradio as gr
from gradio.context import LocalContext
from gradio.data_classes import BlocksConfigDict
from gradio.i18n import I18nData
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.language import ENGLISH, catalogue, language, languages, pick_language, set_language

LANGUAGE_COOKIE = "language"
LANGUAGE_PARAMETER = "lang"
_A_YEAR = 365 * 24 * 3600

_accepted: ContextVar[str] = ContextVar("accepted", default="")

_untranslated = gr.I18n()


def words(text: str) -> I18nData:
    """A component's label, title, placeholder or fixed Markdown, in English, shown in the visitor's language."""
    return _untranslated(text)


class TranslatedBlocks(gr.Blocks):
    """Blocks whose texts marked by `words` are shown in the language of whoever asks for a page.

    Gradio looks texts up under the browser's language, whatever was chosen; so
    the chosen language's are handed out under that name, page by page.
    """

    @property
    def config(self) -> BlocksConfigDict:
        """What a page is built from in the browser."""
        return {**self._config, "i18n_translations": _translations()}

    @config.setter
    def config(self, made: BlocksConfigDict) -> None:
        self._config = made


def _translations() -> dict[str, dict[str, str]]:
    """Locale code to English text to shown text, for the request's locales; empty where English is shown."""
    spoken = catalogue(language())
    codes = [part.partition(";")[0].strip() for part in _accepted.get().split(",")]
    return {code: spoken for whole in [ENGLISH, *codes] for code in (whole, whole.partition("-")[0]) if code}


class LanguageMiddleware:
    """Puts the language of a request in force while it is answered, and keeps one that was asked for in a cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        set_language(_language_of(request))
        _accepted.set(request.headers.get("accept-language", ""))
        asked = request.query_params.get(LANGUAGE_PARAMETER, "")
        await self._app(scope, receive, _Keeping(send, asked) if asked in languages() else send)


class _Keeping:
    """Sends on what it is given, with a cookie for the language."""

    def __init__(self, send: Send, code: str) -> None:
        self._send, self._code = send, code

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.append("set-cookie", f"{LANGUAGE_COOKIE}={self._code}; Path=/; SameSite=Lax; Max-Age={_A_YEAR}")
        await self._send(message)


def request_language() -> str | None:
    """The language of whoever caused the event that is being handled; None outside one."""
    request = LocalContext.request.get(None)
    return None if request is None else _language_of(request)


def _language_of(request: HTTPConnection | gr.Request) -> str:
    asked = request.query_params.get(LANGUAGE_PARAMETER) or request.cookies.get(LANGUAGE_COOKIE)
    return pick_language(asked or request.headers.get("accept-language", ""))
