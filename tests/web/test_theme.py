"""The theme's own colours reach WCAG AA: 4.5:1 for text, 3:1 for what marks a field or the focus."""

import re

import pytest

from tests.helpers.paths import ROOT
from web.theme import ADDED, DARK, LIGHT, Tints, css_variables, make_theme

THEMED = (
    "model/scoring/page.css",
    "leaderboard/t2i_model/t2i_model.css",
    "submissions/submit/page.css",
    "submissions/admin/admin.css",
)
OF_DATA = re.compile(r"\.(step\d|meter|bar)\b")
"""What is drawn of figures has colours of its own, the same in both themes."""

THEME = make_theme()
SURFACES = ("body_background_fill", "background_fill_primary", "background_fill_secondary", "block_background_fill")

TEXTS = [
    *(
        (text, surface)
        for text in ("body_text_color", "body_text_color_subdued", "link_text_color")
        for surface in SURFACES
    ),
    *((f"link_text_color_{state}", surface) for state in ("hover", "active", "visited") for surface in SURFACES),
    ("block_title_text_color", "block_background_fill"),
    ("block_label_text_color", "block_label_background_fill"),
    ("block_info_text_color", "block_background_fill"),
    ("accordion_text_color", "block_background_fill"),
    ("table_text_color", "table_even_background_fill"),
    ("table_text_color", "table_odd_background_fill"),
    ("body_text_color", "table_row_focus"),
    ("body_text_color", "code_background_fill"),
    ("body_text_color", "input_background_fill"),
    ("input_placeholder_color", "input_background_fill"),
    ("input_placeholder_color", "input_background_fill_focus"),
    ("checkbox_label_text_color", "checkbox_label_background_fill"),
    ("checkbox_label_text_color", "checkbox_label_background_fill_hover"),
    ("checkbox_label_text_color_selected", "checkbox_label_background_fill_selected"),
    ("error_text_color", "error_background_fill"),
    *(
        (f"button_{kind}_text_color{state}", f"button_{kind}_background_fill{state}")
        for kind in ("primary", "secondary", "cancel")
        for state in ("", "_hover")
    ),
]

MARKS = [
    *((mark, surface) for mark in ("input_border_color", "loader_color", "slider_color") for surface in SURFACES),
    ("input_border_color_focus", "input_background_fill_focus"),
    ("checkbox_border_color", "checkbox_background_color"),
    ("checkbox_border_color_focus", "checkbox_background_color_focus"),
    ("checkbox_background_color_selected", "checkbox_label_background_fill_selected"),
    ("button_secondary_border_color", "body_background_fill"),
    ("button_primary_background_fill", "body_background_fill"),
]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2 defines it."""
    assert len(colour) == 7, f"{colour} is no colour by itself"
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def shown(variable: str, scheme: str) -> str:
    return THEME._get_computed_value(variable + ("_dark" if scheme == "dark" else ""))


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "surface"), TEXTS)
def test_text_is_readable_where_it_stands(text: str, surface: str, scheme: str) -> None:
    assert contrast(shown(text, scheme), shown(surface, scheme)) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("mark", "surface"), MARKS)
def test_fields_and_loaders_stand_out(mark: str, surface: str, scheme: str) -> None:
    assert contrast(shown(mark, scheme), shown(surface, scheme)) >= 3


@pytest.mark.parametrize("tints", [LIGHT, DARK], ids=["light", "dark"])
def test_the_added_colours_are_readable_too(tints: Tints) -> None:
    for surface in (tints["page"], tints["surface"], tints["sunken"]):
        for text in (tints["good"], tints["bad"], tints["warn"], tints["quiet"]):
            assert contrast(text, surface) >= 4.5
        assert contrast(tints["focus"], surface) >= 3
    assert contrast(tints["ink"], tints["chosen"]) >= 4.5


def test_the_browser_gets_both_themes_and_the_added_colours() -> None:
    css = THEME._get_theme_css()
    for tints in (LIGHT, DARK):
        assert css_variables(tints, ADDED) in css
    assert "fonts.googleapis" not in css, "the look needs no network"


@pytest.mark.parametrize("path", THEMED)
def test_a_pages_own_styles_take_their_colours_from_the_theme(path: str) -> None:
    rules = (ROOT / path).read_text(encoding="utf-8").split("}")
    fixed = [rule.strip() for rule in rules if re.search(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", rule)]
    assert [rule for rule in fixed if not OF_DATA.search(rule.partition("{")[0])] == []
