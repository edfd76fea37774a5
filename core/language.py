"""Translate texts that people read: gettext catalogues, read by Babel.

English sentences stand in the code, marked by `_` (or by `mark`, where they are data); `make texts` collects them
in `locales/messages.pot`, from which each translation (`locales/zh.po`) is made and kept up. The web application
sets a resolver that names the language of the request (`set_language_resolver`); the command lines use English.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"

ENGLISH = "en"

_context_language: ContextVar[str] = ContextVar("language", default=ENGLISH)
_resolvers: list[Callable[[], str | None]] = []


@cache
def languages() -> dict[str, str]:
    """Map the code of every language to its own name, English first: `{"en": "English", "zh": "中文"}`."""
    codes = [ENGLISH, *sorted(path.stem for path in LOCALES.glob("*.po"))]
    return {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in codes}


@lru_cache(maxsize=1024)
def pick_language(accepted: str) -> str:
    """Pick the best available language for an `Accept-Language` header or a single code: `zh-CN,en;q=0.5` -> `zh`."""
    ranked: list[tuple[float, str]] = []
    for part in accepted.split(","):
        code, _, weight = part.strip().partition(";q=")
        try:
            share = float(weight) if weight else 1.0
            ranked.append((-share, Locale.parse(code, sep="-").language))
        except (ValueError, UnknownLocaleError):
            continue
    available = languages()
    return next((code for _, code in sorted(ranked, key=itemgetter(0)) if code in available), ENGLISH)


def set_language_resolver(resolver: Callable[[], str | None]) -> None:
    """Add a function that returns the language of the request being served, or None outside of one."""
    if resolver not in _resolvers:
        _resolvers.append(resolver)


def language() -> str:
    """Return the code of the current language."""
    return next(filter(None, (resolver() for resolver in _resolvers)), None) or _context_language.get()


def set_language(code: str) -> None:
    """Set the language for the rest of this context (a request, a test)."""
    _context_language.set(code)


def _(text: str, **values: object) -> str:
    """Translate an English sentence and fill in its `{fields}`; a sentence without translation stays English."""
    translation = catalogue(language()).get(text, text)
    return translation.format(**values) if values else translation


def mark(text: str) -> str:
    """Return the sentence unchanged, marked for collection: data that `_` translates where it is shown."""
    return text


@cache
def catalogue(code: str) -> dict[str, str]:
    """Map English sentences to the translations of one language; empty for English."""
    path = LOCALES / f"{code}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=code)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}
