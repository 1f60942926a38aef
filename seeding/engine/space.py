"""Whether the rows of a plan find room on the server's disk."""

import os
from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from seeding.engine.errors import RunRefusedError
from seeding.engine.plan import Plan
from seeding.engine.recipe import TableRecipe

BYTES_PER_ROW = 300
"""What a row takes on average with its keys and indexes (measured: 220), and what sorting these takes for a while."""

GIGABYTE = 10**9
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def refuse_without_room(recipes: Iterable[TableRecipe], plan: Plan) -> None:
    """Raise RunRefusedError where the server is on this machine and its disk has no room for the rows of a plan.

    What is there already goes only when everything new is stored, so that all of it has to fit beside.
    """
    free = _free_bytes()
    needed = BYTES_PER_ROW * sum(recipe.expects(plan).high for recipe in recipes)
    if free is not None and needed > free:
        raise RunRefusedError(
            f"a bank of {plan} takes about {needed / GIGABYTE:,.1f} GB, and "
            f"the server's disk has {free / GIGABYTE:,.1f} GB free; give a smaller --scale"
        )


def _free_bytes() -> int | None:
    """Return what is free where the server keeps its data, None where that cannot be known from here."""
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
