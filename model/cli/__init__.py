"""The commands of `python -m model`, one file per group.

May import: all of `model` and `core`. Read first: `score`, then `options` for what they share.
"""
