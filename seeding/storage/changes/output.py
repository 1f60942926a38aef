"""Files that appear under their name when they are complete."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from seeding.storage.sink import all_or_nothing


@contextmanager
def file_written_aside(path: Path) -> Iterator[TextIO]:
    """Yield a new text file, which is renamed to `path` at the end, or removed if the block raises."""
    draft = path.with_name(f"{path.name}.partial-{secrets.token_hex(4)}")
    with all_or_nothing(lambda: draft.unlink(missing_ok=True)):
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            yield file
        draft.rename(path)
