"""The rows of the ledger per account in numbers: a brief history has more of them in a longer window."""

from seeding.bank.accounts.ledger_numbers import FULL_MONTHS
from seeding.bank.accounts.numbers import JOINED_YEARS
from seeding.engine.days import day_of
from seeding.engine.layout import Layout
from seeding.engine.shares import Range

ROWS_PER_FURTHER_MONTH = Range(1.95, 2.6)
"""Rows on an account for each month by which a window of a brief history is longer, on average over all accounts: 2.1
to 2.5 in 30 banks whose windows were 3 to 59 months longer, and 2.7 in those of one further month."""
_MONTHS_PER_YEAR = 12

ROWS_DEVIATION = 8.5
"""Standard deviation of the rows per account for one customer, in a window of three full months: few customers have
most installments."""


def further_months(layout: Layout) -> int:
    """Return how many months end after the first day on which the bank is seen, up to the last day of its history."""
    first, last = day_of(layout.start + 1), day_of(layout.until + 1)
    return (last.year - first.year) * _MONTHS_PER_YEAR + last.month - first.month


def account_months(layout: Layout) -> float:
    """Return by how many months of the further ones an account exists, on average over the accounts of a brief history.

    Most of the further months lie before accounts that are opened in the end: accounts are opened at a steady pace in
    the years in which customers join.
    """
    months = further_months(layout)
    middle_before_end = (months + FULL_MONTHS) / 2 + FULL_MONTHS / 2
    return months * (1 - middle_before_end / (JOINED_YEARS * _MONTHS_PER_YEAR))


def rows_per_account(layout: Layout, of_short_window: Range) -> Range:
    """Return the range of the mean number of rows per account on the last day of a brief history.

    `of_short_window` is that of a window of three full months.
    """
    months = account_months(layout)
    low, high = (months * rows for rows in (ROWS_PER_FURTHER_MONTH.low, ROWS_PER_FURTHER_MONTH.high))
    return Range(of_short_window.low + low, of_short_window.high + high)
