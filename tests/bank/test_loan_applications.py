"""loans_db.loan_applications: who applies for what, and when."""

import polars as pl
import pytest

from tests.bank.bank import Bank, nothing_in
from tests.bank.lending import DB

REQUESTED_AMOUNTS = {
    "mortgage": (100_000, 800_000),
    "personal": (5_000, 50_000),
    "auto": (10_000, 80_000),
    "business": (20_000, 500_000),
    "education": (5_000, 100_000),
}
"""The lowest and the highest amount of each loan type, in USD."""


def test_an_application_id_is_made_of_the_customer_and_1_or_2(bank: Bank) -> None:
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


@pytest.mark.parametrize("loan_type", REQUESTED_AMOUNTS)
def test_a_requested_amount_lies_in_the_range_of_its_loan_type(bank: Bank, loan_type: str) -> None:
    bank.finds_none(
        DB,
        "SELECT * FROM loan_applications WHERE loan_type = %s AND requested_amount NOT BETWEEN %s AND %s",
        [loan_type, *REQUESTED_AMOUNTS[loan_type]],
    )


def test_every_application_has_a_status_and_a_day_in_the_last_three_years(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT * FROM loan_applications WHERE status IS NULL OR NOT application_date <@
            daterange((%s::date - interval '3 years')::date - 1, %s, '[]')
        """,
        [bank.as_of, bank.as_of],
    )


def test_closed_and_dormant_customers_have_no_pending_application(bank: Bank) -> None:
    """C3, X6."""
    applications = bank.table("loan_applications").join(bank.table("customer_profiles"), on="customer_id")
    left = pl.col("customer_status").is_in(["closed", "dormant"])
    nothing_in(applications.filter(left & (pl.col("status") == "pending")))


def test_companies_and_only_companies_apply_for_business_loans(bank: Bank) -> None:
    applications = bank.table("loan_applications").join(bank.table("customer_profiles"), on="customer_id")
    nothing_in(applications.filter((pl.col("customer_segment") == "corporate") != (pl.col("loan_type") == "business")))
