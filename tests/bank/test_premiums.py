"""insurance_db.premium_payments: one for each period, and what was paid from accounts is in the ledger."""

import polars as pl
import pytest

from tests.bank.bank import Bank, business, is_business, nothing_in
from tests.bank.documented import SCALE_HALF
from tests.bank.insurance import DB
from tests.bank.lending import cents


def test_premiums_are_paid_on_business_days_or_are_on_their_way(bank: Bank) -> None:
    bank.finds_none(
        DB, f"SELECT * FROM premium_payments WHERE NOT {business('payment_date')} AND payment_status <> 'pending'"
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

BOOKING = ("policy_number", "account_id", "day", "cents", "type", "channel")


def debited(bank: Bank) -> pl.DataFrame:
    """Return the premiums that were paid from accounts, as the ledger has to book them."""
    paid = bank.table("premium_payments").join(bank.table("policies"), on="policy_id").filter(
        (pl.col("payment_status") == "completed") & pl.col("from_account_id").is_not_null()
    )  # fmt: skip
    return paid.select(
        "policy_number", account_id="from_account_id", day="payment_date", cents=-cents("amount"),
        type=pl.lit("payment"), channel=pl.lit("ach"),
    )  # fmt: skip


def booked(bank: Bank) -> pl.DataFrame:
    """Return the rows of the ledger that say they are a premium."""
    rows = bank.table("transactions").with_columns(
        policy_number=pl.col("description").str.extract(r"\b(PL\d+)\b"),
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"), type=pl.col("transaction_type"),
    )  # fmt: skip
    return rows.filter(pl.col("policy_number").is_not_null())


def test_the_ledger_books_exactly_the_premiums_that_were_paid_from_accounts(bank: Bank) -> None:
    """X5: account, day, type, channel and amount; none that failed or is pending."""
    said = debited(bank).group_by(BOOKING).len("said")
    done = booked(bank).group_by(BOOKING).len("done")
    both = said.join(done, on=BOOKING, how="full", coalesce=True)
    nothing_in(both.filter(pl.col("said").ne_missing(pl.col("done"))), "premiums are in one of two databases")
    if bank.customers >= SCALE_HALF:
        assert len(said) > 3


def test_premiums_are_booked_on_business_days_and_say_of_which_policy(bank: Bank) -> None:
    """A15."""
    rows = bank.table("transactions").filter(pl.col("description").str.contains(r"(?i)\bpremium\b|\bpolicy\b"))
    assert len(rows) == len(booked(bank))
    text = "Premium of policy " + pl.col("policy_number")
    nothing_in(booked(bank).filter(~is_business("day") | (pl.col("description") != text)))


@pytest.mark.parametrize("kind", ["premium", "settlement"])
def test_insurance_moves_the_same_totals_in_both_databases_month_by_month(bank: Bank, kind: str) -> None:
    """X11: what was paid from and to accounts."""
    month = pl.col("day").dt.truncate("1mo")
    if kind == "premium":
        said, done = debited(bank), booked(bank)
    else:
        paid = bank.table("claims").join(bank.table("policies"), on="policy_id")
        said = paid.filter((pl.col("status") == "paid") & pl.col("linked_account_id").is_not_null()).select(
            day="settlement_date", cents=cents("approved_amount")
        )
        done = bank.table("transactions").filter(pl.col("description").str.starts_with("Settlement of claim")).select(
            day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount")
        )  # fmt: skip
    both = said.group_by(month=month).agg(said=pl.col("cents").sum()).join(
        done.group_by(month=month).agg(done=pl.col("cents").sum()), on="month", how="full", coalesce=True
    )  # fmt: skip
    nothing_in(both.filter(pl.col("said").ne_missing(pl.col("done"))))
