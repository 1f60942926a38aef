"""The one ledger of the bank: every posting in the order of time, with the balance after it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts import numbers as account_numbers
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.everyday_numbers import WIRE_FEE
from seeding.bank.accounts.external_party_numbers import PARTIES
from seeding.bank.accounts.interest import credit_interest, interest_postings
from seeding.bank.accounts.ledger_numbers import POSTING_CODES, POSTING_KINDS
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import EverydayFlow, Postings, posted
from seeding.bank.employees import numbers as staff_numbers
from seeding.bank.employees.counters import Counters
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import (
    NONE,
    BoolArray,
    Cents,
    Code,
    DayNumber,
    Index,
    IntArray,
    Ordinal,
    SecondOfDay,
    rank_within,
    run_lengths,
    starts,
    sums_within,
)
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import All, node
from seeding.engine.rows import Rows, concat

_TELLER = staff_numbers.FOUNDING_ROLES.index(staff_numbers.SERVICE)
"""The index in the staff of the founder who serves customers of storylines."""
_ROWS_OF_ACCOUNT = Room("ledger rows of an account", 100_000)
"""Ordinals are written with five digits."""
_BY_HAND = np.array([kind.channel in numbers.BY_HAND for kind in POSTING_KINDS])
_LAST_SECOND = SECONDS_PER_DAY - 1
_OPENING, _CLOSING = POSTING_CODES["opening_branch"], POSTING_CODES["closing_branch"]
_FEE = POSTING_CODES["maintenance_fee"]
_IS_WIRE_ABROAD = np.array([kind.refers_to == "abroad" for kind in POSTING_KINDS])
_BITS_OF_SECOND, _BITS_OF_DAY = 17, 18
_DAY_OFFSET = 1 << (_BITS_OF_DAY - 1)
"""Days of the calendar, from -25,567 to 84,005, plus this offset are non-negative and fit into their bits."""


@dataclass(frozen=True)
class Ledger(Rows):
    """The rows of the ledger: account by account, in the order of time.

    `account` is the index of the account in the block and `ordinal` counts its rows from 1; `cents` is signed and
    `balance` is the balance after the row. `kind` is a code in POSTING_KINDS, `reference` an index of what the kind
    refers to. `processed_by` is the index of the employee who booked the row, NONE if no employee did. Every account of
    the block has a row, its opening deposit.
    """

    account: Index
    ordinal: Ordinal
    day: DayNumber
    second: SecondOfDay
    cents: Cents
    kind: Code
    reference: Index
    balance: Cents
    processed_by: Index

    def balances_on(self, as_of: AsOf) -> Cents:
        """Return the balance of each account of the block at the end of a day: 0 before its first row."""
        first = starts(self.account)
        rows = np.add.reduceat((self.day <= as_of.day).astype(np.int64), first) if len(first) else first
        return np.where(rows > 0, self.balance[first + np.maximum(rows, 1) - 1], 0)


@node(stream="ledger")
def ledger(
    accounts: Accounts,
    postings: All[Postings],
    flows: All[EverydayFlow],
    staff: Staff,
    counters: Counters,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Ledger:
    """Return every posting in order, with the opening deposits that the history needs, fees and interest."""
    closings = _closings(accounts, draw)
    added = (
        _openings(accounts, draw),
        _month_ends(accounts, window, calendar),
        interest_postings(accounts, closings, layout, calendar),
        closings,
    )
    parts = (*postings.items, *(flow.postings for flow in flows.items))
    booked = _in_order(concat((*parts, _wire_fees(parts), *added)))
    booked.cents[booked.kind == _OPENING] = _opening_amounts(accounts, booked, layout)
    _post_month_ends(accounts, booked)
    credit_interest(accounts, booked)
    booked = booked.where((booked.cents != 0) | (booked.kind == _CLOSING))
    closes = booked.kind == _CLOSING
    booked.cents[closes] = -sums_within(booked.account, booked.cents)[closes]
    balance = sums_within(booked.account, booked.cents)
    ordinal = rank_within(booked.account) + 1
    rows = Rows(child_key(accounts.key[booked.account], ordinal, _ROWS_OF_ACCOUNT), accounts.cell[booked.account])
    kind = _final_kinds(accounts, booked, draw)
    moved_to = accounts.key[booked.account] % PARTIES
    return Ledger(
        key=rows.key,
        cell=rows.cell,
        account=booked.account,
        ordinal=ordinal,
        day=booked.day,
        second=booked.second,
        cents=booked.cents,
        kind=kind,
        reference=np.where(kind == POSTING_CODES["closing_online"], moved_to, booked.reference),
        balance=balance,
        processed_by=_employees(accounts, booked, rows, _BY_HAND[kind], staff, counters, draw),
    )


def _openings(accounts: Accounts, draw: Draw) -> Postings:
    """Return an opening deposit per account; `_opening_amounts` fills in the amounts."""
    index = np.arange(len(accounts))
    second = draw.integers("opened_at", accounts, *account_numbers.BRANCH_HOURS)
    return posted(index, accounts.opened, second, np.zeros_like(index), "opening_branch")


def _closings(accounts: Accounts, draw: Draw) -> Postings:
    """Return the posting that empties each closed account; its amount is known once all other postings are."""
    index = np.flatnonzero(accounts.closed != NO_DAY)
    second = draw.integers("closed_at", accounts, *account_numbers.BRANCH_HOURS)[index]
    return posted(index, accounts.closed[index], second, np.zeros_like(index), "closing_branch")


def _wire_fees(parts: Sequence[Postings]) -> Postings:
    """Return the fee for each wire abroad, in the same second."""
    wires = concat([part.where(_IS_WIRE_ABROAD[part.kind]) for part in parts])
    return posted(wires.account, wires.day, wires.second, np.full(len(wires), -WIRE_FEE), "wire_fee")


def _month_ends(accounts: Accounts, window: Window, calendar: Calendar) -> Postings:
    """Return a posting in the last second of each full month's last business day, for accounts open all month.

    They are of types with a maintenance fee. `_post_month_ends` fills in the fee; one that stays 0 is dropped.
    """
    parts = []
    has_fee = ACCOUNT_TYPES.fees[accounts.type] > 0
    for month in window.full_months:
        first, last = calendar.month_first(month), calendar.month_last(month)
        index = np.flatnonzero(
            has_fee & (accounts.opened <= first) & ((accounts.closed == NO_DAY) | (accounts.closed > last))
        )
        day = calendar.last_business(np.full(len(index), last))
        second = np.full(len(index), _LAST_SECOND)
        parts.append(posted(index, day, second, np.zeros_like(index), "maintenance_fee"))
    return concat(parts)


def _in_order(postings: Postings) -> Postings:
    """Return the postings sorted by account and time; those of the same second keep their order.

    Account, day and second are packed into one integer, because one argsort is ten times as fast as a lexsort. Account
    indexes of a block have 28 bits to themselves, far more than a block has accounts.
    """
    packed = postings.account << (_BITS_OF_SECOND + _BITS_OF_DAY)
    packed |= (postings.day + _DAY_OFFSET) << _BITS_OF_SECOND
    packed |= postings.second
    return postings.take(np.argsort(packed, kind="stable"))


def _opening_amounts(accounts: Accounts, booked: Postings, layout: Layout) -> Cents:
    """Return the opening deposit of each account.

    The account ends at its target balance, or higher if a smaller deposit would let the balance fall below zero, or to
    zero on a day on which the bank can be seen: only closed accounts have no balance. Interest only adds to the balance
    and is left out; every maintenance fee is counted as if it were due.
    """
    fee = ACCOUNT_TYPES.fees[accounts.type[booked.account]]
    known = np.where(booked.kind == _FEE, -fee, booked.cents)
    running = sums_within(booked.account, known)
    first = starts(booked.account)
    left_over = np.where(_is_seen(booked, layout), running - 1, running)
    lowest = np.minimum.reduceat(left_over, first) if len(first) else left_over
    end = running[_last_rows(booked)]
    needed = np.maximum(np.maximum(accounts.target - end, -lowest), account_numbers.SMALLEST_OPENING)
    return -(-needed // account_numbers.OPENING_UNIT) * account_numbers.OPENING_UNIT


def _is_seen(booked: Postings, layout: Layout) -> BoolArray:
    """Return whether the balance after each row is the account's at the end of a day on which the bank can be seen."""
    is_last = np.append(booked.account[1:] != booked.account[:-1], True)[: len(booked)]
    following = np.append(booked.day[1:], 0)[: len(booked)]
    return is_last | (following > np.maximum(booked.day, layout.start))


