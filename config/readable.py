"""Characters that an output lacks, such as those of names on an ASCII terminal: replaced by others that can be read."""
# ruff: noqa: RUF001 - it is about characters that look like others

import codecs
import io
import unicodedata
from typing import Any

READABLE = "readable"
"""The name of the error handler, for the `errors` of a text stream."""

SUBSTITUTES = {
    **dict.fromkeys("–—−‐‑─━·•", "-"),
    **dict.fromkeys("│┃", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼", "+"),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("“”„″«»", '"'),
    **dict(zip("øØłŁđĐ×", "oOlLdDx", strict=True)),
    **dict(zip("…→←≤≥ßæÆ€", ("...", "->", "<-", "<=", ">=", "ss", "ae", "AE", "EUR"), strict=True)),
}
"""What Unicode does not decompose, or not into something that is read the same way."""

_ESCAPED_BYTES = range(0xDC80, 0xDD00)
"""How Python writes a byte that is no text (PEP 383), as in the name of a file."""


def make_exact(stream: object) -> None:
    """Let a stream for data refuse characters that it lacks, unless a person reads it at a terminal."""
    if isinstance(stream, io.TextIOWrapper) and stream.errors == READABLE and not stream.isatty():
        stream.reconfigure(errors="strict")


def _replace(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what stands for the first character that cannot be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    code = ord(character)
    found: Any = bytes([code - 0xDC00]) if code in _ESCAPED_BYTES else _in_ascii(character)
    return found, error.start + 1


def _in_ascii(character: str) -> str:
    """Return a letter without its accents, a substitute, or the number of a character that has neither."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    if character in SUBSTITUTES:
        return SUBSTITUTES[character]
    return bare if bare and bare.isascii() else character.encode("ascii", "backslashreplace").decode()


codecs.register_error(READABLE, _replace)
