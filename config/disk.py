"""The disk that holds a directory: its name, its free space, and whether that is why the server fails."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from pathlib import Path

from psycopg.errors import DiskFull

from config.errors import ServerError

MEGABYTE = 10**6
FULL_BELOW = 32 * MEGABYTE
"""Bytes: with less than two segments of its log free, a disk counts as full."""

NO_SPACE = "No space left on device"
"""How PostgreSQL's messages in English end, with whose locale the embedded server runs."""

FREE_SOME = "free some space there"


@dataclass(frozen=True)
class Disk:
    """The disk of a directory, under the name at which it is mounted; sizes are in bytes."""

    path: Path
    mount: Path
    free: int

    @property
    def is_full(self) -> bool:
        """Whether the server can hardly write there."""
        return self.free < FULL_BELOW

    def __str__(self) -> str:
        name = str(self.path) if self.mount == self.path else f"{self.path} (disk {self.mount})"
        return f"{name} has {megabytes(self.free)} free"


def disk_of(directory: Path) -> Disk:
    """Return the disk of a directory, or of the nearest parent that exists. Raises OSError."""
    existing = next(path for path in (directory, *directory.parents) if path.exists())
    mount = next((path for path in (existing, *existing.parents) if path.is_mount()), existing)
    return Disk(directory, mount, shutil.disk_usage(existing).free)


def megabytes(size: int) -> str:
    """Return a number of bytes as text, in MB below 10 GB."""
    return f"{size / MEGABYTE:,.0f} MB" if size < 10_000 * MEGABYTE else f"{size / MEGABYTE / 1000:,.1f} GB"


def disk_full(directory: Path) -> str:
    """Return the sentence that says which disk is full."""
    return f"disk full: {disk_of(directory)}"


def died_of_space(directory: Path, log: str) -> bool:
    """Return whether a server had no space according to its log, and its disk still has none."""
    return NO_SPACE in log and disk_of(directory).is_full


def lacks_space(error: BaseException) -> bool:
    """Return whether an error, or one behind it, is that a disk or the quota of a user is full."""
    behind = error.__cause__
    if isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)):
        return True
    return behind is not None and lacks_space(behind)


@contextmanager
def disk_named(directory: Path) -> Iterator[None]:
    """Raise ServerError, which names the disk, where the block cannot write for want of space."""
    try:
        yield
    except OSError as error:
        if not lacks_space(error):
            raise
        raise ServerError(f"{disk_full(directory)}; {FREE_SOME} and try again") from None
