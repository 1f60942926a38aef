"""The one ledger of the bank: every posting in the order of time, with the balance after it."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts import numbers as account_numbers
from seeding.bank.accounts.accounts import CHECKING, TYPES, Accounts
from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS
from seeding.bank.accounts.postings import Postings, Window, posted
from seeding.bank.employees import numbers as staff_numbers
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within, run_lengths, starts, sums_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.money import monthly_interest
from seeding.engine.node import All, node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, concat

_TELLER = staff_numbers.FOUNDING_ROLES.index(staff_numbers.SERVICE)
"""The founder who serves the people of storylines, by index into the staff."""
_ROWS_OF_ACCOUNT = Room("ledger rows of an account", 100_000)
"""Their ordinals are written with five digits."""
_BY_HAND = np.array([kind.channel in numbers.BY_HAND for kind in POSTING_KINDS])
_LAST_SECOND = SECONDS_PER_DAY - 1
_OPENING, _CLOSING, _MONTH_END = (
    POSTING_CODES["opening_branch"],
    POSTING_CODES["closing_branch"],
    POSTING_CODES["interest"],
)
_BITS_OF_SECOND, _BITS_OF_DAY = 17, 18
_DAY_OFFSET = 1 << (_BITS_OF_DAY - 1)


@dataclass(frozen=True)
class Ledger(Rows):
    """The rows of the ledger, account by account in the order of time.

    `ordinal` counts an account's rows from 1; `balance` is that after the row; `processed_by` is who booked it
    by index, NONE where nobody did. `closing` is each account's last balance, one per account of the block.
    """

    account: IntArray
    ordinal: IntArray
    day: IntArray
    second: IntArray
    cents: IntArray
    kind: IntArray
    reference: IntArray
    balance: IntArray
    processed_by: IntArray
    closing: IntArray


@node(stream="ledger")
def ledger(
    accounts: Accounts,
    everything: All[Postings],
    staff: Staff,
    window: Window,
    plan: Plan,
    calendar: Calendar,
    draw: Draw,
) -> Ledger:
    """Book everything, open each account with what its history needs, and post interest and fees month by month."""
    frame = (_openings(accounts, draw), _closings(accounts, draw), _month_ends(accounts, window, calendar))
    booked = _in_order(concat((*everything.items, *frame)))
    booked.cents[booked.kind == _OPENING] = _opening_amounts(accounts, booked)
    _post_month_ends(accounts, booked, calendar)
    booked = booked.where((booked.cents != 0) | (booked.kind == _CLOSING))
    closes = booked.kind == _CLOSING
    booked.cents[closes] = -sums_within(booked.account, booked.cents)[closes]
    balance = sums_within(booked.account, booked.cents)
    ordinal = rank_within(booked.account) + 1
    rows = Rows(child_key(accounts.key[booked.account], ordinal, _ROWS_OF_ACCOUNT), accounts.cell[booked.account])
    kind = _written_kinds(accounts, booked, draw)
    return Ledger(
        key=rows.key,
        cell=rows.cell,
        account=booked.account,
        ordinal=ordinal,
        day=booked.day,
        second=booked.second,
        cents=booked.cents,
        kind=kind,
        reference=np.where(
            kind == POSTING_CODES["closing_online"], accounts.key[booked.account] % numbers.PARTIES, booked.reference
        ),
        balance=balance,
        processed_by=_booked_by(accounts, booked, rows, _BY_HAND[kind], staff, draw),
        closing=balance[_last_rows(booked)],
    )


def _openings(accounts: Accounts, draw: Draw) -> Postings:
    """Return the opening deposits, amounts still to come."""
    index = np.arange(len(accounts))
    second = draw.integers("opened_at", accounts, *account_numbers.BRANCH_HOURS)
    return posted(index, accounts.opened, second, np.zeros_like(index), "opening_branch")


def _closings(accounts: Accounts, draw: Draw) -> Postings:
    """Return the rows that empty closed accounts, amounts still to come."""
    index = np.flatnonzero(accounts.closed != NO_DAY)
    second = draw.integers("closed_at", accounts, *account_numbers.BRANCH_HOURS)[index]
    return posted(index, accounts.closed[index], second, np.zeros_like(index), "closing_branch")


def _month_ends(accounts: Accounts, window: Window, calendar: Calendar) -> Postings:
    """Return a row for every account and full month that it was open throughout: the last business day's last second.

    It becomes interest, a fee, or nothing.
    """
    parts = []
    for month in window.months:
        first, last = calendar.month_first(month), calendar.month_last(month)
        index = np.flatnonzero((accounts.opened <= first) & ((accounts.closed == NO_DAY) | (accounts.closed > last)))
        size = np.ones_like(index)
        day = calendar.last_business(size * last)
        parts.append(posted(index, day, size * _LAST_SECOND, 0 * size, "interest"))
    return concat(parts)


def _in_order(postings: Postings) -> Postings:
    """Return the postings sorted by account and time; those of one second keep their order, month ends come last."""
    packed = postings.account << (_BITS_OF_SECOND + _BITS_OF_DAY)
    packed |= (postings.day + _DAY_OFFSET) << _BITS_OF_SECOND
    packed |= postings.second
    return postings.take(np.argsort(packed, kind="stable"))


def _opening_amounts(accounts: Accounts, booked: Postings) -> IntArray:
    """Return opening deposits that end at the targets, and are as large as it takes for no balance to fall below zero.

    Interest only adds and is left out; every maintenance fee is counted as if it were due.
    """
    may_pay_fee = (booked.kind == _MONTH_END) & (accounts.type[booked.account] == CHECKING)
    known = np.where(may_pay_fee, -numbers.MAINTENANCE_FEE, booked.cents)
    running = sums_within(booked.account, known)
    first = starts(booked.account)
    lowest = np.minimum.reduceat(running, first) if len(first) else running
    end = running[_last_rows(booked)]
    needed = np.maximum(np.maximum(accounts.target - end, -lowest), account_numbers.SMALLEST_OPENING)
    unit = account_numbers.OPENING_UNIT
    return -(-needed // unit) * unit


def _last_rows(booked: Postings) -> IntArray:
    """Return the place of each account's last row."""
    first, sizes = run_lengths(booked.account)
    return first + sizes - 1


