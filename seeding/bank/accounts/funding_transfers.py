"""Cover transfers: once a year an owner sends money to an account from which contracts are paid."""

import numpy as np

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.postings import Obligations, Postings, possible, posted
from seeding.engine.arrays import IntArray, starts
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import All, node

_DAYS = 1 << 20
"""Room for the days of one account."""
_YEAR = numbers.COVER_YEAR_DAYS + 3
"""The business day ahead of a debit lies up to three days earlier for one than for another."""
_HOURS = (3600, 3 * 3600)
"""In the night before the first debit's."""


@node(stream="funding transfers", order=10)
def covers(accounts: Accounts, obligations: All[Obligations], calendar: Calendar, draw: Draw) -> Postings:
    """Send to every account that contracts are paid from what they take in a year, before its first debit."""
    at, day, cents = (
        np.concatenate([getattr(part, name) for part in obligations.items]) for name in ("account", "day", "cents")
    )
    order = np.lexsort((day, at))
    at, day, cents = at[order], day[order], cents[order]
    begins = _years(at, day)
    needed = np.add.reduceat(cents, begins) if len(begins) else cents
    account = at[begins]
    unit = numbers.COVER_UNIT
    second = draw.integers("second", accounts, *_HOURS)[account]
    party = draw.integers("elsewhere", accounts, numbers.EMPLOYERS, numbers.PARTIES - 1)[account]
    ahead = calendar.last_business(day[begins] - 1)
    booked = posted(account, ahead, second, -(-needed // unit) * unit, "funding_transfer", party)
    return booked.where(possible(booked, accounts))


def _years(at: IntArray, day: IntArray) -> IntArray:
    """Return the places where an account's years begin: at its first debit, and at the first a year or more after that.

    Debits are sorted by account and day. Years that were counted from the first debit alone would bring two covers
    within eleven months, where a debit lies late in its year and the next early.
    """
    packed = at * _DAYS + day
    begins = [starts(at)]
    while len(begins[-1]):
        before = begins[-1]
        after = np.searchsorted(packed, packed[before] + _YEAR)
        there = after < len(at)
        before, after = before[there], after[there]
        begins.append(after[at[after] == at[before]])
    return np.sort(np.concatenate(begins))
