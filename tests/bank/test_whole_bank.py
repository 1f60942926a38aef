"""What holds in every table of the bank, and across its databases."""

from datetime import date

from seeding.checks.enforcement import SCALE_HALF
from tests.bank.bank import TABLES, Bank, database_of


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
