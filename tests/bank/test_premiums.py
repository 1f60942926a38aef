"""insurance_db.premium_payments: how premiums are paid, and the postings of those debited from an account."""

import polars as pl

from seeding.checks.days import is_business_day
from tests.bank.bank import Bank, holidays, is_business, nothing_in
from tests.bank.insurance import DB
from tests.bank.lending import cents


def test_every_premium_is_paid_on_a_business_day_or_pending(bank: Bank) -> None:
    bank.finds_none(
        DB,
        f"SELECT * FROM premium_payments WHERE NOT {is_business_day('payment_date')} AND payment_status <> 'pending'",
        {"holidays": holidays(bank)},
    )


def test_a_policy_has_one_payment_method_and_auto_debit_names_its_account(bank: Bank) -> None:
    """I3 and M47 check its premium."""
    bank.finds_none(
        DB,
        """
        SELECT payment.*, linked_account_id
        FROM premium_payments payment JOIN policies USING (policy_id)
        WHERE from_account_id IS DISTINCT FROM
              CASE payment_method WHEN 'auto_debit' THEN linked_account_id END
        """,
    )
    bank.finds_none(DB, "SELECT policy_id FROM premium_payments GROUP BY 1 HAVING count(DISTINCT payment_method) > 1")


def test_payment_ids_rise_with_time(bank: Bank) -> None:
    """G1."""
    bank.finds_none(
        DB,
        """
        SELECT * FROM (
            SELECT *, row_number() OVER (PARTITION BY policy_id ORDER BY payment_date, payment_status DESC) AS place
            FROM premium_payments
        ) numbered WHERE payment_id <> 'PAY' || substr(policy_id, 4) || '-' || lpad(place::text, 3, '0')
        """,
    )


# The ledger


def postings(bank: Bank) -> pl.DataFrame:
    """Return the rows of the ledger whose description names a policy."""
    rows = bank.table("transactions").with_columns(
        policy_number=pl.col("description").str.extract(r"\b(PL\d+)\b"),
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"), type=pl.col("transaction_type"),
    )  # fmt: skip
    return rows.filter(pl.col("policy_number").is_not_null())


def test_premiums_are_posted_on_business_days_and_name_their_policy(bank: Bank) -> None:
    """A15."""
    rows = bank.table("transactions").filter(pl.col("description").str.contains(r"(?i)\bpremium\b|\bpolicy\b"))
    assert len(rows) == len(postings(bank))
    text = "Premium of policy " + pl.col("policy_number")
    nothing_in(postings(bank).filter(~is_business("day") | (pl.col("description") != text)))
