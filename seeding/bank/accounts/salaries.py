"""Salaries, and the standing transfers that move most of them on."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.external_party_numbers import EMPLOYERS
from seeding.bank.accounts.numbers import DAYS_PER_YEAR, SEGMENTS
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import Postings, possible, posted
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, Cents, Code, DayNumber, Index, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_MONTHLY, _TWICE_A_MONTH, _EVERY_OTHER_WEEK = range(len(numbers.SCHEDULES))
_MONTHS_PER_YEAR = 12
_MIDDLE_OF_MONTH = 15
_FRIDAY = 4


@dataclass(frozen=True)
class DirectDeposits(Rows):
    """The accounts, by index, to which a salary comes; `schedule` is a code in SCHEDULES, `yearly` the net salary."""

    account: Index
    schedule: Code
    yearly: Cents


@node(stream="direct deposits")
def direct_deposits(customers: Customers, accounts: Accounts, plan: Plan, draw: Draw) -> DirectDeposits:
    """Return a salary for some of the people of working age whose first account is an everyday account."""
    pinned = storyline_codes(customers.key, lambda role: int(role.salaried))[accounts.owner]
    age = (plan.last_day - customers.born[accounts.owner]) / DAYS_PER_YEAR
    eligible = accounts.personal_everyday(customers)
    eligible &= (age >= numbers.WORKING_AGES.low) & (age <= numbers.WORKING_AGES.high)
    chosen = np.where(pinned == NONE, draw.uniform("salaried", accounts) < numbers.SALARIED, pinned == 1)
    account = np.flatnonzero(eligible & chosen)
    rows = Rows(accounts.key[account], accounts.cell[account])
    median = np.array([numbers.MONTHLY_SALARY[name] for name in SEGMENTS[: len(numbers.MONTHLY_SALARY)]])
    limits, segment = numbers.SALARY_LIMITS, customers.segment[accounts.owner[account]]
    monthly = draw.lognormal("salary", rows, median, numbers.SALARY_SPREAD, limits.low, limits.high, group=segment)
    schedule = draw.categorical("schedule", rows, numbers.SCHEDULES)
    return DirectDeposits(rows.key, rows.cell, account, schedule, cents(_MONTHS_PER_YEAR * monthly))


@node(stream="salaries", order=90)
def salaries(accounts: Accounts, deposits: DirectDeposits, window: Window, calendar: Calendar, draw: Draw) -> Postings:
    """Return a salary per payday of the window: for each income the same amount from the same employer."""
    amount = deposits.yearly // np.array(numbers.PAYS_PER_YEAR)[deposits.schedule]
    income, day = _paydays(deposits.schedule, draw.integers("phase", deposits, 0, 1), window, calendar)
    second = draw.integers("second", deposits, *numbers.SALARY_HOURS)
    employer = draw.integers("employer", deposits, 0, EMPLOYERS - 1)
    booked = posted(deposits.account[income], day, second[income], amount[income], "salary", employer[income])
    return booked.where(possible(booked, accounts))


def _paydays(schedule: Code, phase: IntArray, window: Window, calendar: Calendar) -> tuple[Index, DayNumber]:
    """Return the index of the income and the day of each payday in the window.

    Paydays are the ends of months, for some schedules also their middles, or every other Friday: `phase`, 0 or 1, says
    which Fridays. A payday that is no business day is moved to the last business day before.
    """
    month_ends, middles = calendar.month_last(window.months), calendar.day_in_month(window.months, _MIDDLE_OF_MONTH)
    fridays = window.days[calendar.weekday(window.days) == _FRIDAY]
    twice = schedule == _TWICE_A_MONTH
    due = np.concatenate(
        (
            np.repeat(((schedule == _MONTHLY) | twice)[:, None], len(month_ends), axis=1),
            np.repeat(twice[:, None], len(middles), axis=1),
            (schedule == _EVERY_OTHER_WEEK)[:, None] & (phase[:, None] == (fridays // 7) % 2),
        ),
        axis=1,
    )
    income, date = np.nonzero(due)
    day = calendar.last_business(np.concatenate((month_ends, middles, fridays)))[date]
    in_window = (day >= window.first) & (day <= window.last)
    return income[in_window], day[in_window]


@node(stream="standing transfers", order=120)
def standing_transfers(
    accounts: Accounts, deposits: DirectDeposits, window: Window, calendar: Calendar, draw: Draw
) -> Postings:
    """Return a transfer of most of every salary, early each month: to a card, a pension plan or another bank."""
    part = draw.between("part", deposits, numbers.MOVED_ON)
    amount = cents(
        np.round(part, 9) * deposits.yearly / (_MONTHS_PER_YEAR * CENTS), unit=numbers.STANDING_TRANSFER_UNIT
    )
    income, day = window.monthly_days(draw.integers("day", deposits, *numbers.STANDING_TRANSFER_DAYS), calendar)
    second = draw.integers("second", deposits, *numbers.STANDING_TRANSFER_HOURS)
    payee = draw_external_parties(draw, "payee", deposits)
    booked = posted(deposits.account[income], day, second[income], -amount[income], "standing_transfer", payee[income])
    return booked.where(possible(booked, accounts))
