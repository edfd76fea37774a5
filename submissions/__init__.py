"""From an upload to a published score, and the pages of authors and operators.

One package per feature: `upload` < `evaluation` < `identity`, `prompts`, `feeds` < `submit`, `admin`, `about`.
May import: `model`, `leaderboard`, `web`, `core`; never torch, but for the worker's evaluator.
Read first: `upload.intake.submit`, then `evaluation.worker.Worker`.
"""
