"""The queue, the worker that empties it, and what is known of both.

May import: `submissions.upload`, `model.evaluator`, `leaderboard.store`. Read first: `queue`, then `worker`.
"""
