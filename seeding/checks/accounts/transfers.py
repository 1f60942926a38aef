"""Transfers: counterparties, and transfers inside the bank."""

import polars as pl

from datahub.accounts.models import Transaction
from seeding.checks.accounts.balances import currencies_off
from seeding.checks.accounts.ledger import LEDGER
from seeding.checks.builders import first_failing, frame_check, violations_from
from seeding.checks.check import Check, Severity
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

_OUTSIDE = r"counterparty_account ~ '^[A-Z]{2}\d{8,18}$'"
"""The number of an outside account begins with its country."""
_INSIDE = "counterparty_account IN (SELECT account_number FROM accounts)"


def _internal(bank: BankReader) -> pl.DataFrame:
    """Return the transactions whose counterparty is one of the bank's accounts, or looks like one."""
    return bank.frame(
        ACCOUNTS_DB,
        f"""
        SELECT transaction_id, own.account_id, other.account_id AS other, transaction_type, own.currency,
               other.currency AS other_currency, transaction_date::date AS day,
               extract(epoch FROM transaction_date)::bigint AS time, (transaction_amount * 100)::bigint AS cents,
               counterparty_account
        FROM transactions t JOIN accounts own ON own.account_id = t.account_id
             LEFT JOIN accounts other ON other.account_number = counterparty_account
        WHERE NOT {_OUTSIDE}
        """,
    )


def _unmirrored(bank: BankReader) -> pl.DataFrame:
    """Return the transactions that are not one of two with opposite amounts, swapped accounts and the same time."""
    first, second = pl.col("account_id"), pl.col("other").fill_null("")
    transfer = [pl.min_horizontal(first, second), pl.max_horizontal(first, second), "time", pl.col("cents").abs()]
    mirrored = (
        (pl.len().over(transfer) == 2)
        & (pl.col("cents").sum().over(transfer) == 0)
        & (first.n_unique().over(transfer) == 2)
        & (pl.col("currency") == pl.col("other_currency"))
        & (pl.col("transaction_type") == "transfer")
    )
    return bank.cached(_internal).filter(~mirrored.fill_null(False))


def _wrong_counterparty(bank: BankReader) -> pl.DataFrame:
    itself_or_missing = pl.col("other").is_null() | (pl.col("other") == pl.col("account_id"))
    columns = ["transaction_id", "account_id", "counterparty_account"]
    return bank.cached(_internal).filter(itself_or_missing).select(columns)


def _nonzero_days(bank: BankReader) -> pl.DataFrame:
    daily = bank.cached(_internal).group_by("currency", "day").agg(pl.col("cents").sum(), rows=pl.len())
    return daily.filter(pl.col("cents") != 0)


A9 = frame_check(
    "A9",
    "A transfer between two of the bank's accounts has one mirror row: opposite amount, same time, same currency",
    [ACCOUNTS_DB],
    _unmirrored,
    fault(
        "a cent lost in a transfer between two accounts",
        update_row(
            Transaction,
            "transaction_amount = transaction_amount + 0.01",
            f"{_INSIDE} AND transaction_amount < -1",
        ),
    ),
    Severity.CRITICAL,
)

A10 = Check(
    "A10",
    "Transfers and salaries name their counterparty: another of the bank's accounts or a valid outside number",
    (ACCOUNTS_DB,),
    first_failing(
        LEDGER.violations(
            "transaction_type IN ('transfer', 'salary') AND counterparty_account IS NULL",
            "transaction_type, counterparty_account",
        ),
        violations_from(_wrong_counterparty),
    ),
    fault(
        "a transfer from an account to itself",
        update_row(
            Transaction,
            """counterparty_account = (
                SELECT account_number FROM accounts WHERE accounts.account_id = transactions.account_id)""",
            "transaction_type = 'transfer'",
        ),
    ),
)

A11 = Check(
    "A11",
    "In each currency transactions sum to balances, and internal transfers sum to zero on every day",
    (ACCOUNTS_DB,),
    first_failing(
        currencies_off,
        violations_from(_nonzero_days),
    ),
    fault(
        "one side of an internal transfer posted a day late",
        update_row(Transaction, "transaction_date = transaction_date + interval '1 day'", _INSIDE),
    ),
    Severity.CRITICAL,
)
