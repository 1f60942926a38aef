"""Transfers that keep accounts in balance: what is left moves on, what is missing comes from elsewhere.

What comes in and what goes out of an account in a month follows from its owner's income and habits; these transfers
are as large as the difference.
"""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.direct_deposits import DirectDeposits
from seeding.bank.accounts.everyday_activity import EverydayActivity
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.payrolls import Payrolls
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import Obligations, Postings, none_posted, possible, posted
from seeding.bank.accounts.rents import Rents
from seeding.bank.accounts.usage_periods import UsagePeriods
from seeding.engine.arrays import BoolArray, Cents, Index, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.money import CENTS, cents
from seeding.engine.node import All, node
from seeding.engine.rows import Rows

_DAYS_PER_MONTH = 30.4375
_MONTHS_PER_QUARTER = 3
_RECEIPTS_OF_ACCOUNT = Room("receipts of an account", 1_000)


@dataclass(frozen=True)
class MonthlyFlows:
    """The mean flows of each account of the block in a month of the window, one entry per account.

    `income` is what comes by direct deposit, `obligations` what loans and policies take, `spending` what everything
    else takes, less what else comes in.
    """

    income: Cents
    obligations: Cents
    spending: Cents

    @property
    def surplus(self) -> Cents:
        """The surplus of a month; negative where money is missing."""
        return self.income - self.obligations - self.spending


@node(stream="monthly flows")
def monthly_flows(
    accounts: Accounts,
    direct_deposits: DirectDeposits,
    rents: Rents,
    payrolls: Payrolls,
    everyday: EverydayActivity,
    obligations: All[Obligations],
    periods: UsagePeriods,
    window: Window,
) -> MonthlyFlows:
    """Return the flows of all accounts."""
    months = np.maximum(periods.end - periods.first, 1) / _DAYS_PER_MONTH

    def per_account(account: Index, amount: Cents) -> Cents:
        return np.bincount(account, amount, len(accounts)).astype(np.int64)

    owed = np.zeros(len(accounts), np.int64)
    for part in obligations.items:
        due = (part.day >= window.first) & (part.day <= window.last)
        owed += per_account(part.account[due], part.cents[due])
    everyday_net = per_account(everyday.postings.account, everyday.postings.cents)
    return MonthlyFlows(
        income=per_account(direct_deposits.account, direct_deposits.monthly),
        obligations=_rounded(owed / months),
        spending=per_account(rents.account, rents.monthly)
        + per_account(payrolls.account, payrolls.monthly)
        - _rounded(everyday_net / months),
    )


def _rounded(amounts: np.ndarray) -> Cents:
    return np.floor(np.round(amounts, 6)).astype(np.int64)


def _regular_transfers(
    accounts: Accounts,
    account: Index,
    amount: Cents,
    kind: str,
    periods: UsagePeriods,
    window: Window,
    calendar: Calendar,
    draw: Draw,
) -> Postings:
    """Return a transfer of the same amount on the same day of every month of the window, with the same other side."""
    rows = Rows(accounts.key[account], accounts.cell[account])
    incoming = kind == "own_transfer"
    days = numbers.TRANSFER_FROM_ELSEWHERE_DAYS if incoming else numbers.STANDING_TRANSFER_DAYS
    index, day = window.monthly_days(draw.integers("day", rows, *days), calendar)
    second = draw.integers("second", rows, *numbers.STANDING_TRANSFER_HOURS)[index]
    party = draw_external_parties(draw, "party", rows)[index]
    if incoming:
        day = calendar.last_business(day)
    booked = posted(account[index], day, second, amount[index], kind, party)
    return booked.where(periods.contain(booked) & possible(booked, accounts))


@node(stream="standing transfers", order=120)
def standing_transfers(
    accounts: Accounts,
    flows: MonthlyFlows,
    periods: UsagePeriods,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Postings:
    """Return a transfer of most of what is left of each income, early each month: to a card, a pension plan, a bank.

    In a long window there are balancing transfers instead of all transfers of this module.
    """
    if window.is_long:
        return none_posted()
    part = draw.between("part", accounts, numbers.MOVED_ON)
    unit = numbers.STANDING_TRANSFER_UNIT
    amount = cents(np.round(part, 9) * flows.surplus.clip(0) / CENTS, unit=unit)
    account = np.flatnonzero((flows.income > 0) & (amount >= numbers.SMALLEST_STANDING_TRANSFER))
    return _regular_transfers(accounts, account, -amount[account], "standing_transfer", periods, window, calendar, draw)


@node(stream="transfers from elsewhere", order=125)
def transfers_from_elsewhere(
    customers: Customers,
    accounts: Accounts,
    flows: MonthlyFlows,
    periods: UsagePeriods,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Postings:
    """Return transfers into each account that takes in less than it gives out: its owner's main account is elsewhere.

    Savings accounts receive what the loans and policies take that are paid from them; companies live on receipts.
    """
    if window.is_long:
        return none_posted()
    missing = np.where(accounts.everyday, -flows.surplus, flows.obligations).clip(0)
    part = draw.between("part", accounts, numbers.SENT_FROM_ELSEWHERE)
    unit = numbers.TRANSFER_FROM_ELSEWHERE_UNIT
    amount = -(-cents(np.round(part, 9) * missing / CENTS) // unit) * unit
    wanted = (amount > numbers.SMALLEST_STANDING_TRANSFER) & accounts.in_use & accounts.usable_after(layout.start)
    account = np.flatnonzero(wanted & ~_lives_on_receipts(customers, accounts))
    booked = _regular_transfers(accounts, account, amount[account], "own_transfer", periods, window, calendar, draw)
    every_month = accounts.everyday & (draw.uniform("every month", accounts) < numbers.SENT_EVERY_MONTH)
    turn = draw.integers("turn", accounts, 0, _MONTHS_PER_QUARTER - 1)
    seldom = ~every_month[booked.account]
    booked.cents[seldom] *= _MONTHS_PER_QUARTER
    return booked.where(~seldom | (calendar.month(booked.day) % _MONTHS_PER_QUARTER == turn[booked.account]))


def _lives_on_receipts(customers: Customers, accounts: Accounts) -> BoolArray:
    return customers.corporate[accounts.owner] & accounts.everyday


@node(stream="business receipts", order=128)
def business_receipts(
    customers: Customers,
    accounts: Accounts,
    flows: MonthlyFlows,
    periods: UsagePeriods,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Postings:
    """Return what customers pay companies: each month about what the company gives out, no two amounts equal."""
    if window.is_long:
        return none_posted()
    active = accounts.in_use & accounts.usable_after(layout.start) & _lives_on_receipts(customers, accounts)
    account = np.flatnonzero(active & (flows.surplus < 0))
    companies = Rows(accounts.key[account], accounts.cell[account])
    payee, day = window.monthly_days(_receipt_days(companies, draw), calendar)
    key = child_key(companies.key[payee], calendar.month(day) - window.months[0], _RECEIPTS_OF_ACCOUNT)
    rows = Rows(key, companies.cell[payee])
    part = draw.between("part", rows, numbers.RECEIPTS_OF_SPENDING)
    amount = cents(np.round(part, 9) * -flows.surplus[account][payee] / CENTS)
    second = draw.integers("second", rows, *numbers.RENT_HOURS)
    booked = posted(account[payee], day, second, amount, "customer", draw_external_parties(draw, "party", rows))
    return booked.where((booked.cents > 0) & periods.contain(booked) & possible(booked, accounts))


def _receipt_days(companies: Rows, draw: Draw) -> IntArray:
    return draw.integers("day", companies, *numbers.RECEIPT_DAYS)
