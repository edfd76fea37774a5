"""Columns of other metrics on a board's ranking table: one per baseline that scored any T2I model on it."""

from dataclasses import dataclass
from html import escape

import pandas as pd

from leaderboard.baselines import ALL


@dataclass(frozen=True, slots=True)
class BaselineColumns:
    """The columns: a title per baseline, and (score, images) per baseline and T2I model."""

    titles: dict[str, str]
    scores: dict[tuple[str, str], tuple[float, int]]

    @classmethod
    def of(cls, system: pd.DataFrame) -> "BaselineColumns":
        """From what `leaderboard.baselines.baseline_system_scores` gives."""
        means = system[system["key"] == ALL].to_dict("records")
        return cls(
            {mean["baseline"]: mean["title"] for mean in means},
            {(mean["baseline"], mean["t2i_model"]): (float(mean["score"]), int(mean["n"])) for mean in means},
        )

    def group(self) -> str:
        """The heading over them."""
        if not self.titles:
            return ""
        return (
            f'<th colspan="{len(self.titles)}" scope="colgroup" class="group">Other metrics <small>mean over images'
            "</small></th>"
        )

    def heads(self) -> str:
        """Their own headings."""
        return "".join(
            f'<th scope="col" class="number{" first" if number == 0 else ""}" '
            f'title="{escape(title)}: mean over the T2I model\'s images; not part of any rank">'
            f'<button type="button" class="sort">{escape(title)}</button></th>'
            for number, title in enumerate(self.titles.values())
        )

    def cells(self, t2i_model: str) -> str:
        """A T2I model's figures."""
        return "".join(self._cell(name, t2i_model, first=number == 0) for number, name in enumerate(self.titles))

    def _cell(self, baseline: str, t2i_model: str, *, first: bool) -> str:
        kind = "number first" if first else "number"
        if (baseline, t2i_model) not in self.scores:
            return f'<td class="{kind}" title="Not scored">–</td>'
        score, n = self.scores[baseline, t2i_model]
        return f'<td class="{kind}" data-value="{score!r}" title="mean of {n} images">{score:.3f}</td>'


NO_COLUMNS = BaselineColumns({}, {})
