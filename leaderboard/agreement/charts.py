"""Figures of agreement between people and a metric: residuals, rank flow, influence and the heat map of skills.

As those of `leaderboard.board.charts`: plain functions of frames, each beside the sentence that says what it shows.
Colours are from Okabe and Ito's palette and from cividis, which colour-blind people tell apart; no figure says
anything by colour alone.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.language import _
from leaderboard.board.charts import BLUE, GRID, INK, dressed, plain, short
from leaderboard.statistics.influence import Influences

ORANGE = "#d55e00"

MOST_ROWS = 30
"""A chart with a row per T2I model shows that many, those that stand out most."""

_STEADY = 0.5
"""Moves of fewer places than that are none: ties share the mean of their places."""

_HEADROOM, _TILTED = 40, 110
"""Pixels above a figure whose labels stand on top: level ones, and names of statistics at a tilt."""

_LIGHT = 0.55
"""Cividis is light from there on, and wants dark letters."""


def residuals(pairs: pd.DataFrame) -> pd.DataFrame:
    """How far each T2I model's score lies from the line that fits people's scores best (least squares).

    Args:
        pairs: Columns t2i_model, reference, evaluator, of one key.

    Returns:
        Columns t2i_model, residual (in the metric's units; positive: higher than its order among people suggests),
        the largest first. Without a slope to fit, the residual is the distance from the mean.
    """
    x, y = pairs["reference"].to_numpy(float), pairs["evaluator"].to_numpy(float)
    spread = np.square(x - x.mean()).sum()
    slope = ((x - x.mean()) * (y - y.mean())).sum() / spread if spread else 0.0
    found = pd.DataFrame({"t2i_model": pairs["t2i_model"], "residual": y - y.mean() - slope * (x - x.mean())})
    return found.sort_values("residual", key=np.abs, ascending=False, kind="stable", ignore_index=True)


def residual_bars(found: pd.DataFrame) -> go.Figure:
    """Bars to the right of people's order and to the left of it, the largest on top; `found` as `residuals` gives."""
    shown = found.head(MOST_ROWS).iloc[::-1]
    return _bars(
        shown["t2i_model"].tolist(),
        shown["residual"].tolist(),
        _("Residual, in points"),
        "%{x:+.3f}",
    )


def residuals_in_words(found: pd.DataFrame, metric: str) -> str:
    """What the residuals show, for those who do not see them."""
    highest, lowest = _extremes(found, "residual")
    return _(
        "Against the straight line that fits people's scores best, {metric} favours {highest} most ({above:+.3f}) and "
        "is hardest on {lowest} ({below:+.3f}).",
        metric=metric,
        highest=highest["t2i_model"],
        above=highest["residual"],
        lowest=lowest["t2i_model"],
        below=lowest["residual"],
    )


def rank_moves(pairs: pd.DataFrame) -> pd.DataFrame:
    """Every T2I model's rank by people and by the metric; 1 is best, ties share the mean of their ranks.

    Returns:
        Columns t2i_model, people, metric, move (places gained with the metric), in people's order.
    """
    found = pd.DataFrame(
        {
            "t2i_model": pairs["t2i_model"],
            "people": pairs["reference"].rank(ascending=False),
            "metric": pairs["evaluator"].rank(ascending=False),
        }
    )
    found["move"] = found["people"] - found["metric"]
    return found.sort_values(["people", "metric"], kind="stable", ignore_index=True)


def rank_flow(moves: pd.DataFrame, reference: str, metric: str) -> go.Figure:
    """A line per T2I model from its rank by people, left, to its rank by the metric, right; best on top.

    Up is solid blue, down dashed orange, steady thin and grey.
    """
    figure = go.Figure()
    for row in moves.to_dict("records"):
        up, down = row["move"] >= _STEADY, row["move"] <= -_STEADY
        figure.add_trace(
            go.Scatter(
                x=[0, 1],
                y=[row["people"], row["metric"]],
                mode="lines+markers",
                line={
                    "color": BLUE if up else ORANGE if down else INK,
                    "width": 2 if up or down else 1,
                    "dash": "dash" if down else "solid",
                },
                marker={"size": 7},
                hovertemplate=f"<b>{plain(row['t2i_model'])}</b><br>"
                + _(
                    "rank {first:g} by {reference}, {second:g} by {metric}",
                    first=row["people"],
                    reference=reference,
                    second=row["metric"],
                    metric=metric,
                )
                + "<extra></extra>",
                name=plain(row["t2i_model"]),
            )
        )
    sides: tuple[tuple[str, float, str], ...] = (("people", 0.0, "right"), ("metric", 1.0, "left"))
    for side, x, anchor in sides:
        for rank, names in moves.groupby(side)["t2i_model"]:
            figure.add_annotation(
                x=x,
                y=rank,
                xanchor=anchor,
                xshift=10 if anchor == "left" else -10,
                text=f"{rank:g} " + plain(short(", ".join(map(str, names)))),
                showarrow=False,
                font={"size": 11, "color": INK},
            )
    figure.update_xaxes(
        range=[-0.9, 1.9],
        tickvals=[0, 1],
        ticktext=[_("by {who}", who=reference), _("by {who}", who=metric)],
        side="top",
        showgrid=False,
    )
    figure.update_yaxes(range=[len(moves) + 0.7, 0.3], visible=False)
    return dressed(figure, height=120 + 22 * len(moves)).update_layout(margin_t=_HEADROOM)


def flow_in_words(moves: pd.DataFrame, metric: str) -> str:
    """What the rank flow shows, for those who do not see it."""
    gained, lost = _extremes(moves, "move")
    steady = int((moves["move"].abs() < _STEADY).sum())
    if steady == len(moves):
        return _("All {n} T2I models keep their rank.", n=len(moves))
    parts = [_("{steady} of {n} T2I models keep their rank with {metric}.", steady=steady, n=len(moves), metric=metric)]
    if gained["move"] >= _STEADY:
        parts.append(_("{name} gains most, {places:g} places.", name=gained["t2i_model"], places=gained["move"]))
    if lost["move"] <= -_STEADY:
        parts.append(_("{name} loses most, {places:g} places.", name=lost["t2i_model"], places=-lost["move"]))
    return " ".join(parts)


def influence_bars(found: Influences) -> go.Figure:
    """How much tau-b could gain by one T2I model's score alone, the most on top."""
    rows = [row for row in found.rows if row.gain is not None][:MOST_ROWS][::-1]
    return _bars(
        [row.t2i_model for row in rows],
        [float(row.gain or 0.0) for row in rows],
        _("Possible gain of tau-b"),
        "%{x:+.4f}",
    )


def influence_in_words(found: Influences) -> str:
    """What the influences show, for those who do not see them."""
    rows = [row for row in found.rows if row.gain is not None]
    if not rows or found.value is None:
        return _("With so few T2I models, none can be left out.")
    first = rows[0]
    left_out = [row for row in rows if row.change is not None]
    told = _(
        "Tau-b is {value:.4f}. {name} moves it most: were its score alone moved to where it agrees best, tau-b would "
        "be {best:.4f}.",
        value=found.value,
        name=first.t2i_model,
        best=first.best,
    )
    if left_out:
        most = max(left_out, key=lambda row: abs(row.change or 0.0))
        told += " " + _(
            "Left out altogether, {name} makes the largest change: {value:.4f} without it.",
            name=most.t2i_model,
            value=most.without,
        )
    return told


def skill_heat(values: pd.DataFrame) -> go.Figure:
    """A cell per skill, down, and statistic, across; its value is written in it.

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
    return dressed(figure, height=180 + 34 * len(values)).update_layout(margin_t=_TILTED)


def heat_in_words(values: pd.DataFrame, statistic: str) -> str:
    """What the heat map shows, for those who do not see it; `statistic` is the column that is told of."""
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


def _extremes(frame: pd.DataFrame, column: str) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The rows with the highest and with the lowest value."""
    rows = frame.to_dict("records")
    return max(rows, key=lambda row: row[column]), min(rows, key=lambda row: row[column])


def _bars(names: Sequence[str], values: Sequence[float], title: str, shown: str) -> go.Figure:
    places = list(range(len(names)))
    figure = go.Figure(
        go.Bar(
            x=list(values),
            y=places,
            orientation="h",
            marker={"color": [BLUE if value >= 0 else ORANGE for value in values]},
            customdata=[[plain(name)] for name in names],
            hovertemplate=f"<b>%{{customdata[0]}}</b><br>{shown}<extra></extra>",
        )
    )
    figure.update_xaxes(title_text=title, zeroline=True, zerolinecolor=GRID)
    figure.update_yaxes(
        tickvals=places,
        ticktext=[plain(short(name)) for name in names],
        range=[-0.6, len(names) - 0.4],
        automargin=True,
    )
    return dressed(figure, height=110 + 24 * len(names))
