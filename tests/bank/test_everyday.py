"""Everyday postings: paydays without gaps, and purchases by hour, weekday and month."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts.everyday_numbers import PAYDAY_DAYS, PAYDAYS
from seeding.checks.enforcement import SCALE_ONE
from seeding.checks.shares import Tolerance
from tests.bank.bank import Bank, last_business_day, nothing_in
from tests.bank.test_ledger import DB

AFTER_PAYDAYS = [day + after for day in PAYDAYS for after in range(PAYDAY_DAYS)]
"""The days of the month on which people spend more."""


def salaries(bank: Bank) -> Iterator[tuple[str, str, list[date]]]:
    """Yield each account and employer with its paydays in order."""
    paid = bank.frame(
        DB,
        """
        SELECT account_id, counterparty_account, array_agg(transaction_date::date ORDER BY transaction_date) AS days
        FROM transactions WHERE transaction_type = 'salary' GROUP BY 1, 2 ORDER BY 1, 2
        """,
    )
    yield from paid.iter_rows()


def _month_end(day: date) -> date:
    """Return the payday at the end of the month of a day."""
    return last_business_day((day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1))


def _monthly(days: list[date]) -> bool:
    months = [day.year * 12 + day.month for day in days]
    return all(day == _month_end(day) for day in days) and months == list(range(months[0], months[0] + len(days)))


def _twice_a_month(days: list[date]) -> bool:
    halves = [2 * (day.year * 12 + day.month) + (day == _month_end(day)) for day in days]
    due = {*(_month_end(day) for day in days), *(last_business_day(day.replace(day=15)) for day in days)}
    return set(days) <= due and halves == list(range(halves[0], halves[0] + len(days)))


def test_no_payday_is_left_out_while_the_account_is_open(bank: Bank) -> None:
    """A14: salaries that come monthly or twice a month come at the end of each full month."""
    accounts = bank.table("accounts").select("account_id", "opened_date", pl.col("closed_date").fill_null(date.max))
    open_days = {account: (opened, closed) for account, opened, closed in accounts.iter_rows()}
    ends = [_month_end(first) for first in bank.full_months]
    gaps = [
        (account, days, missing)
        for account, _, days in salaries(bank)
        if _monthly(days) or _twice_a_month(days)
        for opened, closed in [open_days[account]]
        for missing in [[end for end in ends if opened < end < closed and end not in days]]
        if missing
    ]
    assert not gaps, "\n".join(map(str, gaps[:10]))


def test_no_everyday_row_is_before_the_window(bank: Bank) -> None:
    """The window starts with the first of the last three full months; closed accounts were used before.

    So were those of customers who complained about a fee or a payment that they did not make.
    """
    complained = [customer for (customer,) in bank.rows("customer_db", "SELECT DISTINCT customer_id FROM complaints")]
    bank.finds_none(
        DB,
        """
        SELECT * FROM transactions JOIN accounts USING (account_id) WHERE transaction_date < %s
        AND (channel IN ('card', 'atm') OR transaction_type = 'salary' OR description LIKE 'Monthly%%')
        AND account_status <> 'closed' AND transaction_id <> ALL(%s) AND customer_id <> ALL(%s)
        """,
        [bank.full_months[0], bank.of_cases, complained],
    )


def purchases(bank: Bank) -> pl.DataFrame:
    """Return the card purchases; skips banks that are too small for statistics."""
    bank.needs(SCALE_ONE)
    card = (pl.col("channel") == "card") & (pl.col("transaction_type") == "payment")
    return bank.table("transactions").filter(card).with_columns(
        amount=-pl.col("transaction_amount").cast(pl.Float64), day=pl.col("transaction_date").dt.date()
    )  # fmt: skip


def test_purchases_follow_the_hours_of_the_day(bank: Bank) -> None:
    hours = purchases(bank)["transaction_date"].dt.hour()
    weights = numbers.HOURS["card"]
    for hour, weight in enumerate(weights):
        share, count = weight / sum(weights), (hours == hour).sum()
        assert abs(count - share * len(hours)) <= Tolerance.EVENTS.of(len(hours), share) * len(hours), (
            hour,
            count,
            len(hours),
        )
    assert (hours < 6).mean() < 0.05


def test_purchases_follow_the_days_of_the_week_and_jump_after_paydays(bank: Bank) -> None:
    """Compared per day of the full months, so that no weekday or payday counts more often than another."""
    rows = purchases(bank)
    daily = (
        rows.filter(pl.col("day").is_between(bank.full_months[0], _end_of_full_months(bank), closed="left"))
        .group_by("day")
        .len()
        .sort("day")
    )
    weekday = dict(daily.group_by(pl.col("day").dt.weekday()).agg(pl.col("len").mean()).iter_rows())
    assert weekday[5] > 1.1 * weekday[2], weekday
    assert weekday[6] > 1.1 * weekday[3], weekday
    payday = pl.col("day").dt.day().is_in(AFTER_PAYDAYS)
    assert daily.filter(payday)["len"].mean() > 1.15 * daily.filter(~payday)["len"].mean()


def _end_of_full_months(bank: Bank) -> date:
    """Return the first day after the full months."""
    return (bank.full_months[-1] + timedelta(days=32)).replace(day=1)


def test_purchases_are_spread_over_the_full_months(bank: Bank) -> None:
    """Activities are drawn per window and must not all fall into one month."""
    monthly = purchases(bank).group_by(pl.col("day").dt.month_start()).len().sort("day")
    full = monthly.filter(pl.col("day").is_in(list(bank.full_months)))
    assert len(full) == len(bank.full_months)
    nothing_in(full.filter((pl.col("len") < 0.75 * full["len"].mean()) | (pl.col("len") > 1.25 * full["len"].mean())))
