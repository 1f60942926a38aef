"""Everyday activity: what the holders of each type of account do, such as purchases, cash and transfers."""

from dataclasses import dataclass, replace

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts import external_party_numbers as parties
from seeding.bank.accounts.account_type_definitions import Activity
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.activity_times import ActivityTimes
from seeding.bank.accounts.amounts import draw_amounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.income_numbers import by_age
from seeding.bank.accounts.incomes import SPENDING_LEVELS, Incomes
from seeding.bank.accounts.ledger_numbers import (
    EVERYDAY_STREAM,
    NO_REFERENCE,
    ON_BUSINESS_DAYS,
    POSTING_CODES,
    POSTING_KINDS,
    PostingKind,
)
from seeding.bank.accounts.merchant_numbers import ABROAD, MERCHANT_TICKETS
from seeding.bank.accounts.numbers import DAYS_PER_YEAR
from seeding.bank.accounts.posting_times import LATEST_SECOND, Clock
from seeding.bank.accounts.postings import EverydayFlow, Postings, possible, posted
from seeding.bank.accounts.prices import Prices
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, FloatArray, Index, ordinals
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

_ACTIVITIES_OF_ACCOUNT = Room("numbers of activities", 100)
_ROWS_OF_ACTIVITY = Room("rows of one activity on one account", 1_000)
_CARD_FACTORS, _FACTOR = np.unique(np.outer(SPENDING_LEVELS, MERCHANT_TICKETS), return_inverse=True)
_FACTOR_OF_LEVEL_AND_MERCHANT = _FACTOR.reshape(len(SPENDING_LEVELS), len(MERCHANT_TICKETS))
"""Median purchases, each once, and the index of that of a spending level at a merchant."""
_ABROAD = np.array(ABROAD)
_DAYS_PER_WEEK = 7
_PERCENT = 100


@dataclass(frozen=True)
class EverydayActivity:
    """The postings of every activity of every account type, and the fees that follow."""

    postings: Postings


