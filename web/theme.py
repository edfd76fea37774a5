"""Make the theme of all pages, light and dark, from a few named colours.

Every text colour reaches WCAG AA's 4.5:1 on every surface it stands on, lines around fields and the focus ring 3:1;
tests compute it from the theme. Pages use Gradio's variables (`--body-text-color`, `--background-fill-secondary`, ...)
and those named in `ADDED`.
"""

from collections.abc import Iterable

import gradio as gr

FONT = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans CJK SC", "sans-serif")
"""Fonts of the visitor's machine; nothing is fetched."""

FONT_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


Tints = dict[str, str]
"""The colours of one theme, as `#rrggbb`, by name."""

_COLOURS = {
    "page": ("#ffffff", "#0e141b"),
    "surface": ("#ffffff", "#141c25"),
    "sunken": ("#f3f6f9", "#1c2733"),
    "line": ("#dae1e8", "#334150"),
    "field": ("#7f8b99", "#748395"),
    "ink": ("#17202b", "#e9eef3"),
    "quiet": ("#52606f", "#a9b5c2"),
    "link": ("#1659a3", "#86bff5"),
    "focus": ("#1f6fc4", "#6db1f2"),
    "fill": ("#1d5fa8", "#2a70ba"),
    "fill_hover": ("#174d89", "#215c9c"),
    "on_fill": ("#ffffff", "#ffffff"),
    "chosen": ("#e3eefa", "#132435"),
    "good": ("#17703f", "#73cd9a"),
    "bad": ("#b02a21", "#f4938a"),
    "warn": ("#875000", "#ecb75c"),
}
"""Every colour in the light theme and in the dark one.

`good`, `bad` and `warn` colour words and marks about a result; the colour is never the only sign.
"""

LIGHT: Tints = {name: light for name, (light, _) in _COLOURS.items()}
DARK: Tints = {name: dark for name, (_, dark) in _COLOURS.items()}

ADDED = ("good", "bad", "warn", "focus", "chosen", "quiet")
"""Colours that pages use by these names (`var(--good)`), beside Gradio's own variables."""

_BY_ROLE: dict[str, tuple[str, ...]] = {
    "page": ("body_background_fill",),
    "surface": (
        "background_fill_primary",
        "block_background_fill",
        "block_label_background_fill",
        "input_background_fill",
        "input_background_fill_focus",
        "input_background_fill_hover",
        "panel_background_fill",
        "checkbox_background_color",
        "checkbox_background_color_hover",
        "checkbox_background_color_focus",
        "checkbox_label_background_fill",
        "table_even_background_fill",
    ),
    "sunken": (
        "background_fill_secondary",
        "checkbox_label_background_fill_hover",
        "table_odd_background_fill",
        "code_background_fill",
        "button_secondary_background_fill",
        "button_cancel_background_fill",
        "error_background_fill",
    ),
    "line": (
        "border_color_primary",
        "block_border_color",
        "block_label_border_color",
        "panel_border_color",
        "table_border_color",
        "button_secondary_background_fill_hover",
        "button_cancel_background_fill_hover",
    ),
    "field": (
        "input_border_color",
        "input_border_color_hover",
        "checkbox_border_color",
        "checkbox_border_color_hover",
        "checkbox_label_border_color",
        "checkbox_label_border_color_hover",
        "button_secondary_border_color",
        "button_secondary_border_color_hover",
        "button_cancel_border_color",
        "button_cancel_border_color_hover",
    ),
    "ink": (
        "body_text_color",
        "block_title_text_color",
        "block_label_text_color",
        "accordion_text_color",
        "table_text_color",
        "checkbox_label_text_color",
        "checkbox_label_text_color_selected",
        "button_secondary_text_color",
        "button_secondary_text_color_hover",
    ),
    "quiet": ("body_text_color_subdued", "block_info_text_color", "input_placeholder_color"),
    "link": ("link_text_color", "link_text_color_hover", "link_text_color_active", "link_text_color_visited"),
    "focus": (
        "input_border_color_focus",
        "checkbox_border_color_focus",
        "border_color_accent",
        "loader_color",
        "slider_color",
    ),
    "fill": (
        "button_primary_background_fill",
        "button_primary_border_color",
        "checkbox_background_color_selected",
        "checkbox_border_color_selected",
        "checkbox_label_border_color_selected",
    ),
    "fill_hover": ("button_primary_background_fill_hover", "button_primary_border_color_hover"),
    "on_fill": ("button_primary_text_color", "button_primary_text_color_hover"),
    "chosen": ("color_accent_soft", "checkbox_label_background_fill_selected", "table_row_focus"),
    "bad": (
        "error_text_color",
        "error_icon_color",
        "error_border_color",
        "button_cancel_text_color",
        "button_cancel_text_color_hover",
    ),
}
"""Gradio's variables by the colour that they take."""


def make_theme() -> gr.themes.Base:
    """Make the theme for Gradio."""
    theme = gr.themes.Base(
        primary_hue="blue",
        secondary_hue="sky",
        neutral_hue="slate",
        radius_size=gr.themes.sizes.radius_md,
        spacing_size=gr.themes.sizes.spacing_md,
        text_size=gr.themes.sizes.text_md,
        font=FONT,
        font_mono=FONT_MONO,
    )
    colours = {name: LIGHT[role] for role, names in _BY_ROLE.items() for name in names}
    colours |= {f"{name}_dark": DARK[role] for role, names in _BY_ROLE.items() for name in names}
    theme.set(
        **colours,
        color_accent="var(--focus)",
        block_radius="8px",
        input_radius="6px",
        input_border_width="1px",
        input_border_width_dark="1px",
        button_large_radius="6px",
        button_medium_radius="6px",
        button_small_radius="6px",
        checkbox_label_border_width="1px",
        checkbox_label_border_width_dark="1px",
        block_shadow="none",
        block_shadow_dark="none",
        block_title_text_weight="600",
    )
    light_css, dark_css = css_variables(LIGHT, ADDED), css_variables(DARK, ADDED)
    theme.custom_css = f":root {{ {light_css} }}\n:root.dark, :root .dark {{ {dark_css} }}"
    return theme


def css_variables(tints: Tints, names: Iterable[str], prefix: str = "") -> str:
    """Write CSS declarations of the colours with those names: `--good: #17703f; ...`."""
    return " ".join(f"--{prefix}{name.replace('_', '-')}: {tints[name]};" for name in names)
