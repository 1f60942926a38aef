"""The options of `seed_export`, parsed; a value that cannot be parsed is an error of one line."""

import os
import re
from collections.abc import Collection, Sequence
from typing import Any

from seeding.engine.options import PlanError

MOST_WORKERS = 1_024


def read_tables(given: Sequence[str] | None, names: Collection[str]) -> frozenset[str]:
    """Return the full names of tables, such as "loans_db.loans", from full or short ones; empty if none were given.

    Raises PlanError for an unknown name.
    """
    by_name = {short: name for name in names for short in (name, name.partition(".")[2])}
    for table in given or ():
        if table not in by_name:
            raise PlanError(f"--tables {table} is not a table of the bank; db_tables lists them")
    return frozenset(by_name[table] for table in given or ())


def read_workers(given: Any) -> int:
    """Return the number of processes, 1 if none was given. Raises PlanError for another value."""
    text = "1" if given is None else str(given)
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= MOST_WORKERS:
        raise PlanError(f"--workers {given} is not a number of processes; this machine has {os.cpu_count()} processors")
    return int(text)


def read_blocks(given: str | None, parts: int) -> range:
    """Return the numbers of the parts A:B, A included and B not; all of them if none were given.

    Raises PlanError for another value, and for parts that the export does not have.
    """
    if given is None:
        return range(parts)
    match = re.fullmatch(r"([0-9]{1,9}):([0-9]{1,9})", given)
    if match is None:
        raise PlanError(f"--blocks {given} is not a range; give A:B, such as 0:4 for parts 0 to 3")
    first, end = map(int, match.groups())
    if not first < end <= parts:
        raise PlanError(f"--blocks {given} is outside 0:{parts}; this export has {parts} parts")
    return range(first, end)
