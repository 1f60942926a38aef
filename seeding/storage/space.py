"""The check that the disk of the server has enough space for a number of rows."""

import os
from datetime import date

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from seeding.engine.plan import Plan
from seeding.storage.errors import NoSpaceForDaysError, NotEnoughSpaceError

BYTES_PER_ROW = 300
"""The average size of a row with its keys and indexes (measured: 220), and the temporary space to sort these."""

CHANGED_A_DAY = 0.003
"""The part of the rows that change on a day (measured: 0.001 to 0.0017); the server keeps their old versions, too."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def refuse_without_space(plan: Plan, rows: int) -> None:
    """Raise NotEnoughSpaceError if the server is on this machine and its disk has too little space for `rows` rows.

    The current rows are deleted only when the new rows are committed: the disk must have space for both.
    """
    free, needed = _free_bytes(), BYTES_PER_ROW * rows
    if free is not None and needed > free:
        raise NotEnoughSpaceError(str(plan), needed, free)


def refuse_without_space_for_days(plan: Plan, first: date, stored: int, at_the_end: int) -> None:
    """Raise NoSpaceForDaysError if the server's disk has too little space for the days from `first` to that of a plan.

    The tables have `stored` rows on the day `first`, and at most `at_the_end` on the last day of the history. Rows are
    supposed to come evenly in between, and rows that change need their space once more.
    """
    days, left = (plan.as_of - first).days, (plan.until - first).days
    added = max(0, at_the_end - stored) * days / left
    changed = stored * min(1, CHANGED_A_DAY * days)
    free, needed = _free_bytes(), int(BYTES_PER_ROW * (added + changed))
    if free is not None and needed > free:
        raise NoSpaceForDaysError(first, plan.as_of, needed, free)


def _free_bytes() -> int | None:
    """Return the free bytes of the disk with the server's data, or None if the path of the data is unknown."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.settings_dict["HOST"] not in _LOOPBACK:
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")  # needs a privilege that not every login has
            (directory,) = cursor.fetchone()
        disk = os.statvfs(directory)
    except (DatabaseError, OSError):
        return None
    return disk.f_bavail * disk.f_frsize
