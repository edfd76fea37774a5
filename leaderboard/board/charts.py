"""Draw figures from frames: legible in light and dark, in colours that colour-blind people can tell apart."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.language import _

INK = "#757b85"
"""Text and axes: contrast of about 4.4 on white and on a near-black page alike."""

GRID = "rgba(128, 136, 150, 0.22)"
BLUE = "#2f8fd0"

MOST_BARS = 30
"""The most T2I models in a bar chart; the best ones are shown."""

_LONGEST_TICK = 22

_MOST_LABELS = 6
_OUTLYING = 1.5
"""Outliers lie more than this many root mean squares from the fitted line; the scatter names them."""


def draw_agreement_scatter(pairs: pd.DataFrame, reference: str, evaluator: str) -> go.Figure:
    """Draw reference scores (across) against the evaluator's (up), a point per T2I model.

    A point shows its name under the pointer; outliers are named in the figure. `pairs` are those of one key of
    `leaderboard.board.agreement.board_pairs`; `reference` and `evaluator` name both sides, as in "score by people".
    """
    middle = (pairs["reference"].min() + pairs["reference"].max()) / 2
    figure = go.Figure()
    low = max(pairs["reference"].min(), pairs["evaluator"].min())
    high = min(pairs["reference"].max(), pairs["evaluator"].max())
    if low < high:
        figure.add_trace(
            go.Scatter(
                x=[low, high],
                y=[low, high],
                mode="lines",
                line={"color": INK, "width": 1, "dash": "dot"},
                name=_("equal scores"),
                hoverinfo="skip",
            )
        )
    figure.add_trace(
        go.Scatter(
            x=pairs["reference"].tolist(),
            y=pairs["evaluator"].tolist(),
            mode="markers+text",
            text=_outlier_labels(pairs),
            textposition=["middle left" if score > middle else "middle right" for score in pairs["reference"]],
            textfont={"size": 11, "color": INK},
            marker={"color": BLUE, "size": 9, "opacity": 0.9, "line": {"color": "white", "width": 1}},
            customdata=[[escape_label(name)] for name in pairs["t2i_model"]],
            hovertemplate="<b>%{customdata[0]}</b><br>"
            + _("by {who}: {score}", who=reference, score="%{x:.3f}")
            + "<br>"
            + _("by {who}: {score}", who=evaluator, score="%{y:.3f}")
            + "<extra></extra>",
            name=_("T2I models"),
        )
    )
    figure.update_xaxes(title_text=_("Score by {who}", who=reference), range=_padded(pairs["reference"]))
    figure.update_yaxes(title_text=_("Score by {who}", who=evaluator), range=_padded(pairs["evaluator"]))
    return apply_style(figure, height=440)


def describe_agreement_scatter(pairs: pd.DataFrame, reference: str, evaluator: str) -> str:
    """Describe in words what the scatter plot shows."""
    if pairs.empty:
        return _("There is nothing to plot.")
    gap = (pairs["evaluator"] - pairs["reference"]).mean()
    best = pairs["t2i_model"].iloc[int(pairs["evaluator"].argmax())]
    favourite = pairs["t2i_model"].iloc[int(pairs["reference"].argmax())]
    names = {"reference": reference, "evaluator": evaluator}
    points = _(
        "Each point is one of {n} T2I models: its score by {reference} across, by {evaluator} up; on the dotted line "
        "both are equal.",
        n=len(pairs),
        **names,
    )
    distance = (
        _("Scores by {evaluator} lie {gap:.2f} above those by {reference} on average.", gap=gap, **names)
        if gap > 0
        else _("Scores by {evaluator} lie {gap:.2f} below those by {reference} on average.", gap=-gap, **names)
    )
    highest = _(
        "The highest score by {reference} is {favourite}'s, by {evaluator} {best}'s.",
        favourite=favourite,
        best=best,
        **names,
    )
    return f"{points} {distance} {highest}"


def draw_interval_bars(ranking: pd.DataFrame) -> go.Figure:
    """Draw the overall scores of a ranking's best `MOST_BARS` T2I models with their 95% intervals, the best on top."""
    shown = ranking.dropna(subset="overall").head(MOST_BARS).iloc[::-1]
    names = [escape_label(name) for name in shown["t2i_model"]]
    places = list(range(len(shown)))
    figure = go.Figure(
        go.Scatter(
            x=shown["overall"].tolist(),
            y=places,
            mode="markers",
            marker={"color": BLUE, "size": 10},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": (shown["overall.high"] - shown["overall"]).tolist(),
                "arrayminus": (shown["overall"] - shown["overall.low"]).tolist(),
                "color": BLUE,
                "thickness": 2,
                "width": 5,
            },
            customdata=list(zip(names, shown["overall.low"].tolist(), shown["overall.high"].tolist(), strict=True)),
            hovertemplate="<b>%{customdata[0]}</b><br>"
            + _(
                "{score}, 95% interval {low} to {high}",
                score="%{x:.2f}%",
                low="%{customdata[1]:.2f}",
                high="%{customdata[2]:.2f}",
            )
            + "<extra></extra>",
        )
    )
    figure.update_xaxes(title_text=_("Overall, %"))
    ticks = [escape_label(shorten_name(str(name))) for name in shown["t2i_model"]]
    figure.update_yaxes(tickvals=places, ticktext=ticks, range=[-0.6, len(shown) - 0.4], automargin=True)
    return apply_style(figure, height=110 + 30 * len(shown))


