"""Choose the language of a page: by `?lang=`, by the cookie that keeps it, or by the browser's languages."""

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
    """Mark a component's English label, title, placeholder or Markdown, to be shown in the visitor's language."""
    return _untranslated(text)


class TranslatedBlocks(gr.Blocks):
    """Blocks whose texts marked by `words` are shown in the language of the request.

    Gradio looks texts up under the browser's language; so the chosen language's translations are sent under the
    browser's language codes, page by page.
    """

    @property
    def config(self) -> BlocksConfigDict:
        """The configuration from which the browser builds a page."""
        return {**self._config, "i18n_translations": _translations()}

    @config.setter
    def config(self, config: BlocksConfigDict) -> None:
        self._config = config


def _translations() -> dict[str, dict[str, str]]:
    """Map the request's locale codes to catalogues (English text to shown text), empty where English is shown."""
    translations = catalogue(language())
    codes = [part.partition(";")[0].strip() for part in _accepted.get().split(",")]
    return {code: translations for whole in [ENGLISH, *codes] for code in (whole, whole.partition("-")[0]) if code}


class LanguageMiddleware:
    """Sets the language of each request, and stores one that the address names in a cookie."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle an ASGI request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        set_language(_language_of(request))
        _accepted.set(request.headers.get("accept-language", ""))
        code = request.query_params.get(LANGUAGE_PARAMETER, "")

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{LANGUAGE_COOKIE}={code}; Path=/; SameSite=Lax; Max-Age={_A_YEAR}"
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookie if code in languages() else send)


def request_language() -> str | None:
    """Return the language of the request behind the current event; None outside an event."""
    request = LocalContext.request.get(None)
    return None if request is None else _language_of(request)


def _language_of(request: HTTPConnection | gr.Request) -> str:
    chosen = request.query_params.get(LANGUAGE_PARAMETER) or request.cookies.get(LANGUAGE_COOKIE)
    return pick_language(chosen or request.headers.get("accept-language", ""))