def _post_month_ends(accounts: Accounts, booked: Postings, calendar: Calendar) -> None:
    """Fill in interest and fees. A month's interest earns interest in the next: hence the loop over months."""
    rates = np.array([numbers.RATES_E4[name] for name in TYPES])[accounts.type]
    running = sums_within(booked.account, booked.cents)
    month_end = np.flatnonzero(booked.kind == _MONTH_END)
    posted_before = np.zeros(len(accounts), np.int64)
    for day in np.unique(booked.day[month_end]):
        rows = month_end[booked.day[month_end] == day]
        at = booked.account[rows]
        balance = running[rows] + posted_before[at]
        pays_fee = accounts.type[at] == CHECKING
        pays_fee &= (balance >= numbers.MAINTENANCE_FEE) & (balance < numbers.MAINTENANCE_FEE_BELOW)
        amount = np.where(pays_fee, -numbers.MAINTENANCE_FEE, monthly_interest(balance, rates[at]))
        booked.cents[rows] = amount
        booked.kind[rows[pays_fee]] = POSTING_CODES["maintenance_fee"]
        posted_before[at] += amount


def _written_kinds(accounts: Accounts, booked: Postings, draw: Draw) -> IntArray:
    """Return the kinds with the channels of openings and closings: by their size, and as people like it."""
    kind = booked.kind.copy()
    opening, closing = kind == _OPENING, kind == _CLOSING
    by_wire = draw.uniform("opened_by_wire", accounts)[booked.account] < numbers.OPENING_BY_WIRE
    large = opening & (booked.cents > numbers.OPENING_AT_COUNTER)
    kind[large] = np.where(by_wire[large], POSTING_CODES["opening_wire"], POSTING_CODES["opening_online"])
    kind[closing & (-booked.cents > numbers.CLOSING_AT_COUNTER)] = POSTING_CODES["closing_online"]
    return kind


def _booked_by(
    accounts: Accounts, booked: Postings, rows: Rows, by_hand: BoolArray, staff: Staff, draw: Draw
) -> IntArray:
    who = np.full(len(rows), NONE, np.int64)
    served = rows.where(by_hand)
    who[by_hand] = staff.serving(draw, "staff", served, booked.day[by_hand], (staff_numbers.SERVICE,))
    return np.where(by_hand & accounts.in_storyline[booked.account], _TELLER, who)
