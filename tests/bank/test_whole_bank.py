"""What holds in every table of the bank, and across its databases."""

from datetime import date

import polars as pl
import pytest
from django.db import models

from tests.bank.bank import TABLES, Bank, database_of, nothing_in
from tests.bank.documented import SCALE_HALF


def named(value: object) -> str:
    """Return a test id for a table or a column."""
    return value.column if isinstance(value, models.Field) else str(value)


REFERENCES = [
    (table, column)
    for table, model in TABLES.items()
    for column in model._meta.concrete_fields
    if isinstance(column, models.ForeignKey)
]

NO_PERSONS = {("risk_assessments", "assessed_by"): ["SYSTEM"]}
"""What a key into another database may say instead of a person's key: a system decided."""


@pytest.mark.parametrize(("table", "column"), REFERENCES, ids=named)
def test_every_reference_leads_to_a_row(bank: Bank, table: str, column: models.ForeignKey) -> None:
    """X1, X2, E4: also across databases, where PostgreSQL does not look."""
    there = bank.table(column.related_model._meta.db_table)[column.target_field.column]
    nobody = NO_PERSONS.get((table, column.column), [])
    given = bank.table(table).filter(pl.col(column.column).is_not_null())
    nothing_in(given.filter(~pl.col(column.column).is_in(there.implode()) & ~pl.col(column.column).is_in(nobody)))


def test_the_numbers_of_rows_are_those_of_the_plan(bank: Bank) -> None:
    counted = {table: bank.value(database_of(table), f'SELECT count(*) FROM "{table}"') for table in TABLES}
    assert counted["customers"] == counted["customer_profiles"] == bank.customers
    assert counted["employees"] == bank.employees
    assert (counted["departments"], counted["training_programs"]) == (12, 18)


def test_the_bank_is_seen_on_the_day_that_was_asked_for(bank: Bank) -> None:
    """Something happened on the last days: a ledger that ends early is cut off."""
    bank.needs(SCALE_HALF)
    last: date = bank.value("accounts_db", "SELECT max(transaction_date)::date FROM transactions")
    assert (bank.as_of - last).days <= 1
