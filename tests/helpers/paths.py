"""The checkout, and the material beside it that some tests compare with."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The folder of the checkout."""

SHARED = ROOT.parent / "shared"
"""Recordings and official prompts, outside the project; a test that needs them skips where they are absent."""
