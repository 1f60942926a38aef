"""Transfers that keep accounts in balance over a long window, such as that of a full history.

What the everyday postings and contracts of a calendar year bring and take is known; transfers of that year are as large
as the difference: a surplus moves on, and what is missing comes from the owner's bank elsewhere. Customers pay
companies each month what the companies spend.
"""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers, full_history_numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import EverydayFlow, Obligations, Postings, none_posted, possible, posted
from seeding.bank.accounts.regular_purchases import MainAccounts
from seeding.bank.accounts.usage_periods import UsagePeriods
from seeding.engine.arrays import BoolArray, Cents, DayNumber, Index, IntArray, ordinals
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.money import CENTS, cents
from seeding.engine.node import All, node
from seeding.engine.rows import Rows, concat

_MONTHS_PER_YEAR = 12
_DAYS_TO_FIRST_PAY = 35
_RECEIPTS_OF_ACCOUNT = Room("receipts of an account in a full history", 10_000)
_RECEIPTS_OF_MONTH = 20
_UNIT = everyday_numbers.STANDING_TRANSFER_UNIT


@dataclass(frozen=True)
class Flows:
    """The balance of each account's flows in each month of the window; negative where money is missing.

    `surplus` has a row per account and a column per month, `owed` is what loans and policies take of it. The months are
    those of whole calendar years, from the month numbered `first_month`.
    """

    surplus: Cents
    owed: Cents
    first_month: int


@node(stream="flows")
def flows(
    accounts: Accounts,
    everyday: All[EverydayFlow],
    obligations: All[Obligations],
    window: Window,
    calendar: Calendar,
) -> Flows:
    """Return the flows of all accounts; empty in a short window."""
    first_month = int(window.months[0]) // _MONTHS_PER_YEAR * _MONTHS_PER_YEAR
    years = int(window.months[-1]) // _MONTHS_PER_YEAR - first_month // _MONTHS_PER_YEAR + 1
    months = years * _MONTHS_PER_YEAR if window.is_long else 0
    surplus, owed = (np.zeros((len(accounts), months), np.int64) for _ in range(2))
    if not months:
        return Flows(surplus, owed, first_month)

    def per_month(account: Index, day: DayNumber, amount: Cents) -> Cents:
        group = account * months + calendar.month(day) - first_month
        return np.bincount(group, amount, surplus.size).astype(np.int64).reshape(surplus.shape)

    for part in obligations.items:
        due = (part.day >= window.first) & (part.day <= window.last)
        owed += per_month(part.account[due], part.day[due], part.cents[due])
    for flow in everyday.items:
        booked = flow.postings.where(flow.postings.day >= window.first)
        surplus += per_month(booked.account, booked.day, booked.cents)
    return Flows(surplus - owed, owed, first_month)


@node(stream="balancing transfers", order=126)
def balancing_transfers(
    customers: Customers,
    accounts: Accounts,
    main_accounts: MainAccounts,
    flows: Flows,
    periods: UsagePeriods,
    window: Window,
    calendar: Calendar,
    draw: Draw,
) -> Postings:
    """Return the transfers of all accounts in a long window, none in a short one."""
    if not window.is_long:
        return none_posted()
    has_income = np.zeros(len(accounts), bool)
    has_income[main_accounts.account] = True
    company = customers.corporate[accounts.owner] & accounts.everyday
    surplus, owed = _by_year(flows.surplus), _by_year(flows.owed)
    missing = np.where(accounts.everyday[:, None], -surplus, np.minimum(-surplus, owed)).clip(0)
    transfers = _Transfers(accounts, flows.first_month, periods, window, calendar, draw)
    in_use = accounts.in_use
    return concat(
        (
            transfers.post("standing_transfer", has_income & in_use, surplus.clip(0), outgoing=True),
            transfers.post("own_transfer", in_use & ~company, missing, outgoing=False),
            transfers.post("customer", in_use & company, _receipts_needed(flows.surplus), outgoing=False),
        )
    )


def _receipts_needed(surplus: Cents) -> Cents:
    """Return what customers pay a company each month: what is missing after the surplus of earlier months is spent."""
    needed_so_far = np.maximum.accumulate(-np.cumsum(surplus, axis=1), axis=1).clip(0)
    return np.diff(needed_so_far, axis=1, prepend=0)


def _by_year(monthly: Cents) -> Cents:
    return monthly.reshape(len(monthly), -1, _MONTHS_PER_YEAR).sum(axis=2)


