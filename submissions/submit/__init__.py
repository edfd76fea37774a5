"""The author's pages: submit, follow, own submissions.

May import: all of `submissions` but `admin` and `about`. Read first: `page`.
"""
