"""Whether a number of rows finds room on the server's disk."""

import os

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from seeding.engine.plan import Plan
from seeding.storage.errors import NotEnoughSpaceError

BYTES_PER_ROW = 300
"""What a row takes on average with its keys and indexes (measured: 220), and what sorting these takes for a while."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def refuse_without_room(plan: Plan, rows: int) -> None:
    """Raise NotEnoughSpaceError where the server is on this machine and its disk has no room for the rows of a plan.

    The rows that are there now go only when the new ones are stored, so that all of these have to fit beside them.
    """
    free, needed = _free_bytes(), BYTES_PER_ROW * rows
    if free is not None and needed > free:
        raise NotEnoughSpaceError(str(plan), needed, free)


def _free_bytes() -> int | None:
    """Return what is free where the server keeps its data; None where that cannot be known from here."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.settings_dict["HOST"] not in _LOOPBACK:
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")  # a right that not every login has
            (directory,) = cursor.fetchone()
        disk = os.statvfs(directory)
    except (DatabaseError, OSError):
        return None
    return disk.f_bavail * disk.f_frsize
