"""The admins' page and commands: hide, evaluate anew, delete, hold the queue, read the audit log.

May import: all of `submissions` but `submit` and `about`. Read first: `moderation.hide`.
"""
