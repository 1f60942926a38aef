"""Row counts: each table has the rows that its seeding run stored, a number within the range that the plan expects."""

from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from datahub.databases import DATABASE_OF_APP
from seeding.checks.builders import figures_from
from seeding.checks.check import Check, Checks, Figure
from seeding.checks.faults import fault
from seeding.checks.reader import BankReader
from seeding.storage.tables import FILLED, table_names, tables_of

NOT_RECORDED = "not enforced: no seeding run recorded it"


def _counter(database: str) -> Callable[[BankReader], dict[str, int]]:
    """Return what counts the rows of every table of a database, in one query."""
    each = (f"""SELECT '{table}' AS "table", count(*) AS rows FROM "{table}\"""" for table in table_names(database))
    query = " UNION ALL ".join(each)
    return lambda bank: {row["table"]: int(row["rows"]) for row in bank.rows(database, query)}


_COUNTERS = {database: _counter(database) for database in FILLED}


def row_count(bank: BankReader, model: type[Model]) -> int:
    """Return the number of rows of a table."""
    database = DATABASE_OF_APP.get(model._meta.app_label, DEFAULT_DB_ALIAS)
    return bank.cached(_COUNTERS[database])[model._meta.db_table]


def _figures_of(model: type[Model], bank: BankReader) -> list[Figure]:
    rows, table = row_count(bank, model), model._meta.db_table
    expected, stored = bank.expected.get(table), bank.stored.get(table)
    low, high = (expected.low, expected.high) if expected else (None, None)
    return [
        Figure("rows within the range of the plan", rows, low, high, rows, "" if expected else NOT_RECORDED),
        Figure("rows that the seeding run stored", rows, stored, stored, rows, NOT_RECORDED if stored is None else ""),
    ]


def _check_of(database: str, model: type[Model]) -> Check:
    table, key = model._meta.db_table, model._meta.pk.column
    return Check(
        f"N.{table}",
        f"{table} has the rows that its seeding run stored, a number within the range that the plan expects",
        (database,),
        figures_from(lambda bank: _figures_of(model, bank)),
        fault(
            "one row in ten deleted, at least one",
            (
                database,
                f"""
                DELETE FROM "{table}" WHERE "{key}" IN (
                    SELECT "{key}" FROM "{table}" ORDER BY md5("{key}"::text || %(pick)s)
                    LIMIT (SELECT ceil(count(*) / 10.0) FROM "{table}")
                ) RETURNING "{key}"
                """,
            ),
        ),
    )


ROW_COUNTS = Checks(_check_of(database, model) for database in FILLED for model in tables_of(database))
