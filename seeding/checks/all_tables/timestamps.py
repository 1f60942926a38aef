"""Days and points of time: what has happened lies behind, and in order."""

import polars as pl
from django.db.models import DateField, DateTimeField

from datahub.customers.models import CustomerProfile, Interaction
from datahub.databases import BANK_DATABASES
from seeding.checks.all_tables.columns import Condition, columns, violating_rows
from seeding.checks.builders import frame_check
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

MAY_LIE_AHEAD = {"due_date", "maturity_date", "end_date", "expiry_date", "next_review_date"}
"""Columns of what is due or ends one day; campaigns' ends among them."""


def _ahead(bank: BankReader) -> pl.DataFrame:
    return violating_rows(
        bank,
        [
            Condition(
                column, f'"{column.name}" > {"%(last)s" if isinstance(column.field, DateTimeField) else "%(as_of)s"}'
            )
            for column in columns(DateField)
            if column.name not in MAY_LIE_AHEAD
        ],
    )


G2 = frame_check(
    "G2",
    "No past event is dated after the bank's as-of day",
    BANK_DATABASES,
    _ahead,
    fault(
        "an interaction dated tomorrow",
        update_row(Interaction,
            "interaction_date = %(last)s::timestamptz + interval '1 hour'",
        ),
    ),
)  # fmt: skip


def _updated_before_made(bank: BankReader) -> pl.DataFrame:
    made = {column.table for column in columns(DateTimeField) if column.name == "created_at"}
    return violating_rows(
        bank,
        [
            Condition(column, "(created_at <= updated_at) IS NOT TRUE")
            for column in columns(DateTimeField)
            if column.name == "updated_at" and column.table in made
        ],
    )


G4 = frame_check(
    "G4",
    "No row was updated before it was created",
    BANK_DATABASES,
    _updated_before_made,
    fault(
        "a profile updated a day before it was created",
        update_row(CustomerProfile, "updated_at = created_at - interval '1 day'"),
    ),
)
