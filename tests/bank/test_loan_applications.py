"""loans_db.loan_applications: who asks for what, and how the bank decides."""

import polars as pl
import pytest

from tests.bank.bank import Bank, nothing_in
from tests.bank.lending import DB

AMOUNTS = {
    "mortgage": (100_000, 800_000),
    "personal": (5_000, 50_000),
    "auto": (10_000, 80_000),
    "business": (20_000, 500_000),
    "education": (5_000, 100_000),
}
"""What can be asked for, in USD."""


def test_an_applications_key_carries_its_customer_and_its_ordinal_and_nobody_applies_three_times(bank: Bank) -> None:
    """G1."""
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY application_id) AS ordinal
            FROM loan_applications
        ) numbered
        WHERE application_id <> 'APP-' || right(customer_id, 8) || '-' || ordinal OR ordinal > 2
        """,
    )


@pytest.mark.parametrize("kind", AMOUNTS)
def test_people_ask_for_amounts_in_the_band_of_the_type(bank: Bank, kind: str) -> None:
    bank.finds_none(
        DB,
        "SELECT * FROM loan_applications WHERE loan_type = %s AND requested_amount NOT BETWEEN %s AND %s",
        [kind, *AMOUNTS[kind]],
    )


def test_applications_are_those_of_the_last_three_years(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM loan_applications WHERE status IS NULL OR NOT application_date <@
            daterange((%s::date - interval '3 years')::date - 1, %s, '[]')
        """,
        [bank.as_of, bank.as_of],
    )


def test_closed_and_dormant_customers_have_no_application_under_way(bank: Bank) -> None:
    """C3, X6."""
    asked = bank.table("loan_applications").join(bank.table("customer_profiles"), on="customer_id")
    gone = pl.col("customer_status").is_in(["closed", "dormant"])
    nothing_in(asked.filter(gone & (pl.col("status") == "pending")))


def test_companies_and_only_companies_ask_for_business_loans(bank: Bank) -> None:
    asked = bank.table("loan_applications").join(bank.table("customer_profiles"), on="customer_id")
    nothing_in(asked.filter((pl.col("customer_segment") == "corporate") != (pl.col("loan_type") == "business")))
