"""Funding transfers: every two years the owner sends an account what its contracts will take."""

import polars as pl

from seeding.bank.accounts.ledger_numbers import FUNDING_PERIOD_DAYS, POSTING_CODES, POSTING_KINDS
from tests.bank.bank import Bank, nothing_in
from tests.bank.lending import cents

UNIT = 10_000
"""Cents."""


def description_of(kind: str) -> str:
    """Return the description of a kind of posting."""
    return POSTING_KINDS[POSTING_CODES[kind]].description


def debits(bank: Bank) -> pl.DataFrame:
    """Return what installments, their late fees and premiums took from accounts before the window of everyday rows."""
    of_loans = f"{description_of('installment')} LN|{description_of('late_fee')} LN"
    descriptions = rf"^({of_loans}|{description_of('premium')} PL)\d+$"
    before_window = pl.col("transaction_date").dt.date() < bank.full_months[0]
    taken = pl.col("description").str.contains(descriptions) & before_window
    return bank.table("transactions").filter(taken).select(
        "account_id", "transaction_date", cents=cents("transaction_amount")
    )  # fmt: skip


def funding_transfers(bank: Bank) -> pl.DataFrame:
    """Return the funding transfers by account, in the order of time."""
    rows = bank.table("transactions").filter(pl.col("description") == description_of("funding_transfer"))
    return rows.with_columns(
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"),
    ).sort("account_id", "transaction_date")  # fmt: skip


def test_funding_comes_by_ach_from_outside_and_only_to_accounts_that_pay_contracts(bank: Bank) -> None:
    rows = funding_transfers(bank)
    by_ach = (pl.col("transaction_type") == "transfer") & (pl.col("channel") == "ach") & (pl.col("cents") > 0)
    from_outside = pl.col("counterparty_account").str.contains(r"^[A-Z]{2}\d")
    nothing_in(rows.filter(~(by_ach & from_outside)))
    nothing_in(rows.join(debits(bank), on="account_id", how="anti"))


def test_funding_comes_every_two_years_at_most(bank: Bank) -> None:
    days_since_last = (pl.col("day") - pl.col("day").shift().over("account_id")).dt.total_days()
    transfers = funding_transfers(bank).with_columns(days_since_last=days_since_last)
    too_soon = transfers.filter(pl.col("days_since_last") < FUNDING_PERIOD_DAYS)
    nothing_in(too_soon.select("account_id", "day", "days_since_last"))


def test_funding_precedes_the_debits_that_it_pays_and_exceeds_them_by_less_than_its_unit(bank: Bank) -> None:
    """Transfers are rounded up to multiples of 100 USD."""
    transfers = funding_transfers(bank).select("account_id", "transaction_date", "cents", transfers=1)
    flow = pl.concat([debits(bank).with_columns(transfers=0), transfers]).sort("account_id", "transaction_date")
    running = flow.with_columns(pl.col("cents", "transfers").cum_sum().over("account_id"))
    nothing_in(running.filter(pl.col("cents") < 0))
    last = running.group_by("account_id").last()
    nothing_in(last.filter(pl.col("cents") >= UNIT * pl.col("transfers")))
