"""The words that people read, in their language: gettext's catalogues, read by Babel.

English sentences stand in the code, marked by `_` (or `mark`, where they are data); `make texts` collects them
in `locales/messages.pot`, the one English catalogue, from which a translation
(`locales/zh.po`) is made and kept up. Whose language is meant is asked of the
web application (`listen_to`); the command lines speak English.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"

ENGLISH = "en"

_chosen: ContextVar[str] = ContextVar("language", default=ENGLISH)
_askers: list[Callable[[], str | None]] = []


@cache
def languages() -> dict[str, str]:
    """Code and own name of every language there is, English first: `{"en": "English", "zh": "中文"}`."""
    codes = [ENGLISH, *sorted(path.stem for path in LOCALES.glob("*.po"))]
    return {code: (Locale.parse(code).get_display_name(code) or code).capitalize() for code in codes}


@lru_cache(maxsize=1024)
def pick_language(wanted: str) -> str:
    """The best language there is for a browser's `Accept-Language`, or for a single code: `zh-CN,en;q=0.5` -> `zh`."""
    ranked: list[tuple[float, str]] = []
    for part in wanted.split(","):
        code, _, weight = part.strip().partition(";q=")
        try:
            share = float(weight) if weight else 1.0
            ranked.append((-share, Locale.parse(code, sep="-").language))
        except (ValueError, UnknownLocaleError):
            continue
    known = languages()
    return next((code for _, code in sorted(ranked, key=_by_weight) if code in known), ENGLISH)


def listen_to(asker: Callable[[], str | None]) -> None:
    """Ask this for the language of whoever is served right now; None where it does not know."""
    if asker not in _askers:
        _askers.append(asker)


def language() -> str:
    """The code of the language in force."""
    return next(filter(None, (asker() for asker in _askers)), None) or _chosen.get()


def speak(code: str) -> None:
    """Put a language in force for the rest of this context (a request, a test)."""
    _chosen.set(code)


def _(text: str, **values: object) -> str:
    """An English sentence in the language in force, its `{fields}` filled; in English where nobody translated it."""
    said = catalogue(language()).get(text, text)
    return said.format(**values) if values else said


def mark(text: str) -> str:
    """The same English sentence, marked to be collected: data that is said later, by `_`, where it is shown."""
    return text


@cache
def catalogue(code: str) -> dict[str, str]:
    """English sentence to translation, of one language; empty for English."""
    path = LOCALES / f"{code}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=code)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def _by_weight(ranked: tuple[float, str]) -> float:
    return ranked[0]
