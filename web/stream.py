"""Keep the stream of a page's answers open for events that are sent while it ends."""

from pathlib import Path

HEAD = f"<script>\n{Path(__file__).with_suffix('.js').read_text(encoding='utf-8')}</script>\n"
"""A script for the head of every page, where it runs before Gradio's own; see `stream.js`."""
