"""What tests of service ask of the customer whom a row is about."""

import polars as pl

from tests.bank.bank import Bank


def dated(bank: Bank, table: str) -> pl.DataFrame:
    """Return the rows of a table about customers with what their profiles say."""
    profiles = bank.table("customer_profiles").select(
        "customer_id", "onboarding_date", "customer_status", "customer_segment", "updated_at"
    )
    return bank.table(table).join(profiles, on="customer_id", how="left")