@dataclass(frozen=True)
class _Transfers:
    """The inputs of transfers of all kinds: accounts and their flows, periods, days, and the draw."""

    accounts: Accounts
    first_month: int
    periods: UsagePeriods
    window: Window
    calendar: Calendar
    draw: Draw

    def post(self, kind: str, selected: BoolArray, wanted: Cents, *, outgoing: bool) -> Postings:
        """Return the transfers of one kind on the selected accounts.

        `wanted` is the sum of them, rounded, per account and year, for receipts of companies per account and month. A
        receipt has a size of its own; other transfers of a year are equal.
        """
        index = np.flatnonzero(selected & (wanted > 0).any(axis=1))
        rows = Rows(self.accounts.key[index], self.accounts.cell[index])
        place, day, weight = self._receipts(rows) if kind == "customer" else self._monthly(rows, kind)
        account = index[place]
        months = self.calendar.month(day) - self.first_month
        period = months if kind == "customer" else months // _MONTHS_PER_YEAR
        first = self.periods.first[account]
        if outgoing:
            # Nobody moves on money before the first pay has come to an account that is opened in the window.
            first = first + np.where(first > self.window.first, _DAYS_TO_FIRST_PAY, 0)
        within = (day >= first) & (day < self.periods.end[account])
        weight = np.where(within, weight, 0)
        group = account * wanted.shape[1] + period
        total = np.bincount(group, weight, wanted.size)[group]
        part = np.round(weight / np.maximum(total, 1) * wanted.ravel()[group] / CENTS, 6)
        unit = 1 if kind == "customer" else _UNIT
        amount = cents(part, unit=unit)
        sign = -1 if outgoing else 1
        second = self.draw.integers(f"second/{kind}", rows, *everyday_numbers.STANDING_TRANSFER_HOURS)[place]
        party = self._parties(rows, place, day, kind)
        booked = posted(account, day, second, sign * amount, kind, party)
        keep = (amount >= (1 if kind == "customer" else everyday_numbers.SMALLEST_STANDING_TRANSFER)) & within
        return booked.where(keep & possible(booked, self.accounts))

    def _monthly(self, rows: Rows, kind: str) -> tuple[Index, DayNumber, IntArray]:
        """Return place, day and weight of a transfer every month, by some owners every three months."""
        incoming = kind == "own_transfer"
        days = everyday_numbers.TRANSFER_FROM_ELSEWHERE_DAYS if incoming else everyday_numbers.STANDING_TRANSFER_DAYS
        place, day = self.window.monthly_days(self.draw.integers(f"day/{kind}", rows, *days), self.calendar)
        if incoming:
            day = self.calendar.last_business(day)
        in_window = day >= self.window.first
        place, day = place[in_window], day[in_window]
        return place, day, np.ones(len(day), np.int64)

    def _receipts(self, rows: Rows) -> tuple[Index, DayNumber, IntArray]:
        """Return place, day and weight of the receipts of companies: several a month."""
        count = self.draw.integers("receipts", rows, *full_history_numbers.RECEIPTS_PER_MONTH)
        company = np.repeat(np.arange(len(rows)), count)
        key = child_key(rows.key[company], ordinals(count), Room("receipts of a month", _RECEIPTS_OF_MONTH))
        every_month = Rows(key, rows.cell[company])
        due = self.draw.integers("receipt day", every_month, *full_history_numbers.RECEIPT_DAYS)
        receipt, day = self.window.monthly_days(due, self.calendar)
        times = Rows(
            child_key(key[receipt], day - self.window.first, _RECEIPTS_OF_ACCOUNT), rows.cell[company[receipt]]
        )
        jitter = self.draw.integers("receipt jitter", times, *full_history_numbers.RECEIPT_DELAY)
        day = np.minimum(day + jitter, self.window.last)
        weight = self.draw.between("receipt size", times, full_history_numbers.RECEIPT_WEIGHTS)
        return company[receipt], day, np.round(weight * 10_000).astype(np.int64)

    def _parties(self, rows: Rows, place: Index, day: DayNumber, kind: str) -> Index:
        """Return the other side: always the same, of companies some of their customers."""
        if kind != "customer":
            return draw_external_parties(self.draw, f"party/{kind}", rows)[place]
        key = child_key(rows.key[place], (day - self.window.first) % _RECEIPTS_OF_MONTH, Room("customers", 20))
        return draw_external_parties(self.draw, f"party/{kind}", Rows(key, rows.cell[place]))
