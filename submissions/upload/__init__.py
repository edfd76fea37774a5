"""From an archive, a folder or a Hub dataset to stored, validated generations.

May import: `core`, `model.protocol`, `leaderboard.store`. Read first: `validation`, then `intake`.
"""
