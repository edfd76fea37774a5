"""A badge that says where a T2I model stands, as SVG to embed in a README; it needs no fonts and no scripts."""

import unicodedata
from html import escape

from leaderboard.board.boards import BoardKind
from leaderboard.t2i_model.record import T2IModelRecord

_LETTER, _WIDE, _PADDING, _HEIGHT = 6.6, 11.5, 8, 20
"""Widths of letters at 11 px, those of East Asian ones, and the rest, in pixels."""

_LONGEST = 48
_GREY, _BLUE, _BROWN, _RED = "#3f4752", "#1d5fa8", "#8a4b00", "#a3262a"
"""White on each has a contrast of more than 5."""


def badge(record: T2IModelRecord) -> str:
    """Draw a T2I model's overall score and rank, and the kind of the figures."""
    board = record.board
    label = "EvalAlign, published figures" if board.kind is BoardKind.PUBLISHED else f"EvalAlign, {board.title}"
    kinds = [kind for kind in ("reported", "simulated") if record.facts[kind]]
    if board.closed_world:
        label = "EvalAlign, closed world"
    overall = record.score_by_key.get("overall")
    if overall is None:
        return badge_svg(label, "no overall score", _GREY)
    place = f"rank {overall.rank} of {overall.contenders}"
    if overall.rank_low is not None and overall.rank_low != overall.rank_high:
        place = f"rank {overall.rank_low}-{overall.rank_high} of {overall.contenders}"
    value = ", ".join([f"{overall.score:.1f}%", place, *kinds])
    return badge_svg(label, value, _BROWN if board.closed_world or record.facts["simulated"] else _BLUE)


def unknown_badge(reason: str) -> str:
    """Draw the badge of a board or T2I model that is not known (any more)."""
    return badge_svg("EvalAlign", reason, _RED)


def badge_svg(label: str, value: str, color: str) -> str:
    """Draw a badge: grey `label`, `value` on `color`; both are escaped, and cut where they are very long."""
    label, value = _cut(label), _cut(value)
    left, right = _width(label), _width(value)
    whole = left + right
    title = escape(f"{label}: {value}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{_HEIGHT}" role="img" aria-label="{title}">'
        f"<title>{title}</title>"
        f'<clipPath id="r"><rect width="{whole}" height="{_HEIGHT}" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{left}" height="{_HEIGHT}" fill="{_GREY}"/>'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{color}"/></g>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">'
        f"{_text(label, 0, left)}{_text(value, left, right)}</g></svg>\n"
    )


def _text(text: str, x: int, width: int) -> str:
    return f'<text x="{x + _PADDING}" y="14" textLength="{width - 2 * _PADDING}">{escape(text)}</text>'


def _cut(text: str) -> str:
    text = " ".join(part for part in "".join(filter(str.isprintable, text)).split(" ") if part)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _width(text: str) -> int:
    letters = sum(_WIDE if unicodedata.east_asian_width(letter) in "WF" else _LETTER for letter in text)
    return round(letters) + 2 * _PADDING
