"""Tables, queries and migrations' entry: the only package that writes SQL.

May import: `core`, `model.protocol`, `leaderboard.scores`, `leaderboard.statistics`, SQLAlchemy.
Read first: `tables`, then `results`.
"""
