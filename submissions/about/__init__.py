"""The about page: the method, downloads and citation.

May import: `web`, `model`. Read first: `page.build`.
"""
