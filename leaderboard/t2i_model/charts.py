"""The radar of a T2I model's skills against the field's median, and what it shows in words."""

from typing import Any

import plotly.graph_objects as go

from core.language import _
from leaderboard.board.charts import BLUE
from leaderboard.board.radar import draw_radar
from leaderboard.t2i_model.record import KeyScore, T2IModelRecord
from model.protocol.skills import SKILL_BY_KEY

_ORANGE = "#c2571a"


def radar(record: T2IModelRecord) -> go.Figure | None:
    """Draw shares of the possible points, an axis per skill, the field's median dashed; None with too few skills."""
    scores = _skill_scores(record)
    median: dict[str, Any] = {
        "line": {"color": _ORANGE, "width": 2, "dash": "dash"},
        "marker": {"symbol": "diamond", "size": 5},
    }
    line: dict[str, Any] = {
        "line": {"color": BLUE, "width": 2.5},
        "marker": {"size": 7},
        "fill": "toself",
        "fillcolor": "rgba(47, 143, 208, 0.16)",
    }
    lines = [
        (_("Median of {n} T2I models", n=record.contenders), [score.median for score in scores], median),
        (record.name, [score.share for score in scores], line),
    ]
    return draw_radar([score.key for score in scores], lines)


def radar_in_words(record: T2IModelRecord) -> str:
    """Say what the radar shows, for those who do not see it."""
    known = [score for score in _skill_scores(record) if score.share is not None and score.median is not None]
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
                best=_name_skill(best.key),
                best_lead=f"{100 * _lead(best):+.1f}",
                worst=_name_skill(worst.key),
                worst_lead=f"{100 * _lead(worst):+.1f}",
            )
        )
    sentences.append(_("Shares are of the points that its counted answers could have earned."))
    return " ".join(sentences)


def _skill_scores(record: T2IModelRecord) -> list[KeyScore]:
    return [score for score in record.scores if score.key in SKILL_BY_KEY]


def _name_skill(key: str) -> str:
    """Name a skill in running text with its dimension: both have one called object."""
    skill = SKILL_BY_KEY[key]
    return f"{_(skill.dimension.label).lower()}: {_(skill.label).lower()}"


def _lead(score: KeyScore) -> float:
    return (score.share or 0.0) - (score.median or 0.0)