def _last_rows(booked: Postings) -> Index:
    """Return the index of each account's last row, for postings in order."""
    first, sizes = run_lengths(booked.account)
    return first + sizes - 1


def _post_month_ends(accounts: Accounts, booked: Postings) -> None:
    """Fill in the maintenance fee of each month end: it is due on low balances that are large enough to pay it."""
    fee, fee_below = ACCOUNT_TYPES.fees[accounts.type], ACCOUNT_TYPES.fees_below[accounts.type]
    running = sums_within(booked.account, booked.cents)
    month_end = np.flatnonzero(booked.kind == _FEE)
    charged = np.zeros(len(accounts), np.int64)
    for day in np.unique(booked.day[month_end]):
        rows = month_end[booked.day[month_end] == day]
        account = booked.account[rows]
        balance = running[rows] - charged[account]
        pays_fee = (balance >= fee[account]) & (balance < fee_below[account])
        amount = np.where(pays_fee, fee[account], 0)
        booked.cents[rows] = -amount
        charged[account] += amount


def _final_kinds(accounts: Accounts, booked: Postings, draw: Draw) -> Code:
    """Return the kinds of all rows: large openings and closings do not take place at the counter."""
    kind = booked.kind.copy()
    opening, closing = kind == _OPENING, kind == _CLOSING
    codes = np.array([POSTING_CODES[f"opening_{name}"] for name in numbers.LARGE_OPENINGS.names])
    way = codes[draw.categorical("large opening", accounts, numbers.LARGE_OPENINGS)][booked.account]
    large = opening & (booked.cents > numbers.OPENING_AT_COUNTER)
    kind[large] = way[large]
    kind[closing & (-booked.cents > numbers.CLOSING_AT_COUNTER)] = POSTING_CODES["closing_online"]
    return kind


def _employees(
    accounts: Accounts,
    booked: Postings,
    rows: Rows,
    by_hand: BoolArray,
    staff: Staff,
    counters: Counters,
    draw: Draw,
) -> Index:
    """Return the employee who booked each row that is booked `by_hand`, in service on that day; NONE for the others."""
    employee: IntArray = np.full(len(rows), NONE, np.int64)
    branch = accounts.branch[booked.account[by_hand]]
    employee[by_hand] = counters.serving(staff, draw, rows.where(by_hand), branch, booked.day[by_hand])
    return np.where(by_hand & accounts.in_storyline[booked.account], _TELLER, employee)
