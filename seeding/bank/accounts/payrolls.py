"""Payrolls: what companies pay their staff from their account every month."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.amounts import draw_amounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.incomes import SPENDING_LEVELS, Incomes, before_raises
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import EverydayFlow, possible, posted
from seeding.bank.accounts.usage_periods import UsagePeriods
from seeding.engine.arrays import Cents, Index
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import Rows

_MONTHS_OF_ACCOUNT = Room("payrolls of an account", 1_000)


@dataclass(frozen=True)
class Payrolls(Rows):
    """The usual payroll a month of each account, by index, of companies that pay their staff from it."""

    account: Index
    monthly: Cents


@node(stream="companies with staff")
def companies_with_staff(
    customers: Customers, accounts: Accounts, incomes: Incomes, layout: Layout, draw: Draw
) -> Payrolls:
    """Return the payrolls of companies that have staff, sized by their revenue."""
    eligible = accounts.in_use & accounts.everyday & (accounts.ordinal == 0)
    eligible &= layout.is_full | accounts.usable_after(layout.start)
    eligible &= customers.corporate[accounts.owner]
    account = np.flatnonzero(eligible & (draw.uniform("has staff", accounts) < numbers.COMPANIES_WITH_STAFF))
    rows = Rows(accounts.key[account], accounts.cell[account])
    level = incomes.spending_level[accounts.owner[account]]
    return Payrolls(
        rows.key, rows.cell, account, draw_amounts(draw, "payroll", rows, numbers.PAYROLL, SPENDING_LEVELS, level)
    )


@node(stream="payrolls", order=105)
def payrolls(
    accounts: Accounts,
    payrolls: Payrolls,
    periods: UsagePeriods,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> EverydayFlow:
    """Return the payroll of each month of the window: hours differ, so that no two are equal."""
    payer, day = window.monthly_days(draw.integers("day", payrolls, *numbers.PAYROLL_DAYS), calendar)
    key = child_key(payrolls.key[payer], calendar.month(day) - window.months[0], _MONTHS_OF_ACCOUNT)
    rows = Rows(key, payrolls.cell[payer])
    part = draw.between("hours", rows, numbers.PAYROLL_OF_USUAL)
    amount = cents(np.round(part, 9) * payrolls.monthly[payer] / CENTS)
    if window.is_long:
        amount = before_raises(amount, np.zeros_like(payer), day, layout, calendar)
    second = draw.integers("second", payrolls, *numbers.SALARY_HOURS)[payer]
    booked = posted(payrolls.account[payer], calendar.last_business(day), second, -amount, "payroll")
    return EverydayFlow(booked.where(periods.contain(booked) & possible(booked, accounts)))