@node(stream="everyday life")
def everyday_activity(
    customers: Customers,
    accounts: Accounts,
    incomes: Incomes,
    times: ActivityTimes,
    prices: Prices,
    clock: Clock,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> EverydayActivity:
    """Return what the holders of all accounts do: in the window, on closed accounts in the months before the end.

    In a full history, they do it as long as they use the account.
    """
    activity_level = clock.pace * draw.between("liveliness", accounts, numbers.ACTIVITY_LEVEL)
    activity_level[accounts.in_storyline] = clock.quarters * numbers.STORYLINE_ACTIVITY_LEVEL
    age = (layout.until - customers.born[accounts.owner]) / DAYS_PER_YEAR
    level_of_checks = activity_level * by_age(numbers.CHECKS_BY_AGE, age)
    spending_level = incomes.spending_level[accounts.owner]
    corporate = customers.corporate[accounts.owner]
    parts = []
    for account_type, activity in ACCOUNT_TYPES.activities:
        active = accounts.in_use & (accounts.type == account_type) & (corporate == activity.corporate)
        level = level_of_checks if activity.posting_kind == "check" else activity_level
        kind = POSTING_KINDS[POSTING_CODES[activity.posting_kind]]
        if layout.is_full:
            account, rows, days = times.occurrences(activity, kind, active, draw)
        else:
            account, rows = _occurrences(accounts, activity, active, level, draw)
            days = _days(accounts, account, rows, kind, clock, layout, calendar, draw)
        parts.append(_post_activity(account, rows, days, activity, spending_level, times, prices, clock, draw))
    booked = _allowed(concat(parts), accounts, calendar, draw)
    return EverydayActivity(concat((booked, _atm_fees(booked), _foreign_fees(booked))))


@node(stream=EVERYDAY_STREAM, order=100)
def everyday_postings(everyday: EverydayActivity) -> EverydayFlow:
    """Return the postings of everyday activity."""
    return EverydayFlow(everyday.postings)


def _occurrences(
    accounts: Accounts, activity: Activity, active: BoolArray, activity_level: FloatArray, draw: Draw
) -> tuple[Index, Rows]:
    """Return the account, by index, and the row of each time that an activity happens on the `active` accounts."""
    index = np.flatnonzero(active)
    rounding = draw.uniform(f"times/{activity.number}", accounts)[index]
    count = np.floor(np.round(activity.times * activity_level[index] + rounding, 9)).astype(np.int64)
    account = np.repeat(index, count)
    key = child_key(accounts.key[account], activity.number, _ACTIVITIES_OF_ACCOUNT)
    return account, Rows(child_key(key, ordinals(count), _ROWS_OF_ACTIVITY), accounts.cell[account])


def _days(
    accounts: Accounts,
    account: Index,
    rows: Rows,
    kind: PostingKind,
    clock: Clock,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> DayNumber:
    """Return the day of each row.

    Accounts that are closed when the bank is first seen were used before: their days are moved by whole weeks, so that
    what lies in the window before that day comes before the closing.
    """
    day = clock.days(draw, "day", rows, kind.channel)
    closed = accounts.closed[account]
    weeks = np.where(closed == NO_DAY, 0, ((layout.start - closed) // _DAYS_PER_WEEK + 1).clip(0))
    if not weeks.any():
        return day
    moved = day - _DAYS_PER_WEEK * weeks
    return calendar.last_business(moved) if kind.channel in ON_BUSINESS_DAYS else moved


def _allowed(booked: Postings, accounts: Accounts, calendar: Calendar, draw: Draw) -> Postings:
    """Return the postings that their accounts allow; of a closed account that allows none, the first on another day.

    The days drawn for such an account, which was open for a short time, all lie before its opening or after its
    closing.
    """
    allowed = possible(booked, accounts)
    is_used = np.zeros(len(accounts), bool)
    is_used[booked.account[allowed]] = True
    of_unused = np.flatnonzero(((accounts.closed != NO_DAY) & ~is_used)[booked.account])
    account, first = np.unique(booked.account[of_unused], return_index=True)
    first = of_unused[first]
    unused = Rows(accounts.key[account], accounts.cell[account])
    earliest = calendar.next_business(accounts.opened[account] + 1)
    day = booked.day.copy()
    day[first] = calendar.last_business(draw.dates("only use", unused, earliest, accounts.closed[account] - 1))
    allowed[first] = True
    return replace(booked, day=day).where(allowed)


def _post_activity(
    account: Index,
    rows: Rows,
    day: DayNumber,
    activity: Activity,
    spending_level: Code,
    times: ActivityTimes,
    prices: Prices,
    clock: Clock,
    draw: Draw,
) -> Postings:
    """Return one posting per row of an activity; `spending_level` is that of each account's owner."""
    kind = POSTING_KINDS[POSTING_CODES[activity.posting_kind]]
    if kind.refers_to == "merchant":
        reference = times.merchants(rows, day, draw)
    else:
        reference = _references(kind, times.parties(account, rows, draw), draw)
    if kind.refers_to == "merchant":
        factors = _CARD_FACTORS
        factor = _FACTOR_OF_LEVEL_AND_MERCHANT[spending_level[account], reference]
    else:
        factors, factor = SPENDING_LEVELS, spending_level[account]
    amount = draw_amounts(draw, "amount", rows, activity.amount, factors, factor)
    if activity.amount.unit == 1:
        amount = prices.on(amount, day)
    second = np.minimum(clock.seconds(draw, "second", rows, kind.channel), LATEST_SECOND)
    booked = posted(account, day, second, -amount if kind.is_debit else amount, kind.name, reference)
    if kind.name == "atm_withdrawal":
        booked.kind[draw.uniform("other_atm", rows) < numbers.OTHER_ATM] = POSTING_CODES["other_atm_withdrawal"]
    return booked


def _atm_fees(booked: Postings) -> Postings:
    """Return the fee for each withdrawal at another bank's ATM, in the same second."""
    charged = booked.where(booked.kind == POSTING_CODES["other_atm_withdrawal"])
    return posted(charged.account, charged.day, charged.second, np.full(len(charged), -numbers.ATM_FEE), "atm_fee")


def _foreign_fees(booked: Postings) -> Postings:
    """Return the fee for each card purchase abroad, in the same second."""
    purchases = booked.where(booked.kind == POSTING_CODES["card"])
    charged = purchases.where(_ABROAD[purchases.reference])
    fee = (-charged.cents * numbers.FOREIGN_FEE_PERCENT + _PERCENT // 2) // _PERCENT
    charged, fee = charged.where(fee > 0), fee[fee > 0]
    return posted(charged.account, charged.day, charged.second, -fee, "foreign_fee")


def _references(kind: PostingKind, rows: Rows, draw: Draw) -> Index:
    """Return an index of a party outside per row, as the kind refers to one.

    Raises ValueError for what no everyday activity can refer to.
    """
    refers_to = kind.refers_to
    if refers_to in ("person", "company"):
        return draw_external_parties(draw, "party", rows)
    if refers_to == "abroad":
        return draw.integers("party", rows, parties.HIGH_RISK_PARTIES, parties.PARTIES_ABROAD - 1)
    if refers_to == NO_REFERENCE:
        return np.full(len(rows), NONE)
    raise ValueError(f"an everyday activity cannot refer to {refers_to}")
