"""The rents that tenants pay from the account to which their income comes."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.direct_deposits import DirectDeposits
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.income_numbers import RENTER
from seeding.bank.accounts.incomes import Incomes, before_raises
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import EverydayFlow, possible, posted
from seeding.bank.accounts.usage_periods import UsagePeriods
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.loans import Loans
from seeding.engine.arrays import BoolArray, Cents, Index
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import Rows

_MONTHS_PER_YEAR = 12
_MORTGAGE = LOAN_TYPES.code("mortgage")


@dataclass(frozen=True)
class Rents(Rows):
    """The rent a month of each account, by index, from which one is paid."""

    account: Index
    monthly: Cents


@node(stream="tenants")
def tenants(
    customers: Customers,
    accounts: Accounts,
    incomes: Incomes,
    direct_deposits: DirectDeposits,
    loans: Loans,
    draw: Draw,
) -> Rents:
    """Return the rents, a part of the tenant's pay: one per household, and none where an adult has a mortgage."""
    household = customers.household_id
    with_mortgage = np.isin(household, household[loans.customer[loans.type == _MORTGAGE]])
    customer = direct_deposits.customer
    pays = (incomes.tenure == RENTER)[customer] & ~with_mortgage[customer] & ~customers.in_storyline[customer]
    pays &= _is_first_of_household(household[customer])
    payers = direct_deposits.where(pays)
    rows = Rows(payers.key, payers.cell)
    share = numbers.RENT_OF_PAY
    part = draw.lognormal("part", rows, share.median, share.spread, share.limits.low, share.limits.high)
    return Rents(rows.key, rows.cell, payers.account, cents(part * payers.monthly / CENTS, unit=share.unit))


def _is_first_of_household(household: Index) -> BoolArray:
    """Return which of the households, in non-decreasing order, is the first of equal ones."""
    return np.append(True, household[1:] != household[:-1])[: len(household)]


@node(stream="rents", order=110)
def rents(
    accounts: Accounts,
    tenants: Rents,
    periods: UsagePeriods,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> EverydayFlow:
    """Return the rent of each tenant: the same amount to the same landlord early in every month of the window.

    In a long window it rises once a year.
    """
    tenant, day = window.monthly_days(draw.integers("day", tenants, *numbers.RENT_DAYS), calendar)
    landlord = draw_external_parties(draw, "landlord", tenants)
    second = draw.integers("second", tenants, *numbers.RENT_HOURS)
    amount = tenants.monthly[tenant]
    if window.is_long:
        raise_month = draw.integers("raise month", tenants, 0, _MONTHS_PER_YEAR - 1)[tenant]
        amount = before_raises(amount, raise_month, day, layout, calendar)
    booked = posted(tenants.account[tenant], day, second[tenant], -amount, "rent", landlord[tenant])
    return EverydayFlow(booked.where(possible(booked, accounts) & periods.contain(booked)))
