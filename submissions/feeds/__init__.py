"""The Atom feed of published submissions.

May import: `leaderboard.site` and below. Read first: `feed.published_entries`.
"""
