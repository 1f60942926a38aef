"""Loans in the ledger: what loans_db says went through an account did, to the cent and to the day, and nothing else."""

from datetime import timedelta

import polars as pl

from tests.bank.bank import Bank, holidays, is_business, last_business_day, nothing_in
from tests.bank.documented import SCALE_HALF
from tests.bank.lending import cents, instalments

TEXTS = {
    "Disbursement of loan": "disbursement",
    "Instalment of loan": "instalment",
    "Early payoff of loan": "payoff",
    "Own funds to pay off loan": "funds",
    "Own funds by wire to pay off loan": "funds",
}
"""How the text of a booking begins, and what it is then; other texts with a loan's number pass its money on."""
BOOKING = ("loan_number", "account_id", "day", "type", "channel", "cents")
WIRED_FROM = 1_000_000
"""Cents."""


def linked(bank: Bank) -> pl.DataFrame:
    """Return the instalments of the loans that are linked with an account."""
    return (
        instalments(bank).filter(pl.col("linked_account_id").is_not_null()).rename({"linked_account_id": "account_id"})
    )


def booked(bank: Bank) -> pl.DataFrame:
    """Return the rows of the ledger that say they are a loan's."""
    rows = bank.table("transactions").with_columns(
        loan_number=pl.col("description").str.extract(r"\b(LN\d+)\b"),
        kind=pl.col("description").str.replace(r" LN\d+$", "").replace_strict(TEXTS, default="passed_on"),
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"),
        type=pl.col("transaction_type"),
    )  # fmt: skip
    return rows.filter(pl.col("loan_number").is_not_null())


def by_size(amount: pl.Expr) -> pl.Expr:
    return pl.when(amount.abs() >= WIRED_FROM).then(pl.lit("wire")).otherwise(pl.lit("ach"))


def payoffs(bank: Bank) -> pl.DataFrame:
    """Return what was left of each linked loan when it was paid off early."""
    ahead = linked(bank).filter(pl.col("due_date") > pl.col("payment_date"))
    return ahead.group_by("loan_number", "account_id", day="payment_date").agg(left=pl.col("principal").sum())


def disbursements(bank: Bank) -> pl.DataFrame:
    return (
        linked(bank)
        .filter(pl.col("installment_number") == 1)
        .select("loan_number", "account_id", day="disbursement_date", cents="borrowed")
    )


def test_an_early_payoff_is_funded_on_the_business_day_before(bank: Bank) -> None:
    """By wire from 10,000, else by ACH: exactly what is left, and nothing else is called so."""
    before = pl.col("day").map_elements(lambda day: last_business_day(day - timedelta(days=1)), pl.Date)
    said = payoffs(bank).with_columns(
        day=before, type=pl.lit("transfer"), channel=by_size(pl.col("left")), cents=pl.col("left")
    )
    done = booked(bank).filter(pl.col("kind") == "funds")
    both = said.group_by(BOOKING).len("said").join(
        done.group_by(BOOKING).len("done"), on=BOOKING, how="full", coalesce=True
    )  # fmt: skip
    nothing_in(both.filter(pl.col("said").ne_missing(pl.col("done"))), "funds are in one of two databases")
    if bank.customers >= SCALE_HALF:
        assert len(said) > 3


def test_a_loan_is_passed_on_in_full_within_five_business_days(bank: Bank) -> None:
    """By wire from 10,000, else by ACH, to somebody outside."""
    passed = booked(bank).filter(pl.col("kind") == "passed_on").select(
        "transaction_id", "loan_number", "channel", "type", "cents", "counterparty_account", "account_id",
        onward="day",
    )  # fmt: skip
    rows = disbursements(bank).join(passed, on="loan_number", how="full", coalesce=True, suffix="_on")
    business_days = pl.business_day_count(pl.col("day"), pl.col("onward"), holidays=holidays(bank))
    last_chance = pl.lit(bank.as_of)
    may_come = pl.business_day_count(pl.col("day"), last_chance, holidays=holidays(bank)) < 5
    right = (
        (pl.col("cents_on") == -pl.col("cents"))
        & (pl.col("account_id") == pl.col("account_id_on"))
        & (pl.col("channel") == by_size(pl.col("cents")))
        & (pl.col("type") == "transfer")
        & business_days.is_between(1, 5)
        & pl.col("counterparty_account").str.contains(r"^[A-Z]{2}\d")
    )
    missing = pl.col("transaction_id").is_null()
    nothing_in(rows.filter(pl.when(missing).then(~may_come).otherwise(~right.fill_null(value=False))))
    nothing_in(rows.filter(pl.col("loan_number").is_duplicated()), "rows pass one loan on twice")


def test_no_row_of_the_ledger_speaks_of_a_loan_that_is_not_there(bank: Bank) -> None:
    rows = bank.table("transactions").filter(pl.col("description").str.contains(r"(?i)\bloan|\binstalment|LN\d"))
    speaking = booked(bank)
    assert len(rows) == len(speaking)
    nothing_in(speaking.join(linked(bank), on=["loan_number", "account_id"], how="anti"))


def test_a_loan_without_a_linked_account_leaves_no_trace_in_the_ledger(bank: Bank) -> None:
    numbers = bank.table("loans").filter(pl.col("linked_account_id").is_null())["loan_number"]
    nothing_in(booked(bank).filter(pl.col("loan_number").is_in(numbers.implode())))


def test_what_carries_a_loans_number_is_booked_on_business_days(bank: Bank) -> None:
    """A15."""
    nothing_in(booked(bank).filter(~is_business("day")))
