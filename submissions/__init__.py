"""From an uploaded archive to a published score.

What lives here: intake of archives and folders, validation, content-addressed
storage of images, the queue, the worker process and the submit page. What it
may import: `model` and `leaderboard`.

Start reading at `archive`, then `validation`, `intake`, `queue` and `worker`.
"""
