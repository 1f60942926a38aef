"""insurance_db.premium_payments: one for each period, and what was paid from accounts is in the ledger."""

import polars as pl

from seeding.checks.days import is_business_day
from tests.bank.bank import Bank, is_business, nothing_in
from tests.bank.insurance import DB
from tests.bank.lending import cents


def test_premiums_are_paid_on_business_days_or_are_on_their_way(bank: Bank) -> None:
    bank.finds_none(
        DB,
        f"SELECT * FROM premium_payments WHERE NOT {is_business_day('payment_date')} AND payment_status <> 'pending'",
    )


def test_a_premium_is_the_policys_and_paid_in_one_way_from_its_account_where_that_is_debited(bank: Bank) -> None:
    """I3."""
    bank.finds_none(
        DB,
        """
        SELECT payment.*, premium_amount, linked_account_id
        FROM premium_payments payment JOIN policies USING (policy_id)
        WHERE amount <> premium_amount OR from_account_id IS DISTINCT FROM
              CASE payment_method WHEN 'auto_debit' THEN linked_account_id END
        """,
    )
    bank.finds_none(DB, "SELECT policy_id FROM premium_payments GROUP BY 1 HAVING count(DISTINCT payment_method) > 1")


def test_keys_of_premiums_rise_with_time(bank: Bank) -> None:
    """G1."""
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT *, row_number() OVER (PARTITION BY policy_id ORDER BY payment_date, payment_status DESC) AS nth
            FROM premium_payments
        ) numbered WHERE payment_id <> 'PAY' || substr(policy_id, 4) || '-' || lpad(nth::text, 3, '0')
        """,
    )


# The ledger


def booked(bank: Bank) -> pl.DataFrame:
    """Return the rows of the ledger that say they are a premium."""
    rows = bank.table("transactions").with_columns(
        policy_number=pl.col("description").str.extract(r"\b(PL\d+)\b"),
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"), type=pl.col("transaction_type"),
    )  # fmt: skip
    return rows.filter(pl.col("policy_number").is_not_null())


def test_premiums_are_booked_on_business_days_and_say_of_which_policy(bank: Bank) -> None:
    """A15."""
    rows = bank.table("transactions").filter(pl.col("description").str.contains(r"(?i)\bpremium\b|\bpolicy\b"))
    assert len(rows) == len(booked(bank))
    text = "Premium of policy " + pl.col("policy_number")
    nothing_in(booked(bank).filter(~is_business("day") | (pl.col("description") != text)))
