"""The frame of every page: shell, theme, languages in the browser, named endpoints, form fields, image input.

May import: `core` and gradio. Read first: `shell.frame`, then `endpoint`.
"""
