"""Interest: what each account earns on its daily balances, credited on a schedule over its whole life."""

import numpy as np

from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.ledger_numbers import POSTING_CODES
from seeding.bank.accounts.postings import Postings, posted
from seeding.engine.arrays import Cents, Index, ordinals, rank_within, starts, sums_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.layout import Layout
from seeding.engine.money import daily_interest
from seeding.engine.rows import concat

_INTEREST = POSTING_CODES["interest"]
_LAST_SECOND = SECONDS_PER_DAY - 1


def interest_postings(accounts: Accounts, closings: Postings, layout: Layout, calendar: Calendar) -> Postings:
    """Return a posting for each interest credit, whose amounts `credit_interest` fills in.

    The first credit is in the last second of a month within a year of the opening, the others follow at the interval of
    the account's type, in a full history every month, each on the last business day of its month.
    What has accrued since is credited with the closing, for which `closings` has a posting per closed account.
    """
    every = np.ones_like(accounts.type) if layout.is_full else ACCOUNT_TYPES.interest_months[accounts.type]
    earns = ACCOUNT_TYPES.rates[accounts.type] > 0
    end = np.where(accounts.closed == NO_DAY, layout.until + 1, accounts.closed)
    opened_in = calendar.month(accounts.opened)
    most = np.where(earns, (calendar.month(end) - opened_in + 1) // every, 0)
    account = np.repeat(np.arange(len(accounts)), most)
    month = opened_in[account] + every[account] * (ordinals(most) + 1) - 1
    day = calendar.last_business(calendar.month_last(month))
    regular = posted(account, day, np.full(len(account), _LAST_SECOND), np.zeros_like(account), "interest")
    at_closing = closings.where(earns[closings.account])
    final = posted(at_closing.account, at_closing.day, at_closing.second, at_closing.cents, "interest")
    return concat((regular.where((day < end[account]) & (day > accounts.opened[account])), final))


def credit_interest(accounts: Accounts, booked: Postings) -> None:
    """Fill in the amount of each interest credit, for postings in order: interest earns interest.

    An account earns its rate on the balance of every day since the last credit, or the opening. An amount that rounds
    to zero is carried to the next credit.
    """
    rate = ACCOUNT_TYPES.rates[accounts.type]
    earning_rows = np.flatnonzero((rate > 0)[booked.account])
    is_credit = booked.kind[earning_rows] == _INTEREST
    credit = earning_rows[is_credit]
    if not len(credit):
        return
    accrued = _dollar_days(booked.take(earning_rows))[is_credit]
    account, day = booked.account[credit], booked.day[credit]
    credited, accrued_before = np.zeros(len(accounts), np.int64), np.zeros(len(accounts), np.int64)
    day_before = accounts.opened.copy()
    place = rank_within(account)
    for turn in range(int(place.max()) + 1):
        rows = np.flatnonzero(place == turn)
        of, now = account[rows], day[rows]
        earning = accrued[rows] - accrued_before[of] + credited[of] * (now - day_before[of])
        amount = daily_interest(earning, rate[of])
        booked.cents[credit[rows]] = amount
        paid = amount > 0
        accrued_before[of[paid]], day_before[of[paid]] = accrued[rows][paid], now[paid]
        credited[of] += amount


def _dollar_days(booked: Postings) -> Cents:
    """Return per row the balances of all days of its account before it, added up, without interest, in cents."""
    balance = sums_within(booked.account, booked.cents)
    first: Index = starts(booked.account)
    before = np.append(0, balance[:-1])
    days = np.diff(booked.day, prepend=booked.day[:1])
    before[first], days[first] = 0, 0
    return sums_within(booked.account, before * days)
