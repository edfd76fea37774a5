"""The 24 T2I models of the EvalAlign paper, as its authors published them.

Figures displayed on the EvalAlign public leaderboard page, paper
arXiv 2406.16562. They are shown as published; nothing in them is repaired.
Faithfulness is in points per counted answer (0 to 4), alignment in points per
image (0 to 6.95: 417 questions of up to 2 points over 120 images).
"""

from functools import cache
from pathlib import Path

import pandas as pd

from core.language import mark

SOURCE = mark("EvalAlign public leaderboard page; paper arXiv 2406.16562")
SOURCE_URL = "https://arxiv.org/abs/2406.16562"

ALIGNMENT_MOST = 834 / 120
"""The most alignment points per image under the official protocol: 417 questions of 2 points, 120 images."""

NOTES: tuple[str, ...] = (
    mark(
        "The paper gives 0.7464 as Kendall's tau for faithfulness. The published table gives 0.7223; "
        "alignment, 0.8043, agrees with the paper."
    ),
    mark(
        "MultiFusion's published EvalAlign faithfulness, 1.1298, is digit for digit that of Safe SD MEDIUM. Any value "
        "between 0.9956 and 1.0797 in its place would give 0.7464, so a copying slip is likely, but not proven. "
        "The table is shown as published. The gap lies far inside the uncertainty of 24 T2I models."
    ),
    mark("The overall score is this project's own; the paper has none."),
)
"""In English; a page translates them by `core.language._`."""

_FILE = Path(__file__).parent.parent / "data" / "published_scores.csv"


@cache
def _read() -> pd.DataFrame:
    return pd.read_csv(_FILE)


def published_scores() -> pd.DataFrame:
    """Return the published table, one row per T2I model, in the order of its page.

    Columns: t2i_model, faithfulness_human, faithfulness_evalalign,
    alignment_human, alignment_evalalign; units as in the module's text.
    """
    return _read().copy()
