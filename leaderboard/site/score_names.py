"""Names of scores in the visitor's language."""

from core.language import _
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL
from model.protocol.skills import SKILL_BY_KEY, Dimension


def score_name(key: str) -> str:
    """Name a score, a skill behind its dimension's: `Faithfulness: body`."""
    if key in SKILL_BY_KEY:
        skill = SKILL_BY_KEY[key]
        return _("{dimension}: {skill}", dimension=_(skill.dimension.label), skill=_(skill.label).lower())
    if key == OVERALL:
        return _("Overall")
    return _("Alignment, share") if key == ALIGNMENT_NORMALISED else _(Dimension(key).label)
