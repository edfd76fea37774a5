"""A badge that says where a T2I model stands, as SVG to embed in a README; it needs no fonts and no scripts.

The template is `badge.svg`.
"""

import unicodedata

from leaderboard.board.boards import BoardKind
from leaderboard.t2i_model.record import T2IModelRecord
from web.html import render

_LETTER, _WIDE, _PADDING = 6.6, 11.5, 8
"""Widths of letters at 11 px, those of East Asian ones, and of the space beside a text, in pixels."""

_LONGEST = 48
GREY, BLUE, BROWN, RED = "#3f4752", "#1d5fa8", "#8a4b00", "#a3262a"
"""White on each has a contrast of more than 5."""


def draw_badge(record: T2IModelRecord) -> str:
    """Draw a T2I model's overall score and rank, and the kind of the figures."""
    board = record.board
    label = "EvalAlign, published figures" if board.kind is BoardKind.PUBLISHED else f"EvalAlign, {board.title}"
    kinds = [kind for kind in ("reported", "simulated") if record.facts[kind]]
    if board.closed_world:
        label = "EvalAlign, closed world"
    overall = record.score_by_key.get("overall")
    if overall is None:
        return badge_svg(label, "no overall score", GREY)
    place = f"rank {overall.rank} of {overall.contenders}"
    if overall.rank_low is not None and overall.rank_low != overall.rank_high:
        place = f"rank {overall.rank_low}-{overall.rank_high} of {overall.contenders}"
    value = ", ".join([f"{overall.score:.1f}%", place, *kinds])
    return badge_svg(label, value, BROWN if board.closed_world or record.facts["simulated"] else BLUE)


def badge_svg(label: str, value: str, color: str) -> str:
    """Draw a badge: grey `label`, `value` on `color`; both are cut where they are very long."""
    label, value = _cut(label), _cut(value)
    left, right = _measure(label), _measure(value)
    parts = [(label, 0, left, GREY), (value, left, right, color)]
    return render("leaderboard/t2i_model/badge.svg", title=f"{label}: {value}", parts=parts, padding=_PADDING)


def _cut(text: str) -> str:
    text = " ".join(part for part in "".join(filter(str.isprintable, text)).split(" ") if part)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _measure(text: str) -> int:
    letters = sum(_WIDE if unicodedata.east_asian_width(letter) in "WF" else _LETTER for letter in text)
    return round(letters) + 2 * _PADDING
