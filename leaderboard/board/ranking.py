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
| simulated, open_weights, parameters, organisation, licence, link | what is said of the T2I model |
| date, submission | when and as what it was published here |

Columns are always all there; what a board does not know is missing (NaN or None).
"""

from typing import Any

import pandas as pd
from sqlalchemy import select

from core.language import mark
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.standings import RANKED, rank_columns
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL, SCORE_KEYS
from leaderboard.store.database import Database
from leaderboard.store.published import ALIGNMENT_MOST, published_scores
from leaderboard.store.results import reference_scores
from leaderboard.store.tables import SkillScore, Submission, T2IModel
from leaderboard.store.visibility import published_at, representative_order, visible
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


def ranking(database: Database, board: Board) -> pd.DataFrame:
    """The ranking of a board, best first; columns as in the module's text.

    A T2I model that was published several times is represented by its latest
    publication on this board; scores computed here go before reported ones.
    """
    frame = _published_rows() if board.kind is BoardKind.PUBLISHED else _measured_rows(database, board)
    frame = frame.reindex(columns=list(COLUMNS))
    frame["rank"] = _ranks(frame[OVERALL])
    for dimension in Dimension:
        frame[f"{dimension}_rank"] = _ranks(frame[dimension.value])
    return frame.sort_values(["rank", "t2i_model"], na_position="last", ignore_index=True)


def ranking_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A ranking as JSON objects; what is unknown is null, a skill without a score is left out of `skills`."""
    return [_row(row) for row in frame.to_dict("records")]


def _ranks(scores: pd.Series) -> pd.Series:
    """1 for the highest; equal scores share a rank, a missing one has none."""
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
        rows = session.execute(
            select(
                SkillScore.key,
                SkillScore.score,
                SkillScore.n,
                SkillScore.low,
                SkillScore.high,
                Submission.id.label("submission"),
                published_at().label("date"),
                Submission.reported,
                T2IModel.name.label("t2i_model"),
                T2IModel.simulated,
                T2IModel.open_weights,
                T2IModel.parameters,
                T2IModel.organisation,
                T2IModel.licence,
                T2IModel.link,
            )
            .join(Submission, Submission.id == SkillScore.submission_id)
            .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
            .where(
                visible(),
                Submission.protocol_digest == board.protocol_digest,
                SkillScore.evaluator_digest == board.evaluator_digest,
            )
            .order_by(*representative_order())
        )
        scores = pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))
        reference = reference_scores(session, board.protocol_digest or "")
    facts = scores[["t2i_model", *FACTS]].drop_duplicates("t2i_model", keep="last")
    latest = scores[scores["submission"].isin(facts["submission"])]
    parts = [_part(latest, part) for part in ("score", "n", "low", "high")]
    known = reference.pivot(index="t2i_model", columns="key", values="score").astype(float).add_suffix(".reference")
    whole = facts.merge(pd.concat(parts, axis=1), left_on="submission", right_index=True).join(known, on="t2i_model")
    whole = whole.reset_index(drop=True)
    return whole.join(rank_columns(database, board, whole["submission"].tolist()), on="submission")


def _part(scores: pd.DataFrame, part: str) -> pd.DataFrame:
    """One number of each score, a row per submission and a column per key."""
    wide = scores.pivot(index="submission", columns="key", values=part).astype(float)
    return wide if part == "score" else wide.add_suffix(f".{part}")


def _row(row: dict[Any, Any]) -> dict[str, Any]:
    known: dict[str, Any] = {str(key): None if pd.isna(value) else value for key, value in row.items()}
    scores = (OVERALL, *Dimension, ALIGNMENT_NORMALISED)
    date = known["date"]
    ranks = {key: _ends(known, key) for key in RANKED}
    return {
        "rank": known["rank"],
        "rank_interval": ranks[OVERALL],
        "rank_intervals": {key: ends for key, ends in ranks.items() if ends != [None, None]},
        "rank_note": known["rank_note"],
        **{f"{dimension}_rank": known[f"{dimension}_rank"] for dimension in Dimension},
        "t2i_model": known["t2i_model"],
        **{key: known[key] for key in scores},
        "intervals": {key: [known[f"{key}.low"], known[f"{key}.high"]] for key in scores},
        "reference": {dimension.value: known[f"{dimension}.reference"] for dimension in Dimension},
        "skills": {
            skill.key: {
                "score": known[skill.key],
                "n": int(known[f"{skill.key}.n"]),
                "low": known[f"{skill.key}.low"],
                "high": known[f"{skill.key}.high"],
            }
            for skill in SKILLS
            if known[skill.key] is not None
        },
        **{fact: known[fact] for fact in FACTS if fact not in ("date", "parameters")},
        "parameters": None if known["parameters"] is None else int(known["parameters"]),
        "date": None if date is None else date.isoformat(),
    }


def _ends(known: dict[str, Any], key: str) -> list[int | None]:
    return [None if end is None else int(end) for end in (known[f"{key}.rank_low"], known[f"{key}.rank_high"])]


def ranking_csv(frame: pd.DataFrame) -> str:
    """A ranking as CSV text with the columns of the module's text.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, as spreadsheets themselves do.
    """
    safe = frame.copy()
    for column in ("t2i_model", "organisation", "licence", "link"):
        safe[column] = [escape_formula(value) for value in safe[column]]
    return safe.to_csv(index=False, lineterminator="\n")
