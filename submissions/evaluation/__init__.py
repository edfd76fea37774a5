"""The queue, the worker that empties it, and the status of submissions and workers.

May import: `submissions.upload`, `model.evaluator`, `model.exam.record`, `leaderboard.store` and `leaderboard.board`.
Read first: `queue.claim_submission`, then `worker.Worker`.
"""
