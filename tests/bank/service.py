"""What several tests of service and staff share: documented lists, and rows with the profiles of their customers."""

import polars as pl

from tests.bank.bank import Bank

ADVISORS = ["Customer Service Representative", "Loan Officer", "Insurance Agent"]
"""The roles that advise customers and hold portfolios."""
BRANCHES = [f"BR{number:03}" for number in range(1, 19)]


def with_profiles(bank: Bank, table: str) -> pl.DataFrame:
    """Return the rows of a table with columns of the profiles of their customers."""
    profiles = bank.table("customer_profiles").select(
        "customer_id", "onboarding_date", "customer_status", "customer_segment", "updated_at"
    )
    return bank.table(table).join(profiles, on="customer_id", how="left")
