"""The prompts of a protocol to download: as CSV, as JSON, and as a script that makes the images.

May import: `core`, `model.protocol`, `web.downloads`.
Read first: `prompts.format_prompts_csv`.
"""
