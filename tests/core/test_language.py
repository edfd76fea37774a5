"""The languages of the texts, and that every translation is whole."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from core.language import ENGLISH, LOCALES, _, catalogue, languages, pick_language, set_language
from scripts.collect_texts import english_catalogue, texts
from tests.helpers.paths import ROOT

ROOMS = ("core", "web", "model", "leaderboard", "submissions")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    set_language(ENGLISH)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr,zh;q=0.5", "zh"),
        ("en-US,zh;q=0.9", "en"),
        ("zh;q=0.2,en;q=0.9", "en"),
        ("zh", "zh"),
        ("", "en"),
        ("*", "en"),
        ("no such thing, ;q=x", "en"),
    ],
)
def test_the_best_available_language_is_picked(wanted: str, language: str) -> None:
    assert pick_language(wanted) == language


def test_a_text_is_translated_or_stays_english() -> None:
    known = next(iter(catalogue("zh")))
    assert _(known) == known
    set_language("zh")
    assert _(known) == catalogue("zh")[known]
    assert _("{number} unknown sentences", number=3) == "3 unknown sentences"


def test_every_language_is_named_in_itself() -> None:
    assert languages() == {"en": "English", "zh": "中文"}


def test_the_english_catalogue_holds_the_texts_of_the_code() -> None:
    assert english_catalogue().decode() == (LOCALES / "messages.pot").read_text(encoding="utf-8"), "run `make texts`"


def test_texts_of_templates_are_found_too() -> None:
    assert "Skip to content" in texts(), "web/shell.html says it"


@pytest.mark.parametrize("code", [code for code in languages() if code != ENGLISH])
def test_every_text_is_translated_and_keeps_its_fields(code: str) -> None:
    with (LOCALES / "messages.pot").open("rb") as file:
        texts = [str(message.id) for message in read_po(file) if message.id]
    told = catalogue(code)
    assert [text for text in texts if text not in told] == []
    fields = re.compile(r"{(\w+)[^}]*}")
    assert [text for text in texts if sorted(fields.findall(text)) != sorted(fields.findall(told[text]))] == []


def test_every_translated_sentence_is_given_the_fields_it_names() -> None:
    wrong = []
    for path in [ROOT / "app.py", *(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(text))], keywords=given):
                    fields = {field.partition(".")[0] for _, field, *_ in Formatter().parse(text) if field}
                    names = {keyword.arg for keyword in given}
                    if None not in names and fields != names:
                        wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {fields ^ names}")
    assert wrong == []
