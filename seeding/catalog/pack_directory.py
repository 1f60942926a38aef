"""Writing a pack into its directory, all or nothing: it is written beside, and then takes the place of the old one."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

_READABLE = 0o755
"""A temporary directory can be read by its owner only; a pack is for anyone."""


class NotAPackError(Exception):
    """A directory with files that no pack has; it is left as it is."""


def write_pack(directory: Path, texts: Mapping[str, str], names: frozenset[str], index: str) -> None:
    """Write files into a directory, which is made if it is missing; an earlier pack there is replaced.

    An earlier pack has the file `index` and none beside `names`. Raises NotAPackError for a directory with other files,
    and OSError; both leave the directory as it was.
    """
    directory = directory.resolve()
    _require_pack_or_nothing(directory, names, index)
    directory.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        written = aside / "new"
        written.mkdir(mode=_READABLE)
        for name, text in texts.items():
            (written / name).write_text(text, encoding="utf-8")
        _exchange(written, directory, aside / "old")
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _require_pack_or_nothing(directory: Path, names: frozenset[str], index: str) -> None:
    try:
        found = {path.name for path in directory.iterdir()}
    except FileNotFoundError:
        return
    if found and (index not in found or found - names):
        other = sorted(found - names) or sorted(found)
        raise NotAPackError(f"it is not empty and holds other files than a pack does, such as {other[0]}")


def _exchange(written: Path, directory: Path, old: Path) -> None:
    """Put a directory in the place of another, which moves to `old` and comes back if that fails."""
    if directory.exists():
        directory.rename(old)
    try:
        written.rename(directory)
    except OSError:
        if old.exists():
            old.rename(directory)
        raise
