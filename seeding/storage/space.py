"""The check that the disk of the server has enough space for a run: for its rows, its log and its temporary files."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from config.disk import MEGABYTE, Disk, megabytes
from config.server_disk import server_disk
from seeding.engine.plan import Plan
from seeding.storage.errors import NoSpaceForDaysError, NotEnoughSpaceError


@dataclass(frozen=True)
class BytesPerRow:
    """The space of a row on the server's disk, in bytes; measured at scale 10, 0.9 million rows."""

    data: int = 230
    """With its keys and indexes (measured: 207)."""
    sorting: int = 30
    """Temporary files while keys and indexes are built (measured: 22 at the peak)."""
    log: int = 40
    """Where COPY into an emptied table skips the log, with wal_level=minimal (measured: 32)."""
    full_log: int = 400
    """Where it does not, and for rows that a day adds or changes, with images of their pages."""


ROW = BytesPerRow()
LOG_OF_A_RUN = 16 * MEGABYTE
"""What a run of any size writes to the log (measured: 10 MB): tables emptied, keys and indexes made, statistics."""

RESERVE = 32 * MEGABYTE
"""Two segments of the log, which the server creates ahead, and its shared memory, which it keeps in files (2 MB)."""

CHANGED_A_DAY = 0.003
"""The part of the rows that change on a day (measured: 0.001 to 0.0017); the server keeps their old versions, too."""

_SETTINGS = "SELECT current_setting('wal_level'), pg_size_bytes(current_setting('max_wal_size'))"


@dataclass(frozen=True)
class Space:
    """The space that a run needs on the server's disk, in bytes."""

    data: int
    sorting: int
    log: int

    @property
    def total(self) -> int:
        """The sum of all, with what the server needs in addition."""
        return self.data + self.sorting + self.log + RESERVE

    def __str__(self) -> str:
        parts = {"rows": self.data, "sorting": self.sorting, "log": self.log, "the server": RESERVE}
        return f"{megabytes(self.total)} ({', '.join(f'{name} {megabytes(size)}' for name, size in parts.items())})"


def refuse_without_space(plan: Plan, rows: int) -> None:
    """Raise NotEnoughSpaceError if the server is on this machine and its disk has too little space for `rows` rows.

    The current rows are deleted only when the new rows are committed: the disk must have space for both.
    """
    level, longest = _log_settings()
    log = _log_of(rows * (ROW.log if level == "minimal" else ROW.full_log), longest)
    needed = Space(ROW.data * rows, ROW.sorting * rows, log)
    if disk := _disk_without(needed.total):
        raise NotEnoughSpaceError(str(plan), str(needed), str(disk))


def refuse_without_space_for_days(plan: Plan, first: date, stored: int, at_the_end: int) -> None:
    """Raise NoSpaceForDaysError if the server's disk has too little space for the days from `first` to that of a plan.

    The tables have `stored` rows on the day `first`, and at most `at_the_end` on the last day of the history. Rows are
    supposed to come evenly in between, and rows that change need their space once more.
    """
    days, left = (plan.as_of - first).days, (plan.until - first).days
    added = max(0, at_the_end - stored) * days / left
    written = int(added + stored * min(1, CHANGED_A_DAY * days))
    _, longest = _log_settings()
    needed = Space(ROW.data * written, ROW.sorting * written, _log_of(ROW.full_log * written, longest))
    if disk := _disk_without(needed.total):
        raise NoSpaceForDaysError(first, plan.as_of, str(needed), str(disk))


def _disk_without(needed: int) -> Disk | None:
    """Return the disk of the server if it has less space, also after a checkpoint has shortened the server's log."""
    disk = server_disk()
    if disk is None or disk.free >= needed:
        return None
    # The log of earlier runs; not every login may ask for a checkpoint.
    with suppress(DatabaseError), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("CHECKPOINT")
    disk = server_disk()
    return disk if disk and disk.free < needed else None


def _log_settings() -> tuple[str, int]:
    """Return the level of the server's log, and the bytes after which a checkpoint shortens it."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_SETTINGS)
        level, longest = cursor.fetchone()
    return str(level), int(longest)


def _log_of(size: int, longest: int) -> int:
    """Return what `size` bytes of log take: the server shortens it, but only while it goes on writing."""
    return min(LOG_OF_A_RUN + size, 2 * longest)
