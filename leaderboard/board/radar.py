"""Draw a radar of skills: an axis per skill, a closed line per T2I model."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from core.language import _
from leaderboard.board.charts import GRID, INK, apply_style, escape_label
from model.protocol.skills import SKILL_BY_KEY

FEWEST_AXES = 3
"""A radar of fewer axes has no area."""


def draw_radar(
    skills: Sequence[str], lines: Sequence[tuple[str, Sequence[float | None], dict[str, Any]]]
) -> go.Figure | None:
    """Draw shares of the possible points; None for fewer than three skills.

    Args:
        skills: Their keys.
        lines: The name of each, its share (0 to 1) of every skill, and properties of its plotly trace. A line is
            broken where a share is missing.
    """
    if len(skills) < FEWEST_AXES:
        return None
    labels = _name_axes(skills)
    figure = go.Figure()
    for name, shares, look in lines:
        percent = [None if share is None else 100 * share for share in shares]
        trace = {
            "r": [*percent, percent[0]],
            "theta": [*labels, labels[0]],
            "mode": "lines+markers",
            "connectgaps": False,
            "name": escape_label(name),
            "hovertemplate": f"<b>{escape_label(name)}</b><br>%{{theta}}: %{{r:.1f}}%<extra></extra>",
        }
        figure.add_trace(go.Scatterpolar(trace | look))
    apply_style(figure, height=460)
    figure.update_layout(
        margin={"l": 84, "r": 84, "t": 28, "b": 64},
        showlegend=True,
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.12, "font": {"size": 12}},
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {
                "range": [0, 100],
                "tickvals": [25, 50, 75, 100],
                "ticksuffix": "%",
                "angle": 90,
                "tickangle": 90,
                "gridcolor": GRID,
                "linecolor": GRID,
                "tickfont": {"size": 10, "color": INK},
            },
            "angularaxis": {
                "direction": "clockwise",
                "rotation": 90,
                "gridcolor": GRID,
                "linecolor": GRID,
                "tickfont": {"size": 12},
            },
        },
    )
    return figure


def _name_axes(skills: Sequence[str]) -> list[str]:
    """Name the axes after the skills; equal names get their dimension below."""
    times = Counter(SKILL_BY_KEY[key].label for key in skills)
    return [
        f"{_(skill.label)}<br><sub>{_(skill.dimension.label).lower()}</sub>"
        if times[skill.label] > 1
        else _(skill.label)
        for skill in (SKILL_BY_KEY[key] for key in skills)
    ]
