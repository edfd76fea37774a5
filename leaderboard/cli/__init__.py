"""The commands of `python -m leaderboard`, one file per group.

May import: all of `leaderboard` and `core`. Read first: `statistics.agreement`.
"""
