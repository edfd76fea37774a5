"""The radar of a T2I model's skills against the field's median, and what it shows in words."""

import plotly.graph_objects as go

from core.language import _
from leaderboard.board.charts import BLUE, GRID, INK, apply_style, escape_label, name_radar_axes
from leaderboard.t2i_model.record import KeyScore, T2IModelRecord
from model.protocol.skills import SKILL_BY_KEY, SKILLS

_ORANGE = "#c2571a"
_FEWEST = 3
"""A radar of fewer axes has no area."""


def skill_scores(record: T2IModelRecord) -> list[KeyScore]:
    """List the scores of single skills, those that have one, in protocol order."""
    by_key = record.score_by_key
    return [by_key[skill.key] for skill in SKILLS if skill.key in by_key]


def radar(record: T2IModelRecord) -> go.Figure | None:
    """Draw shares of the possible points, an axis per skill, the field's median dashed; None with too few skills."""
    scores = skill_scores(record)
    if len(scores) < _FEWEST:
        return None
    labels = name_radar_axes([score.key for score in scores])
    figure = go.Figure()
    lines: tuple[tuple[str, list[float | None], dict[str, object]], ...] = (
        (
            _("Median of {n} T2I models", n=record.contenders),
            [score.median for score in scores],
            {"line": {"color": _ORANGE, "width": 2, "dash": "dash"}, "marker": {"symbol": "diamond", "size": 5}},
        ),
        (
            escape_label(record.name),
            [score.share for score in scores],
            {
                "line": {"color": BLUE, "width": 2.5},
                "marker": {"size": 7},
                "fill": "toself",
                "fillcolor": "rgba(47, 143, 208, 0.16)",
            },
        ),
    )
    for name, values, look in lines:
        closed = [*values, values[0]]
        figure.add_trace(
            go.Scatterpolar(
                r=[None if value is None else 100 * value for value in closed],
                theta=[*labels, labels[0]],
                mode="lines+markers",
                name=name,
                hovertemplate="%{theta}: %{r:.1f}%<extra>" + name + "</extra>",
                **look,
            )
        )
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


def radar_in_words(record: T2IModelRecord) -> str:
    """Say what the radar shows, for those who do not see it."""
    known = [score for score in skill_scores(record) if score.share is not None and score.median is not None]
    if not known:
        return _("There is nothing to plot.")
    above = [score for score in known if _lead(score) > 0]
    best, worst = max(known, key=_lead), min(known, key=_lead)
    sentences = [
        _(
            "{name} lies above the median of the {n} T2I models on {above} of {skills} skills.",
            name=record.name,
            n=record.contenders,
            above=len(above),
            skills=len(known),
        )
    ]
    if _lead(best) > _lead(worst):
        sentences.append(
            _(
                "Against the median it is best on {best} ({best_lead} percentage points) and worst on {worst} "
                "({worst_lead}).",
                best=skill_name(best.key),
                best_lead=f"{100 * _lead(best):+.1f}",
                worst=skill_name(worst.key),
                worst_lead=f"{100 * _lead(worst):+.1f}",
            )
        )
    sentences.append(_("Shares are of the points that its counted answers could have earned."))
    return " ".join(sentences)


def skill_name(key: str) -> str:
    """Name a skill in running text with its dimension: both have one called object."""
    skill = SKILL_BY_KEY[key]
    return f"{_(skill.dimension.label).lower()}: {_(skill.label).lower()}"


def _lead(score: KeyScore) -> float:
    return (score.share or 0.0) - (score.median or 0.0)
