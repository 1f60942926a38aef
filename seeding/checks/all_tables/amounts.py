"""Values of NUMERIC columns: amounts, rates and shares."""

import polars as pl
from django.db.models import DecimalField

from datahub.accounts.models import Account
from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.columns import Column, Condition, columns, union, violating_rows
from seeding.checks.builders import frame_check
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

NULLABLE = {("loan_applications", "approved_amount"), ("claims", "approved_amount")}
"""Amounts that are null until a decision."""

_TYPES = """
    SELECT relname::text AS "table", 'all rows' AS key, attname::text AS "column",
           format_type(atttypid, atttypmod) AS value
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid AND relnamespace = 'public'::regnamespace
    WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
"""


def _decimal(column: Column) -> DecimalField:  # type: ignore[type-arg]
    field = column.field
    assert isinstance(field, DecimalField)
    return field


def _out_of_range(column: Column) -> str:
    """Return the condition that an amount is null, not a number, or at the precision limit of its column."""
    field = _decimal(column)
    limit = 10 ** (field.max_digits - field.decimal_places - 1)
    null = "IS FALSE" if column.place in NULLABLE else "IS NOT TRUE"
    return f'("{column.name}" > -{limit} AND "{column.name}" < {limit}) {null}'


def _out_of_bounds(bank: BankReader) -> pl.DataFrame:
    """Return amounts out of range and columns of another type; numeric(15,2) has no third decimal or negative zero."""
    amounts = columns(DecimalField)
    declared = {
        column.place: f"numeric({_decimal(column).max_digits},{_decimal(column).decimal_places})" for column in amounts
    }
    types = union(bank, ((database, _TYPES) for database in BANK_DATABASES))
    another_type = [declared.get((table, column), kind) != kind for table, _, column, kind in types.iter_rows()]
    return pl.concat(
        [
            types.filter(pl.Series(another_type, dtype=pl.Boolean)),
            violating_rows(bank, [Condition(column, _out_of_range(column)) for column in amounts]),
        ]
    )


G5 = frame_check(
    "G5",
    "Amounts have their column's type and decimals, and stay below its precision limit",
    BANK_DATABASES,
    _out_of_bounds,
    fault(
        "a balance at the precision limit of its column",
        update_row(Account, "balance = 9999999999999.99"),
    ),
)
