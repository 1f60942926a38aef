"""Salaries: employers, amounts and paydays."""

import polars as pl

from datahub.accounts.models import Transaction
from seeding.checks.builders import frame_check
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.engine.bank_holidays import bank_holidays

_STEADY = 1.1
"""Largest ratio of an employer's highest payment in a calendar year to the lowest."""
_MOST_EMPLOYERS = 2
_FORTNIGHT = 14
_SHIFT = 4
"""Most days by which a payday moves forward for a weekend or a holiday."""


def _last_business(day: pl.Expr) -> pl.Expr:
    """Return the last business day on or before the end or middle of a month."""
    return day.dt.add_business_days(0, holidays=list(bank_holidays()), roll="backward")


def _irregular(bank: BankReader) -> pl.DataFrame:
    """Return the accounts and employers whose salaries are not steady and regular."""
    day, days = pl.col("day"), pl.col("day").diff().dt.total_days()
    month = day.dt.year().cast(pl.Int64) * 12 + day.dt.month()
    end, middle = _last_business(day.dt.month_end()), _last_business(day.dt.month_start().dt.offset_by("14d"))
    at_end = day == end
    paid = bank.frame(
        ACCOUNTS_DB,
        """
        SELECT account_id, account_type, counterparty_account AS employer, transaction_date::date AS day,
               (transaction_amount * 100)::bigint AS cents
        FROM transactions JOIN accounts USING (account_id) WHERE transaction_type = 'salary' ORDER BY transaction_date
        """,
    )
    of_year = pl.col("cents").max().over("account_id", "employer", day.dt.year())
    employed = (
        paid.with_columns(of_lowest=of_year / pl.col("cents"))
        .group_by("account_id", "account_type", "employer", maintain_order=True)
        .agg(
            of_lowest=pl.col("of_lowest").max(),
            paydays=day,
            monthly=at_end.all() & (month.diff() == 1).all(),
            twice_a_month=(at_end | (day == middle)).all() & ((2 * month + at_end).diff() == 1).all(),
            every_other_week=((days - _FORTNIGHT).abs() <= _SHIFT).all(),
        )
    )
    regular = pl.any_horizontal("monthly", "twice_a_month", "every_other_week")
    return employed.with_columns(employers=pl.len().over("account_id")).filter(
        (pl.col("account_type") != "checking")
        | (pl.col("of_lowest") > _STEADY)
        | (pl.col("employers") > _MOST_EMPLOYERS)
        | ~regular
    )


A14 = frame_check(
    "A14",
    "Salaries are steady and come monthly, twice a month or every two weeks, from at most two employers",
    [ACCOUNTS_DB],
    _irregular,
    fault(
        "a salary of three times the usual amount",
        update_row(
            Transaction,
            "transaction_amount = 3 * transaction_amount",
            """transaction_type = 'salary' AND EXISTS (
                SELECT FROM transactions other WHERE other.account_id = transactions.account_id
                AND other.transaction_type = 'salary' AND other.transaction_id <> transactions.transaction_id)""",
        ),
    ),
)
