"""From answers to scores: plain functions over data frames.

May import: `core`, `model.protocol`, `leaderboard.statistics`. Read first: `aggregation.score_answers`.
"""
