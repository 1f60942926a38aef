"""The subject of each check: the table, and the column if there is one, that its fault changes."""

import re
from dataclasses import dataclass

from seeding.catalog.columns import database_of_table
from seeding.checks.check import Check
from seeding.checks.suite import CHECKS

_CHANGED = re.compile(
    r"""
    \s* (?:UPDATE|DELETE\ FROM|INSERT\ INTO) \s+ "?(\w+)"?
    (?:\s+ (?!SET\b) \w+)?            # an alias
    (?:\s+ SET \s+ \(? "?(\w+)"?)?
    """,
    re.VERBOSE,
)
"""The table that a statement changes and, of an UPDATE, the first column."""


@dataclass(frozen=True)
class Subject:
    """A table of the bank, and one of its columns or None."""

    table: str
    column: str | None


def subject_of(check: Check) -> Subject:
    """Return what a check is about. Raises ValueError for a fault that names no table."""
    _, statement = check.fault.statements[0]
    found = _CHANGED.match(statement)
    if found is None:
        raise ValueError(f"the fault of {check.id} names no table: {statement.strip()}")
    return Subject(found[1], found[2])


CATALOGED = tuple(check for check in CHECKS if subject_of(check).table in database_of_table())
"""The checks of tables that a catalog sees; the others are about the answer key in `default`."""
