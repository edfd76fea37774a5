"""The visitor's identity: signed in, holder of the admin token or stranger; and their rights over submissions.

May import: `web`, `leaderboard.store`, `submissions.evaluation`. Read first: `page.identity_of`.
"""
