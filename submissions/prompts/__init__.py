"""The prompts to make images for, as files and as a script that makes the images.

May import: `model.protocol`, `leaderboard.store`. Read first: `prompts`.
"""
