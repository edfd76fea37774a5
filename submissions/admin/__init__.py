"""The operator's page and commands: hide, withdraw, re-run, with the audit log.

May import: all of `submissions` but `submit` and `about`. Read first: `moderation`.
"""
