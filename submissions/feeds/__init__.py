"""Atom feeds of published submissions.

May import: `leaderboard.site` and below. Read first: `feed`.
"""
