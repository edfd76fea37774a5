"""The heat map of agreement skill by skill, and the sentence that describes it.

Coloured by cividis, whose shades colour-blind people tell apart too.
"""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.language import _
from leaderboard.board.charts import INK, apply_style

_TILTED = 110
"""Pixels above the figure, where the names of statistics stand at a tilt."""

_LIGHT = 0.55
"""Cividis is light from there on, and wants dark letters."""


def skill_heat(values: pd.DataFrame) -> go.Figure:
    """Draw a cell per skill, down, and statistic, across, with its value written in it.

    Args:
        values: Indexed by row label, a column per statistic, from -1 to 1; not a number where there is none.
    """
    table = values.to_numpy(float)
    figure = go.Figure(
        go.Heatmap(
            z=table,
            x=list(values.columns),
            y=list(values.index),
            zmin=0,
            zmax=1,
            colorscale="Cividis",
            xgap=2,
            ygap=2,
            hovertemplate="<b>%{y}</b><br>%{x}: %{z:.3f}<extra></extra>",
            colorbar={"thickness": 12, "outlinewidth": 0},
        )
    )
    for down, row in enumerate(table):
        for across, value in enumerate(row):
            known = np.isfinite(value)
            figure.add_annotation(
                x=across,
                y=down,
                text=f"{value:.2f}" if known else "–",
                showarrow=False,
                font={"size": 12, "color": "#000000" if known and value > _LIGHT else "#ffffff" if known else INK},
            )
    figure.update_xaxes(side="top", tickangle=-30, showgrid=False)
    figure.update_yaxes(autorange="reversed", automargin=True, showgrid=False)
    return apply_style(figure, height=180 + 34 * len(values)).update_layout(margin_t=_TILTED)


def heat_in_words(values: pd.DataFrame, statistic: str) -> str:
    """Describe in a sentence what the heat map shows of one `statistic`, a column of `values`."""
    known = values[statistic].dropna()
    if known.empty:
        return _("There is nothing to compare skill by skill.")
    return _(
        "By {statistic}, agreement is best on {best} ({most:.2f}) and worst on {worst} ({least:.2f}).",
        statistic=statistic,
        best=known.idxmax(),
        most=known.max(),
        worst=known.idxmin(),
        least=known.min(),
    )
