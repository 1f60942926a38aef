"""What is in the bank's tables: rows, rows expected, size on disk."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connections

from datahub.databases import BANK_DATABASES
from seeding.engine.expected import Expected, exactly
from seeding.engine.plan import Plan
from seeding.storage.tables import table_names


@dataclass(frozen=True)
class TableSurvey:
    """One table. `expected` is None without a plan."""

    database: str
    table: str
    rows: int
    bytes: int
    expected: Expected | None

    @property
    def as_expected(self) -> bool:
        """Whether there are as many rows as the plan promises."""
        return self.expected is None or self.expected.low <= self.rows <= self.expected.high


def survey(expected: Mapping[str, Expected], plan: Plan | None) -> list[TableSurvey]:
    """Return what is in each table of the bank; `expected` says what its recipes promise.

    Raises Django's OperationalError where a table is locked for longer than a moment.
    """
    found = []
    for database in BANK_DATABASES:
        for table, rows, size in _counts(database):
            promise = expected.get(table, exactly(0)) if plan else None
            found.append(TableSurvey(database, table, rows, size, promise))
    return found


def _counts(database: str) -> list[tuple[str, int, int]]:
    tables = table_names(database)
    if not tables:
        return []
    counts = (f"SELECT '{table}', count(*), pg_total_relation_size('\"{table}\"') FROM \"{table}\"" for table in tables)
    with connections[database].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return list(cursor.fetchall())
