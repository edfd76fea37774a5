"""Figures of compared T2I models: the radar and the forest of differences.

Every T2I model has a colour, a dash and a marker of its own: none is told from another by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.language import _
from leaderboard.board.charts import INK, apply_style, escape_label, shorten_name
from leaderboard.board.radar import draw_radar
from leaderboard.board.standings import RANKED
from leaderboard.compare.comparison import Comparison
from leaderboard.site.score_names import score_name
from model.protocol.skills import SKILLS


@dataclass(frozen=True, slots=True)
class Style:
    """How one T2I model is drawn: colour (contrast of at least 3 on light and dark), plotly's dash and marker."""

    colour: str
    dash: str
    marker: str


STYLES: tuple[Style, ...] = (
    Style("#0b84c6", "solid", "circle"),
    Style("#d55e00", "dash", "square"),
    Style("#009e73", "dot", "diamond"),
    Style("#b8608f", "dashdot", "triangle-up"),
)
"""By the place of a T2I model among the compared; after Okabe and Ito's palette."""


def radar_skills(comparison: Comparison) -> list[str]:
    """Keys of the skills that at least one of the T2I models has a score of, in the order of skills."""
    return [skill.key for skill in SKILLS if comparison.shares.loc[skill.key].notna().any()]


def radar(comparison: Comparison) -> go.Figure | None:
    """Every T2I model's shares of the possible, percent, one axis per skill; None where fewer than three are known.

    A line is broken where its T2I model has no score.
    """
    keys = radar_skills(comparison)
    lines = []
    for name, style in zip(comparison.t2i_models, STYLES, strict=False):
        shares = [None if np.isnan(share) else float(share) / 100 for share in comparison.shares.loc[keys, name]]
        look = {
            "line": {"color": style.colour, "width": 2.5, "dash": style.dash},
            "marker": {"color": style.colour, "size": 7, "symbol": style.marker},
            "name": escape_label(shorten_name(name)),
        }
        lines.append((name, shares, look))
    return draw_radar(keys, lines)


def forest(rows: pd.DataFrame, t2i_models: Sequence[str]) -> go.Figure | None:
    """Differences with their 95% intervals, a line per score and a marker per T2I model; filled where clear.

    Args:
        rows: As `leaderboard.compare.comparison.differences` gives them.
        t2i_models: The compared, in the order of their styles.

    Returns:
        None where no interval is known.
    """
    known = rows.dropna(subset=["difference", "low", "high"])
    if known.empty:
        return None
    keys = [key for key in RANKED if key in set(known["key"])][::-1]
    others = [name for name in t2i_models if name in set(known["t2i_model"])]
    figure = go.Figure()
    figure.add_vline(x=0, line={"color": INK, "width": 1.5})
    for number, name in enumerate(others):
        style, drawn = STYLES[list(t2i_models).index(name)], known[known["t2i_model"] == name]
        offset = 0.22 * ((len(others) - 1) / 2 - number)
        figure.add_trace(
            go.Scatter(
                x=drawn["difference"].tolist(),
                y=[keys.index(key) + offset for key in drawn["key"]],
                mode="markers",
                marker={
                    "color": style.colour,
                    "size": 9,
                    "line": {"width": 2, "color": style.colour},
                    "symbol": [style.marker if is_clear else f"{style.marker}-open" for is_clear in drawn["clear"]],
                },
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": (drawn["high"] - drawn["difference"]).tolist(),
                    "arrayminus": (drawn["difference"] - drawn["low"]).tolist(),
                    "color": style.colour,
                    "thickness": 2,
                    "width": 4,
                },
                customdata=[
                    [score_name(key), low, high]
                    for key, low, high in zip(drawn["key"], drawn["low"].tolist(), drawn["high"].tolist(), strict=True)
                ],
                hovertemplate=f"<b>{escape_label(name)}</b><br>%{{customdata[0]}}: %{{x:+.1f}} "
                "(%{customdata[1]:+.1f} … %{customdata[2]:+.1f})<extra></extra>",
                name=escape_label(shorten_name(name)),
            )
        )
    against = escape_label(shorten_name(str(rows["against"].iloc[0])))
    figure.update_xaxes(
        title_text=_("Percentage points; to the right: better than {name}", name=against), ticksuffix="", tickformat="+"
    )
    figure.update_yaxes(
        tickvals=list(range(len(keys))),
        ticktext=[score_name(key) for key in keys],
        range=[-0.6, len(keys) - 0.4],
        automargin=True,
    )
    apply_style(figure, height=120 + (24 + 14 * len(others)) * len(keys))
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"}, margin={"t": 40, "l": 16}
    )
    return figure
