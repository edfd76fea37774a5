"""Templates: values are escaped, texts translated, and a value that is not given is an error."""

import pytest
from jinja2 import UndefinedError

from core.language import ENGLISH, set_language
from web.html import ROOT, call_macro

HOSTILE = "<img src=x onerror=alert(1)>\"'"


def test_a_value_never_becomes_markup() -> None:
    badge = call_macro("web/macros.html", "badge", HOSTILE, HOSTILE, HOSTILE)
    assert "<img" not in badge
    assert badge.count("&lt;img src=x onerror=alert(1)&gt;&#34;&#39;") == 3


def test_a_missing_value_is_an_error_and_not_an_empty_text() -> None:
    with pytest.raises(UndefinedError):
        call_macro("leaderboard/board/board.html", "below")


def test_texts_come_in_the_language_of_the_request() -> None:
    set_language("zh")
    try:
        assert "<h3>没有参考分数</h3>" in call_macro("leaderboard/agreement/agreement.html", "no_reference")
    finally:
        set_language(ENGLISH)


def test_only_our_own_style_and_script_pass_unescaped() -> None:
    templates = [
        path for room in ("web", "model", "leaderboard", "submissions") for path in (ROOT / room).rglob("*.html")
    ]
    unescaped = {path.name for path in templates if "|safe" in path.read_text() or "| safe" in path.read_text()}
    assert unescaped == {"shell.html"}
