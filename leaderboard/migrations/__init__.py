"""Alembic revisions of the results database, oldest first in `versions/`.

A new one: change `leaderboard.store.tables`, then write a file here that makes the
same change; `tests/leaderboard/store/test_database.py` fails until the two agree.
"""
