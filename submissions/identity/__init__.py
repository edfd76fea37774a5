"""Sign-in: the identity behind a request, and which submissions belong to it.

May import: `web`, `leaderboard.store`. Read first: `identity`.
"""