def describe_interval_bars(ranking: pd.DataFrame) -> str:
    """Describe in words what the chart of intervals shows."""
    known = ranking.dropna(subset=["overall", "overall.low"])
    if known.empty:
        return _("There is nothing to plot.")
    first = known.iloc[0]
    ties = int((known["overall.high"].iloc[1:] >= first["overall.low"]).sum())
    lead = _(
        "{name} leads with {score:.2f}% ({low:.2f} to {high:.2f}).",
        name=first["t2i_model"],
        score=first["overall"],
        low=first["overall.low"],
        high=first["overall.high"],
    )
    if ties == 0:
        return lead + " " + _("No other T2I model's interval reaches into its own.")
    if ties == 1:
        return lead + " " + _("One other T2I model's interval reaches into its own.")
    return lead + " " + _("The intervals of {n} other T2I models reach into its own.", n=ties)


def apply_style(figure: go.Figure, height: int) -> go.Figure:
    """Give a figure the common style, and a height in pixels."""
    figure.update_layout(
        template="none",
        height=height,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": INK, "family": "system-ui, sans-serif", "size": 13},
        margin={"l": 64, "r": 16, "t": 16, "b": 56},
        showlegend=False,
        hoverlabel={"bgcolor": "#1f2733", "bordercolor": "#1f2733", "font": {"color": "#ffffff"}},
        autosize=True,
        dragmode=False,
    )
    figure.update_xaxes(gridcolor=GRID, zeroline=False, linecolor=GRID, tickcolor=GRID)
    figure.update_yaxes(gridcolor=GRID, zeroline=False, linecolor=GRID, tickcolor=GRID)
    return figure


def _padded(values: pd.Series) -> list[float]:
    """Compute the range of an axis with a margin around the values."""
    low, high = float(values.min()), float(values.max())
    margin = 0.08 * (high - low) or 0.5
    return [low - margin, high + margin]


def escape_label(name: object) -> str:
    """Escape a name for plotly, whose labels otherwise interpret some HTML."""
    return str(name).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten_name(name: str) -> str:
    """Shorten a name so that the chart has room on a phone."""
    return name if len(name) <= _LONGEST_TICK else f"{name[: _LONGEST_TICK - 1]}…"


def _outlier_labels(pairs: pd.DataFrame) -> list[str]:
    """Name the points far from the line that fits the scores best (least squares); "" for all others."""
    x, y = pairs["reference"].to_numpy(float), pairs["evaluator"].to_numpy(float)
    spread = np.square(x - x.mean()).sum()
    slope = ((x - x.mean()) * (y - y.mean())).sum() / spread if spread else 0.0
    residuals = np.abs(y - y.mean() - slope * (x - x.mean()))
    farthest = np.argsort(-residuals, kind="stable")[:_MOST_LABELS]
    usual = np.sqrt(np.square(residuals).mean())
    outlying = {place for place in farthest if residuals[place] > max(_OUTLYING * usual, 1e-9)}
    return [escape_label(name) if place in outlying else "" for place, name in enumerate(pairs["t2i_model"])]
