"""Read the text fields of a page's form.

Gradio sends None for a field that the browser has not drawn yet, such as one in a hidden part of the page. Handlers of
events therefore take `Field` for a text and read it with `typed`.
"""

Field = str | None
"""The text in a field, or the value of a choice; None where the browser has not drawn it yet."""


def typed(field: Field) -> str:
    """Return the text in a field without surrounding blanks; empty for a field that is empty or not drawn yet."""
    return (field or "").strip()
