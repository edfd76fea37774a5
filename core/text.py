"""Names and sizes as messages show them."""

_MAX_NAME = 120


def make_printable(name: str) -> str:
    """Escape control characters and lone surrogates of a name, and cut it to 120 characters."""
    clean = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in name
    )
    return clean if len(clean) <= _MAX_NAME else f"{clean[:_MAX_NAME]}…"


def format_bytes(count: int) -> str:
    """Write a size in bytes with the largest unit that it reaches: `3.2 MB`."""
    for unit, size in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"
