"""The contents of the bank's tables: rows, expected rows, size on disk."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connections

from datahub.databases import BANK_DATABASES
from seeding.engine.expected import Expected, exactly
from seeding.engine.plan import Plan
from seeding.storage.tables import table_names


@dataclass(frozen=True)
class TableSurvey:
    """The contents of one table. `bytes` includes its indexes; `expected` is None without a plan."""

    database: str
    table: str
    rows: int
    bytes: int
    expected: Expected | None

    @property
    def as_expected(self) -> bool:
        """Whether the number of rows is in the expected range."""
        return self.expected is None or self.expected.low <= self.rows <= self.expected.high


def survey(expected: Mapping[str, Expected], plan: Plan | None) -> list[TableSurvey]:
    """Return the contents of each table of the bank; `expected` has the expected rows of each table.

    Raises Django's OperationalError if a table is locked for longer than the session's lock timeout.
    """
    found = []
    for database in BANK_DATABASES:
        for table, rows, size in _counts(database):
            expected_rows = expected.get(table, exactly(0)) if plan else None
            found.append(TableSurvey(database, table, rows, size, expected_rows))
    return found


def _counts(database: str) -> list[tuple[str, int, int]]:
    """Return the name, the number of rows and the size in bytes of each table."""
    tables = table_names(database)
    if not tables:
        return []
    counts = (f"SELECT '{table}', count(*), pg_total_relation_size('\"{table}\"') FROM \"{table}\"" for table in tables)
    with connections[database].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return list(cursor.fetchall())
