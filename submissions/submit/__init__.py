"""The author's pages and endpoints: submit, follow the progress, withdraw, list one's own submissions.

May import: all of `submissions` but `admin` and `about`. Read first: `page.submit_upload`.
"""
