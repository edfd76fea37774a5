"""The stream in which a page's answers come, made safe against events that are caused while it ends."""

from pathlib import Path

HEAD = f"<script>\n{Path(__file__).with_suffix('.js').read_text(encoding='utf-8')}</script>\n"
"""For the head of every page, where it runs before Gradio's own scripts; `page_stream.js` says what for."""
