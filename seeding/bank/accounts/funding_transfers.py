"""Funding transfers: every three years the owner sends money to an account from which loans and policies are paid."""

import numpy as np

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import Obligations, Postings, possible, posted
from seeding.engine.arrays import DayNumber, Index, starts
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import All, node

_DAYS_PER_ACCOUNT = 1 << 20
"""Sort keys are account x this + day. The calendar ends on day 84,005, and a block's accounts are few: no overflow."""
_PERIOD_DAYS = numbers.FUNDING_PERIOD_DAYS + 3
"""The business day before a debit may lie up to three days earlier for one debit than for another."""
_HOURS = (3600, 3 * 3600)
"""Seconds of the day: in the night before the first debit."""


@node(stream="funding transfers", order=10)
def funding_transfers(
    accounts: Accounts, obligations: All[Obligations], window: Window, calendar: Calendar, draw: Draw
) -> Postings:
    """Return a transfer per account and period, before its first debit, of what the debits of the period take.

    The debits of the window are left out: income, or a regular transfer, pays for them.
    """
    account, day, cents = (
        np.concatenate([getattr(part, name) for part in obligations.items]) for name in ("account", "day", "cents")
    )
    before_window = day < window.first
    account, day, cents = account[before_window], day[before_window], cents[before_window]
    order = np.lexsort((day, account))
    account, day, cents = account[order], day[order], cents[order]
    first_debit = _first_debits(account, day)
    needed = np.add.reduceat(cents, first_debit) if len(first_debit) else cents
    funded = account[first_debit]
    second = draw.integers("second", accounts, *_HOURS)[funded]
    sender = draw_external_parties(draw, "elsewhere", accounts)[funded]
    day_before = calendar.last_business(day[first_debit] - 1)
    rounded_up = -(-needed // numbers.FUNDING_UNIT) * numbers.FUNDING_UNIT
    booked = posted(funded, day_before, second, rounded_up, "funding_transfer", sender)
    return booked.where(possible(booked, accounts))


def _first_debits(account: Index, day: DayNumber) -> Index:
    """Return the index of the first debit of each period of each account, for debits sorted by account and day.

    A period begins with an account's first debit, and with the first debit that is a period or more after such a one.
    Periods that were counted from the first debit alone would bring two transfers within less, where a debit lies late
    in its period and the next one early.
    """
    packed = account * _DAYS_PER_ACCOUNT + day
    first_debits = [starts(account)]
    while len(first_debits[-1]):
        earlier = first_debits[-1]
        later = np.searchsorted(packed, packed[earlier] + _PERIOD_DAYS)
        exists = later < len(account)
        earlier, later = earlier[exists], later[exists]
        first_debits.append(later[account[later] == account[earlier]])
    return np.sort(np.concatenate(first_debits))
