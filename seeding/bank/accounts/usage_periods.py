"""The periods in which owners use their accounts: the days on which everyday postings can happen, per account."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import Postings
from seeding.engine.arrays import BoolArray, DayNumber
from seeding.engine.calendar import NO_DAY
from seeding.engine.layout import Layout
from seeding.engine.node import node


@dataclass(frozen=True)
class UsagePeriods:
    """The first day on which each account is used, and the day after the last; the latter is not before the former."""

    first: DayNumber
    end: DayNumber

    def contain(self, booked: Postings) -> BoolArray:
        """Return which postings lie in the period of their account."""
        return (booked.day >= self.first[booked.account]) & (booked.day < self.end[booked.account])


@node(stream="usage periods")
def usage_periods(accounts: Accounts, window: Window, layout: Layout) -> UsagePeriods:
    """Return for each account the days of the window from its opening until it is closed, frozen or no longer used.

    In a brief history, what happened to the account up to the first day on which the bank is seen is left out.
    """
    since = window.first if layout.is_full else layout.start
    first = np.where(accounts.opened >= since, np.maximum(window.first, accounts.opened + 1), window.first)
    end = np.full(len(accounts), window.last + 1)
    for day in (accounts.closed, accounts.frozen, accounts.idle_from):
        counts = (day != NO_DAY) & (layout.is_full | (day > layout.start))
        end = np.where(counts, np.minimum(end, day), end)
    return UsagePeriods(first, np.maximum(first, end))
