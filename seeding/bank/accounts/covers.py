"""Cover transfers: once a year an owner sends money to an account from which contracts are paid."""

import numpy as np

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts.lives import Accounts
from seeding.bank.accounts.postings import Obligations, Postings, possible, posted
from seeding.engine.arrays import starts
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.life import All, life

_YEARS = 200
"""Room for the years of one account."""
_HOURS = (3600, 3 * 3600)
"""In the night before the first debit's."""


@life
def covers(accounts: Accounts, obligations: All[Obligations], calendar: Calendar, draw: Draw) -> Postings:
    """Send to every account that contracts are paid from what they take in a year, before its first debit."""
    at, day, cents = (
        np.concatenate([getattr(part, name) for part in obligations.items]) for name in ("account", "day", "cents")
    )
    order = np.lexsort((day, at))
    at, day, cents = at[order], day[order], cents[order]
    first = starts(at)
    since = day - np.repeat(day[first], np.diff(np.append(first, len(at))))
    year = at * _YEARS + since // numbers.COVER_YEAR_DAYS
    begins = starts(year)
    needed = np.add.reduceat(cents, begins) if len(begins) else cents
    account = at[begins]
    unit = numbers.COVER_UNIT
    second = draw.integers("second", accounts, *_HOURS)[account]
    party = draw.integers("elsewhere", accounts, numbers.EMPLOYERS, numbers.PARTIES - 1)[account]
    ahead = calendar.last_business(day[begins] - 1)
    booked = posted(account, ahead, second, -(-needed // unit) * unit, "cover", party)
    return booked.where(possible(booked, accounts))
