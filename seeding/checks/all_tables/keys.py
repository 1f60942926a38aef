"""Keys and business numbers are present and unique."""

import polars as pl
from django.db.models import Field

from datahub.accounts.models import Account
from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.columns import Column, columns, union
from seeding.checks.builders import frame_check
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

ALSO_UNIQUE = {("customers", "email")}
"""Unique columns without a constraint in the schema."""


def _unique_columns() -> list[Column]:
    return [
        column
        for column in columns(Field)
        if column.field.primary_key or column.field.unique or column.place in ALSO_UNIQUE
    ]


_ENFORCED_UNIQUE = """
    SELECT relname::text AS "table", attname::text AS "column", attnotnull AS never_null
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = 'public'::regnamespace
         JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
    WHERE indisunique AND indisvalid AND indisready AND indnkeyatts = 1 AND indpred IS NULL AND indexprs IS NULL
"""
"""Columns with a unique index, which PostgreSQL enforces."""


def _repeated(column: Column) -> str:
    null = "false" if column.field.null else f'"{column.name}" IS NULL'
    return f"""
        SELECT '{column.table}' AS "table", "{column.name}"::text AS value, '{column.name}' AS "column", count(*)
        FROM "{column.table}" GROUP BY "{column.name}"
        HAVING {null} OR (count(*) > 1 AND "{column.name}" IS NOT NULL)
    """


def _not_unique(bank: BankReader) -> pl.DataFrame:
    """Return repeated and missing values. Rows are only compared where no index proves that there are none."""
    enforced = union(bank, ((database, _ENFORCED_UNIQUE) for database in BANK_DATABASES))
    proven = {(table, column) for table, column, never_null in enforced.iter_rows() if never_null}
    return union(
        bank, ((column.database, _repeated(column)) for column in _unique_columns() if column.place not in proven)
    )


G1 = frame_check(
    "G1",
    "Primary keys and business numbers are present and unique, and so are customers' email addresses",
    BANK_DATABASES,
    _not_unique,
    fault(
        "an account with the number of another account",
        update_row(
            Account,
            "account_number = (SELECT max(account_number) FROM accounts)",
            "account_number < (SELECT max(account_number) FROM accounts)",
        ),
    ),
)
