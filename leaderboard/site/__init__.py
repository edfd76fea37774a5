"""Links, names and files that all pages share.

May import: `core`, `leaderboard.store` and below. Read first: `links`.
"""
