"""From answers to scores: plain functions over data frames.

May import: `core`, `model.protocol`, pandas. Read first: `aggregation`.
"""
