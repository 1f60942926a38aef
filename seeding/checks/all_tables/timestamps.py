"""Dates and timestamps: past events are not in the future, and in order."""

import polars as pl
from django.db.models import DateField, DateTimeField

from datahub.customers.models import CustomerProfile, Interaction
from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.columns import Condition, columns, violating_rows
from seeding.checks.builders import frame_check
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

MAY_BE_FUTURE = {"due_date", "maturity_date", "end_date", "expiry_date", "next_review_date"}
"""Columns that may be in the future: due and end dates."""


def _in_the_future(bank: BankReader) -> pl.DataFrame:
    return violating_rows(
        bank,
        [
            Condition(
                column, f'"{column.name}" > {"%(last)s" if isinstance(column.field, DateTimeField) else "%(as_of)s"}'
            )
            for column in columns(DateField)
            if column.name not in MAY_BE_FUTURE
        ],
    )


G2 = frame_check(
    "G2",
    "No past event is dated after the bank's as-of day",
    BANK_DATABASES,
    _in_the_future,
    fault(
        "an interaction dated tomorrow",
        update_row(
            Interaction,
            "interaction_date = %(last)s::timestamptz + interval '1 hour'",
        ),
    ),
)


def _updated_before_created(bank: BankReader) -> pl.DataFrame:
    created = {column.table for column in columns(DateTimeField) if column.name == "created_at"}
    return violating_rows(
        bank,
        [
            Condition(column, "(created_at <= updated_at) IS NOT TRUE")
            for column in columns(DateTimeField)
            if column.name == "updated_at" and column.table in created
        ],
    )


G4 = frame_check(
    "G4",
    "No row was updated before it was created",
    BANK_DATABASES,
    _updated_before_created,
    fault(
        "a profile updated a day before it was created",
        update_row(CustomerProfile, "updated_at = created_at - interval '1 day'"),
    ),
)
