"""The ranking of a board: one row per T2I model, the best overall score first.

Columns of a ranking:

| column | meaning |
| --- | --- |
| rank | 1 is best; equal scores share a rank; missing where there is no overall score |
| t2i_model | its name |
| overall | percent, 0 to 100; the project's own |
| faithfulness | points per counted answer, 0 to 4 |
| alignment | points per image |
| alignment_normalised | points by possible points, 0 to 1 |
| `<skill key>` | mean points per counted answer |
| faithfulness_rank, alignment_rank | as rank, by the score of that dimension alone |
| `<dimension>.reference` | the same by people, or by simulated annotators |
| `<key>.n` | counted answers, for every skill and dimension |
| `<key>.low`, `<key>.high` | 95% interval, for every score above |
| reported | whether the original code gave the scores elsewhere; such rows have no intervals and no images |
| `<key>.rank_low`, `<key>.rank_high` | 95% interval of the rank, for every score but the normalised one |
| rank_note | why there is no such interval |
| simulated, open_weights, parameters, organisation, licence, link | facts about the T2I model |
| date, submission | when and as what it was published here |

Every column is always there; unknown values are missing (NaN or None).
"""

from typing import Any

import pandas as pd

from core.language import mark
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.standings import RANKED, rank_columns
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL, SCORE_KEYS
from leaderboard.store.database import Database
from leaderboard.store.published import ALIGNMENT_MOST, published_scores
from leaderboard.store.rankings import representative_scores
from leaderboard.store.results import reference_scores
from model.protocol.skills import SKILLS, Dimension, skills_of
from web.downloads import escape_formula

FACTS = ("reported", "simulated", "open_weights", "parameters", "organisation", "licence", "link", "date", "submission")

PUBLISHED_NOTE = mark("No interval: the figures were published without those of single images.")

COLUMNS: tuple[str, ...] = (
    "rank",
    "t2i_model",
    *SCORE_KEYS,
    *(f"{dimension}_rank" for dimension in Dimension),
    *(f"{key}.{part}" for key in SCORE_KEYS for part in ("n", "low", "high")),
    *(f"{key}.{end}" for key in RANKED for end in ("rank_low", "rank_high")),
    "rank_note",
    *(f"{dimension}.reference" for dimension in Dimension),
    *FACTS,
)


def compute_ranking(database: Database, board: Board) -> pd.DataFrame:
    """Compute the ranking of a board, best first; columns as in the module's text. Use `ranked.ranked`, which caches.

    A T2I model that was published several times is represented as `leaderboard.store.visibility` decides.
    """
    frame = _published_rows() if board.kind is BoardKind.PUBLISHED else _measured_rows(database, board)
    frame = frame.reindex(columns=list(COLUMNS))
    frame["rank"] = _ranks(frame[OVERALL])
    for dimension in Dimension:
        frame[f"{dimension}_rank"] = _ranks(frame[dimension.value])
    return frame.sort_values(["rank", "t2i_model"], na_position="last", ignore_index=True)


def list_ranking_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Write a ranking as JSON objects; unknown values are null, a skill without a score is left out of `skills`."""
    return [_row(row) for row in frame.to_dict("records")]


def _ranks(scores: pd.Series) -> pd.Series:
    """Rank scores, 1 the highest; equal scores share a rank, a missing one has none."""
    return scores.astype(float).rank(method="min", ascending=False).astype("Int64")


def _published_rows() -> pd.DataFrame:
    scores = published_scores()
    faithfulness = scores["faithfulness_evalalign"]
    normalised = scores["alignment_evalalign"] / ALIGNMENT_MOST
    best = skills_of(Dimension.FAITHFULNESS)[0].best
    return pd.DataFrame(
        {
            "t2i_model": scores["t2i_model"],
            OVERALL: 100 * (faithfulness / best + normalised) / 2,
            "faithfulness": faithfulness,
            "alignment": scores["alignment_evalalign"],
            ALIGNMENT_NORMALISED: normalised,
            "faithfulness.reference": scores["faithfulness_human"],
            "alignment.reference": scores["alignment_human"],
            "reported": False,
            "simulated": False,
            "rank_note": PUBLISHED_NOTE,
        }
    )


def _measured_rows(database: Database, board: Board) -> pd.DataFrame:
    with database.read() as session:
        scores = representative_scores(session, board.protocol_digest, board.evaluator_digest)
        reference = reference_scores(session, board.protocol_digest or "")
    parts = [_pivot(scores, part) for part in ("score", "n", "low", "high")]
    references = reference.pivot(index="t2i_model", columns="key", values="score").astype(float)
    rows = scores[["t2i_model", *FACTS]].drop_duplicates("submission")
    rows = rows.merge(pd.concat(parts, axis=1), left_on="submission", right_index=True)
    rows = rows.join(references.add_suffix(".reference"), on="t2i_model").reset_index(drop=True)
    return rows.join(rank_columns(database, board, rows["submission"].tolist()), on="submission")


def _pivot(scores: pd.DataFrame, part: str) -> pd.DataFrame:
    """Lay out one number of each score: a row per submission, a column per key."""
    wide = scores.pivot(index="submission", columns="key", values=part).astype(float)
    return wide if part == "score" else wide.add_suffix(f".{part}")


def _row(row: dict[Any, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {str(key): None if pd.isna(value) else value for key, value in row.items()}
    scores = (OVERALL, *Dimension, ALIGNMENT_NORMALISED)
    date = values["date"]
    ranks = {key: _ends(values, key) for key in RANKED}
    return {
        "rank": values["rank"],
        "rank_interval": ranks[OVERALL],
        "rank_intervals": {key: ends for key, ends in ranks.items() if ends != [None, None]},
        "rank_note": values["rank_note"],
        **{f"{dimension}_rank": values[f"{dimension}_rank"] for dimension in Dimension},
        "t2i_model": values["t2i_model"],
        **{key: values[key] for key in scores},
        "intervals": {key: [values[f"{key}.low"], values[f"{key}.high"]] for key in scores},
        "reference": {dimension.value: values[f"{dimension}.reference"] for dimension in Dimension},
        "skills": {
            skill.key: {
                "score": values[skill.key],
                "n": int(values[f"{skill.key}.n"]),
                "low": values[f"{skill.key}.low"],
                "high": values[f"{skill.key}.high"],
            }
            for skill in SKILLS
            if values[skill.key] is not None
        },
        **{fact: values[fact] for fact in FACTS if fact not in ("date", "parameters")},
        "parameters": None if values["parameters"] is None else int(values["parameters"]),
        "date": None if date is None else date.isoformat(),
    }


def _ends(values: dict[str, Any], key: str) -> list[int | None]:
    return [None if end is None else int(end) for end in (values[f"{key}.rank_low"], values[f"{key}.rank_high"])]


def write_ranking_csv(frame: pd.DataFrame) -> str:
    """Write a ranking as CSV text with the columns of the module's text.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, as spreadsheets themselves do.
    """
    safe = frame.copy()
    for column in ("t2i_model", "organisation", "licence", "link"):
        safe[column] = [escape_formula(value) for value in safe[column]]
    return safe.to_csv(index=False, lineterminator="\n")
