"""Read the rows of a query as a data frame, also of more submissions than one query can name."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

_BATCH = 500
"""Submissions that one query names; SQLite takes 32,766 parameters, older ones 999."""


def read_frame(session: Session, query: Select[*tuple[Any, ...]]) -> pd.DataFrame:
    """Read a query; the columns have the names that it gives them."""
    result = session.execute(query)
    return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def read_of_submissions(
    session: Session, query: Select[*tuple[Any, ...]], column: InstrumentedAttribute[str], submissions: Sequence[str]
) -> pd.DataFrame:
    """Read the rows of a query whose `column` is the id of one of the submissions, batch by batch."""
    batches = split_batches(submissions) if submissions else [submissions]
    frames = [read_frame(session, query.where(column.in_(batch))) for batch in batches]
    return pd.concat(frames, ignore_index=True)


def split_batches(submissions: Sequence[str]) -> Iterator[Sequence[str]]:
    """Split ids into batches that one query can name."""
    for start in range(0, len(submissions), _BATCH):
        yield submissions[start : start + _BATCH]
