"""What stands in the fields of a page's form, also before the browser has filled them.

Gradio draws parts of a page that are hidden late, or never, and tells of a field that it has not drawn by None,
whatever its kind. Handlers of events take `Field` for a text, and read it by `typed`.
"""

Field = str | None
"""The text in a field, or the value of a choice; None where the browser has not filled it yet."""


def typed(field: Field) -> str:
    """The text in a field, without blanks around it; empty where nothing was typed or the field is not there yet."""
    return (field or "").strip()
