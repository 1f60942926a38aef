"""Cover transfers: once a year an owner sends an account what its contracts will take."""

import polars as pl

from tests.bank.bank import Bank, nothing_in
from tests.bank.lending import cents

COVER = "Transfer from own account at another bank"


def debits(bank: Bank) -> pl.DataFrame:
    """Return what instalments and premiums took from accounts."""
    taken = pl.col("description").str.contains(r"^(Instalment of loan LN|Premium of policy PL)\d+$")
    return bank.table("transactions").filter(taken).select(
        "account_id", "transaction_date", cents=cents("transaction_amount")
    )  # fmt: skip


def covers(bank: Bank) -> pl.DataFrame:
    """Return the cover transfers, in order."""
    rows = bank.table("transactions").filter(pl.col("description") == COVER)
    return rows.with_columns(
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"),
    ).sort("account_id", "transaction_date")  # fmt: skip


def test_cover_comes_by_ach_from_outside_and_only_to_accounts_that_pay_contracts(bank: Bank) -> None:
    rows = covers(bank)
    fits = (pl.col("transaction_type") == "transfer") & (pl.col("channel") == "ach") & (pl.col("cents") > 0)
    nothing_in(rows.filter(~(fits & pl.col("counterparty_account").str.contains(r"^[A-Z]{2}\d"))))
    nothing_in(rows.join(debits(bank), on="account_id", how="anti"))


def test_cover_comes_once_a_year_at_most(bank: Bank) -> None:
    """In any 365 days, and so in any calendar year."""
    years = covers(bank).with_columns(since=(pl.col("day") - pl.col("day").shift().over("account_id")).dt.total_days())
    nothing_in(years.filter(pl.col("since") < 365).select("account_id", "day", "since"))


def test_cover_is_there_before_the_debits_that_it_pays_and_no_larger_than_they_are(bank: Bank) -> None:
    """Rounded up to whole hundreds."""
    sent = covers(bank).select("account_id", "transaction_date", "cents", one=1)
    flow = pl.concat([debits(bank).with_columns(one=0), sent]).sort("account_id", "transaction_date")
    running = flow.with_columns(
        held=pl.col("cents").cum_sum().over("account_id"), sent=pl.col("one").cum_sum().over("account_id")
    )
    nothing_in(running.filter(pl.col("held") < 0))
    last = running.group_by("account_id").last()
    nothing_in(last.filter(pl.col("held") >= 10_000 * pl.col("sent")))
