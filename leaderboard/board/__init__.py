"""A board: its ranking with intervals, columns, filters, page and files.

May import: `web`, `leaderboard.site` and below. Read first: `ranked.ranked`, then `boards`.
"""
