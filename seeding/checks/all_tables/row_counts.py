"""Row counts: each table has the rows that its seeding run stored, a number within the range that the plan expects."""

from django.db.models import Model

from datahub.databases import BANK_DATABASES
from seeding.checks.builders import figures_from
from seeding.checks.check import Check, Checks, Figure
from seeding.checks.faults import fault
from seeding.checks.reader import BankReader
from seeding.storage.tables import table_names, tables_of

NOT_RECORDED = "not enforced: no seeding run recorded it"


def _counted(bank: BankReader) -> dict[str, int]:
    """Return the number of rows of every table; each database is queried once."""
    counted: dict[str, int] = {}
    for database in BANK_DATABASES:
        each = (f"""SELECT '{table}' AS "table", count(*) AS rows FROM "{table}\"""" for table in table_names(database))
        counted.update((row["table"], row["rows"]) for row in bank.rows(database, " UNION ALL ".join(each)))
    return counted


def _figures_of(table: str, bank: BankReader) -> list[Figure]:
    rows = bank.cached(_counted)[table]
    expected, stored = bank.expected.get(table), bank.stored.get(table)
    return [
        Figure(
            "rows within the range of the plan",
            rows,
            expected.low if expected else None,
            expected.high if expected else None,
            rows,
            "" if expected else NOT_RECORDED,
        ),
        Figure(
            "rows that the seeding run stored", rows, stored, stored, rows, "" if stored is not None else NOT_RECORDED
        ),
    ]


def _check_of(database: str, model: type[Model]) -> Check:
    table, key = model._meta.db_table, model._meta.pk.column
    return Check(
        f"N.{table}",
        f"{table} has the rows that its seeding run stored, a number within the range that the plan expects",
        (database,),
        figures_from(lambda bank: _figures_of(table, bank)),
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


ROW_COUNTS = Checks(_check_of(database, model) for database in BANK_DATABASES for model in tables_of(database))
