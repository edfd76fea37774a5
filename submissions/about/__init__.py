"""The about page.

May import: `web`. Read first: `page`.
"""
