"""Transfers between accounts of the bank: to the owner's savings, and between the adults of a household."""

from math import ceil

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts import full_history_numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.amounts import draw_amounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.incomes import SPENDING_LEVELS, Incomes
from seeding.bank.accounts.posting_times import LATEST_SECOND, Clock, Window
from seeding.bank.accounts.postings import EverydayFlow, possible, posted
from seeding.bank.accounts.usage_periods import UsagePeriods
from seeding.engine.arrays import NONE, Cents, Code, DayNumber, Index, SecondOfDay
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

_DAYS_PER_MONTH = 30
_DAYS_OF_TRANSFER = Room("days of a monthly transfer", 10_000)


@node(stream="internal transfers", order=130)
def internal_transfers(
    customers: Customers,
    accounts: Accounts,
    incomes: Incomes,
    periods: UsagePeriods,
    clock: Clock,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> EverydayFlow:
    """Return both postings of each transfer: the debit of the payer and the same credit of the payee.

    There is one in three months of a brief history, and one every month in a full one.
    """
    payer, payee = _payers_and_payees(customers, accounts, draw)
    rows = Rows(accounts.key[payer], accounts.cell[payer])
    level = incomes.spending_level[accounts.owner[payer]]
    if layout.is_full:
        amount = draw_amounts(draw, "amount", rows, numbers.SAVED, SPENDING_LEVELS, level)
        amount = _monthly_amounts(amount, accounts, payer, payee, periods, draw)
        place, day = window.monthly_days(
            draw.integers("day of month", rows, *full_history_numbers.HOUSEHOLD_TRANSFER_DAYS), calendar
        )
        amount = amount[place]
        rows = Rows(child_key(rows.key[place], day - window.first, _DAYS_OF_TRANSFER), rows.cell[place])
        second = np.minimum(clock.seconds(draw, "second", rows, "online"), LATEST_SECOND)
    else:
        place, day, second, amount = _quarterly(rows, level, clock, draw)
    payer, payee = payer[place], payee[place]
    sent = posted(payer, day, second, -amount, "internal_out", payee)
    received = posted(payee, day, second, amount, "internal_in", payer)
    both_possible = possible(sent, accounts) & possible(received, accounts) & (amount > 0)
    both_possible &= periods.contain(sent) & periods.contain(received)
    return EverydayFlow(concat((sent.where(both_possible), received.where(both_possible))))


def _quarterly(rows: Rows, level: Code, clock: Clock, draw: Draw) -> tuple[Index, DayNumber, SecondOfDay, Cents]:
    """Return the row, by index, the day, the second and the amount of each transfer of a brief history.

    There is one per row for every three full months of the window, and for a rest of them with a probability.
    """
    parts = []
    for turn in range(ceil(clock.quarters)):
        suffix = f"/{turn}" if turn else ""
        happens = draw.uniform(f"happens{suffix}", rows) < clock.quarters - turn
        amount = draw_amounts(draw, f"amount{suffix}", rows, numbers.SAVED, SPENDING_LEVELS, level)
        day = clock.days(draw, f"day{suffix}", rows, "online")
        second = np.minimum(clock.seconds(draw, f"second{suffix}", rows, "online"), LATEST_SECOND)
        parts.append((np.flatnonzero(happens), day[happens], second[happens], amount[happens]))
    place, days, seconds, amounts = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return place, days, seconds, amounts


def _monthly_amounts(
    amount: Cents, accounts: Accounts, payer: Index, payee: Index, periods: UsagePeriods, draw: Draw
) -> Cents:
    """Return what is sent each month: to savings, so that most of their balance has been saved up, else `amount`."""
    first = np.maximum(periods.first[payer], periods.first[payee])
    months = (np.minimum(periods.end[payer], periods.end[payee]) - first) // _DAYS_PER_MONTH + 1
    part = draw.between(
        "saved up", Rows(accounts.key[payer], accounts.cell[payer]), full_history_numbers.SAVINGS_OF_TARGET
    )
    monthly = np.floor(np.round(part * accounts.target[payee] / np.maximum(months, 1), 6)).astype(np.int64)
    unit = full_history_numbers.SAVINGS_UNIT
    saved = np.minimum(monthly, 2 * amount) // unit * unit
    saved[saved < full_history_numbers.SMALLEST_SAVING] = 0
    return np.where(accounts.owner[payer] == accounts.owner[payee], saved, amount // unit * unit)


def _payers_and_payees(customers: Customers, accounts: Accounts, draw: Draw) -> tuple[Index, Index]:
    """Return the accounts that pay and those that are paid; both are in use, and no account pays twice."""
    savings = accounts.own_savings()
    can_save = (savings != NONE) & accounts.in_use & accounts.in_use[savings]
    saver = np.flatnonzero(can_save & (draw.uniform("saver", accounts) < numbers.SAVERS))
    first = np.flatnonzero(accounts.everyday & (accounts.ordinal == 0) & accounts.in_use)
    household = np.where(customers.in_household, customers.household_id, -customers.key)[accounts.owner[first]]
    first_adult = np.flatnonzero(household[1:] == household[:-1]) if len(first) else np.zeros(0, np.int64)
    # The second adult sends and the first adult receives, so that a first adult who saves does not pay twice.
    sender, receiver = first[first_adult + 1], first[first_adult]
    sends = (accounts.currency[sender] == accounts.currency[receiver]) & ~np.isin(sender, saver)
    sends &= draw.uniform("household", accounts)[sender] < numbers.HOUSEHOLD_TRANSFERS
    return np.concatenate((saver, sender[sends])), np.concatenate((savings[saver], receiver[sends]))
