"""The check that the disk of the server has enough space for a number of rows."""

import os

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from seeding.engine.plan import Plan
from seeding.storage.errors import NotEnoughSpaceError

BYTES_PER_ROW = 300
"""The average size of a row with its keys and indexes (measured: 220), and the temporary space to sort these."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def refuse_without_space(plan: Plan, rows: int) -> None:
    """Raise NotEnoughSpaceError if the server is on this machine and its disk has too little space for `rows` rows.

    The current rows are deleted only when the new rows are committed: the disk must have space for both.
    """
    free, needed = _free_bytes(), BYTES_PER_ROW * rows
    if free is not None and needed > free:
        raise NotEnoughSpaceError(str(plan), needed, free)


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
