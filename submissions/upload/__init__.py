"""From an archive, a folder or a Hub dataset to stored, validated generations and a queued submission.

May import: `core`, `model.protocol`, `model.evaluator.decoding`, `leaderboard.store` and `leaderboard.site`.
Read first: `validation.validate_upload`, then `intake.submit`.
"""
