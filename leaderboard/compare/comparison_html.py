"""Render compared T2I models with the templates `comparison.html` and `comparison_images.html`."""

from base64 import b64encode
from collections.abc import Sequence

import pandas as pd

from leaderboard.board.boards import Board
from leaderboard.compare.charts import STYLES, radar_skills
from leaderboard.compare.choice import FEWEST, Candidate, Selection
from leaderboard.compare.comparison import Comparison
from leaderboard.compare.images import ImagePage, pair_orders
from leaderboard.compare.query import CompareQuery
from leaderboard.scores.aggregation import OVERALL
from leaderboard.site.links import compare_link, explore_link, leaderboard_link, prompt_key, t2i_model_link
from leaderboard.site.score_names import score_name
from leaderboard.site.table_files import FORMATS
from leaderboard.statistics.ranks import ALPHA
from model.protocol.skills import SKILLS, Dimension
from web.html import call_macro

TEMPLATE, IMAGES = "leaderboard/compare/comparison.html", "leaderboard/compare/comparison_images.html"


def nothing_html(board: Board, candidates: Sequence[Candidate], selection: Selection) -> str:
    """Render a hint in place of a comparison where fewer than two T2I models of the board are chosen."""
    others = [name for candidate in candidates if (name := candidate.t2i_model) not in selection.names]
    first = [*selection.names, *others][:FEWEST]
    links = compare_link(board.name, first), leaderboard_link(board.name)
    return call_macro(TEMPLATE, "nothing", len(candidates), selection.names, first, *links)


def radar_caption_html(comparison: Comparison) -> str:
    """Render the words under the radar, which say what it shows."""
    shares = comparison.shares.loc[radar_skills(comparison)]
    columns = [(name, shares[name].dropna()) for name in comparison.t2i_models]
    extremes = [
        (name, score_name(str(known.idxmax())), known.max(), score_name(str(known.idxmin())), known.min())
        for name, known in columns
        if len(known)
    ]
    return call_macro(TEMPLATE, "radar_caption", extremes)


def shares_html(comparison: Comparison) -> str:
    """Render the radar as a table: every T2I model's share of the possible points, and its points, for every score."""
    board, names = comparison.board.name, comparison.t2i_models
    keys = [OVERALL, *(dimension.value for dimension in Dimension), *radar_skills(comparison)]
    shares, points = (_without_nan(frame.loc[keys, list(names)]) for frame in (comparison.shares, comparison.points))
    points.loc[OVERALL] = None
    rows = [(score_name(key), list(zip(shares.loc[key], points.loc[key], strict=True))) for key in keys]
    models = [(name, t2i_model_link(board, name), style) for name, style in zip(names, STYLES, strict=False)]
    unknown = [score_name(skill.key) for skill in SKILLS if skill.key not in keys]
    return call_macro(TEMPLATE, "shares", models, rows, unknown if len(unknown) < len(SKILLS) else [])


def verdicts_html(rows: pd.DataFrame) -> str:
    """Render which differences are clear for every T2I model, and what that means."""
    verdicts = []
    for (name, against), group in rows.groupby(["t2i_model", "against"], sort=False):
        clear = group[group["clear"]]
        better, worse = clear[clear["difference"] > 0], clear[clear["difference"] < 0]
        counts = group["p_holm"].count(), len(clear)
        verdicts.append((name, against, *counts, _list_differences(better), _list_differences(worse)))
    return call_macro(TEMPLATE, "verdicts", verdicts, rows["p_holm"].count(), ALPHA)


def differences_html(comparison: Comparison, rows: pd.DataFrame) -> str:
    """Render all differences as a table, and a link that holds them as a file; the server keeps none."""
    styles = dict(zip(comparison.t2i_models, STYLES, strict=False))
    table = _without_nan(rows.dropna(subset=["difference"]))
    table["label"], table["style"] = table["key"].map(score_name), table["t2i_model"].map(styles)
    file = f"{comparison.board.name.replace('@', '-')}-differences.csv"
    data = b64encode(FORMATS[".csv"](rows)).decode()
    return call_macro(TEMPLATE, "differences", table.itertuples(), rows["against"].iloc[0], file, data)


def images_html(comparison: Comparison, page: ImagePage, query: CompareQuery) -> str:
    """Render one page of prompts with the images of all compared T2I models, or why there is none."""
    keys = [prompt_key(compared.prompt.dimension, compared.prompt.prompt_id) for compared in page.prompts]
    links = [explore_link(comparison.board.name, prompt=key) for key in keys]
    pair = pair_orders(comparison.t2i_models).get(query.order)
    return call_macro(IMAGES, "images", comparison.board, page, STYLES, links, pair, query.skill)


def _without_nan(frame: pd.DataFrame) -> pd.DataFrame:
    """Replace what is not a number by None, which templates test."""
    return frame.astype(object).where(frame.notna(), None)


def _list_differences(rows: pd.DataFrame) -> str:
    differences = zip(rows["key"], rows["difference"], strict=True)
    return ", ".join(f"{score_name(str(key))} ({difference:+.1f})" for key, difference in differences)
