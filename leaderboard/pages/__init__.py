"""The browsing pages; with `app.py` the only files of this room that know gradio."""
