"""Loans in the ledger: every payment of a linked loan is posted on its account, to the cent and to the day."""

from datetime import timedelta

import polars as pl

from seeding.checks.enforcement import SCALE_HALF
from tests.bank.bank import Bank, holidays, is_business, last_business_day, nothing_in
from tests.bank.lending import cents, installments

TEXTS = {
    "Disbursement of loan": "disbursement",
    "Installment of loan": "installment",
    "Late payment fee of loan": "late fee",
    "Early payoff of loan": "payoff",
    "Own funds to pay off loan": "funds",
    "Own funds by wire to pay off loan": "funds",
}
"""What a posting is whose description begins so; other descriptions with a loan number are payments to a seller."""
POSTING = ("loan_number", "account_id", "day", "type", "channel", "cents")
WIRED_FROM = 1_000_000
"""Cents."""


def linked(bank: Bank) -> pl.DataFrame:
    """Return the installments of the loans that are linked with an account."""
    return (
        installments(bank).filter(pl.col("linked_account_id").is_not_null()).rename({"linked_account_id": "account_id"})
    )


def postings(bank: Bank) -> pl.DataFrame:
    """Return the rows of the ledger whose description names a loan."""
    rows = bank.table("transactions").with_columns(
        loan_number=pl.col("description").str.extract(r"\b(LN\d+)\b"),
        purpose=pl.col("description").str.replace(r" LN\d+$", "").replace_strict(TEXTS, default="to_seller"),
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"),
        type=pl.col("transaction_type"),
    )  # fmt: skip
    return rows.filter(pl.col("loan_number").is_not_null())


def by_size(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount.abs() >= WIRED_FROM).then(pl.lit("wire")).otherwise(pl.lit("ach"))


def payoffs(bank: Bank) -> pl.DataFrame:
    """Return the remaining principal of each linked loan that was paid off early, and the day of the payoff."""
    ahead = linked(bank).filter(pl.col("due_date") > pl.col("payment_date"))
    return ahead.group_by("loan_number", "account_id", day="payment_date").agg(remaining=pl.col("principal").sum())


def disbursements(bank: Bank) -> pl.DataFrame:
    return (
        linked(bank)
        .filter(pl.col("installment_number") == 1)
        .select("loan_number", "account_id", day="disbursement_date", cents="borrowed")
    )


def test_an_early_payoff_is_funded_on_the_business_day_before(bank: Bank) -> None:
    """By wire from 10,000 USD, else by ACH: exactly the remaining principal, and no other posting looks like it."""
    before = pl.col("day").map_elements(lambda day: last_business_day(day - timedelta(days=1)), pl.Date)
    expected = payoffs(bank).with_columns(
        day=before, type=pl.lit("transfer"), channel=by_size(pl.col("remaining")), cents=pl.col("remaining")
    )
    found = postings(bank).filter(pl.col("purpose") == "funds")
    both = expected.group_by(POSTING).len("expected").join(
        found.group_by(POSTING).len("found"), on=POSTING, how="full", coalesce=True
    )  # fmt: skip
    nothing_in(both.filter(pl.col("expected").ne_missing(pl.col("found"))), "funds are in one of two databases")
    if bank.customers >= SCALE_HALF:
        assert len(expected) > 3


def test_the_principal_is_paid_to_the_seller_within_five_business_days(bank: Bank) -> None:
    """By wire from 10,000 USD, else by ACH, to an external account."""
    paid_on = postings(bank).filter(pl.col("purpose") == "to_seller").select(
        "transaction_id", "loan_number", "channel", "type", "cents", "counterparty_account", "account_id",
        payment_day="day",
    )  # fmt: skip
    rows = disbursements(bank).join(paid_on, on="loan_number", how="full", coalesce=True, suffix="_on")
    business_days = pl.business_day_count(pl.col("day"), pl.col("payment_day"), holidays=holidays(bank))
    may_still_come = pl.business_day_count(pl.col("day"), pl.lit(bank.as_of), holidays=holidays(bank)) < 5
    right = (
        (pl.col("cents_on") == -pl.col("cents"))
        & (pl.col("account_id") == pl.col("account_id_on"))
        & (pl.col("channel") == by_size(pl.col("cents")))
        & (pl.col("type") == "transfer")
        & business_days.is_between(1, 5)
        & pl.col("counterparty_account").str.contains(r"^[A-Z]{2}\d")
    )
    missing = pl.col("transaction_id").is_null()
    nothing_in(rows.filter(pl.when(missing).then(~may_still_come).otherwise(~right.fill_null(value=False))))
    nothing_in(rows.filter(pl.col("loan_number").is_duplicated()), "rows pay one seller twice")


def test_every_posting_that_mentions_a_loan_belongs_to_a_linked_loan(bank: Bank) -> None:
    rows = bank.table("transactions").filter(pl.col("description").str.contains(r"(?i)\bloan|\binstalment|LN\d"))
    of_loans = postings(bank)
    assert len(rows) == len(of_loans)
    nothing_in(of_loans.join(linked(bank), on=["loan_number", "account_id"], how="anti"))


def test_a_loan_without_a_linked_account_has_no_posting(bank: Bank) -> None:
    numbers = bank.table("loans").filter(pl.col("linked_account_id").is_null())["loan_number"]
    nothing_in(postings(bank).filter(pl.col("loan_number").is_in(numbers.implode())))


def test_loans_are_posted_on_business_days(bank: Bank) -> None:
    """A15."""
    nothing_in(postings(bank).filter(~is_business("day")))
