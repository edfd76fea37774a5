"""Holm's correction as statsmodels has it, which tests compare ours with."""

import gc
from collections.abc import Sequence

from statsmodels.stats.multitest import multipletests

from leaderboard.statistics.arrays import Floats


def statsmodels_holm(p_values: Sequence[float]) -> Floats:
    """The corrected p-values.

    statsmodels collects garbage at every call; what is there already is kept out of that, or hundreds of calls take
    minutes.
    """
    gc.freeze()
    try:
        corrected: Floats = multipletests(p_values, method="holm")[1]
    finally:
        gc.unfreeze()
    return corrected
