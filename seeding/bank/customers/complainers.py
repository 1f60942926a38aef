"""The customers who complain, and the days on which they could."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import ACTIVE, CHECKING, Accounts
from seeding.bank.accounts.customers import PERSON_ACTIVE, Customers
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.contact_periods import ContactPeriods
from seeding.bank.earlier_years import earlier_years, first_days
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, DayNumber, Index, Ordinal
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.rows import Rows


@dataclass(frozen=True)
class Complainers(Rows):
    """The customers who complain, and the accounts that a complaint about a card payment or a fee would concern.

    `first` and `last` are the first and the last possible day, whatever the complaint is about and however it is
    settled.
    """

    customer: Index
    year: Ordinal
    card_account: Index
    fee_account: Index
    first: DayNumber
    last: DayNumber
    has_business_day: BoolArray


def recent_complainers(
    customers: Customers, usable: tuple[Index, Index], contact_periods: ContactPeriods, layout: Layout, draw: Draw
) -> Complainers:
    """Return who complained in the last two years; `usable` is what `usable_accounts` returns."""
    customer = np.flatnonzero(_complain(customers, layout, draw))
    card_account, fee_account = (account[customer] for account in usable)
    return Complainers(
        key=customers.key[customer],
        cell=customers.cell[customer],
        customer=customer,
        year=np.full(len(customer), NONE),
        card_account=card_account,
        fee_account=fee_account,
        first=np.maximum(contact_periods.first[customer], customers.joined[customer] + numbers.FIRST_WEEKS_DAYS),
        last=contact_periods.last[customer],
        has_business_day=contact_periods.has_business_day[customer],
    )


def earlier_complainers(
    customers: Customers,
    accounts: Accounts,
    usable: tuple[Index, Index],
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Complainers:
    """Return who complained in each of the years before; `usable` is what `usable_accounts` returns.

    Accounts must have been opened long enough before the end of the year.
    """
    begin = first_days(layout, customers.joined + numbers.FIRST_WEEKS_DAYS, numbers.WINDOW_DAYS)
    years = earlier_years(customers, begin, layout.until - numbers.WINDOW_DAYS)
    years = years.with_event("complains", numbers.COMPLAINTS_A_YEAR, draw)
    opened = np.append(accounts.opened, 0)
    card_account, fee_account = (
        np.where(opened[account] + numbers.ACCOUNT_AGE_DAYS <= years.last, account, NONE)
        for account in (found[years.customer] for found in usable)
    )
    return Complainers(
        key=years.key,
        cell=years.cell,
        customer=years.customer,
        year=years.place,
        card_account=card_account,
        fee_account=fee_account,
        first=years.first,
        last=years.last,
        has_business_day=calendar.business_index(years.last + 1) > calendar.business_index(years.first),
    )


def _complain(customers: Customers, layout: Layout, draw: Draw) -> BoolArray:
    """Return which customers complain: active ones who joined a while ago, and those of storylines that ask for it."""
    pinned = storyline_codes(customers.key, lambda role: int(role.outspoken)) == 1
    eligible = (
        ~pinned
        & ~customers.in_storyline
        & (customers.status == PERSON_ACTIVE)
        & (customers.joined <= layout.until - numbers.COMPLAINER_STANDING_DAYS)
    )
    return pinned | draw.stratified_sample(
        "complains", customers, numbers.COMPLAINERS, eligible, already_selected=pinned
    )


def usable_accounts(customers: Customers, accounts: Accounts, layout: Layout) -> tuple[Index, Index]:
    """Return for each customer the account that a complaint about a card payment concerns, and that of one about a fee.

    Both are indexes of accounts, NONE where there is none: active, in use, and opened long enough ago. A card belongs
    to a checking account.
    """
    latest = layout.until - numbers.COMPLAINER_STANDING_DAYS
    usable = accounts.in_use & (accounts.status == ACTIVE) & (accounts.opened <= latest)
    card, fee = np.full(len(customers), NONE), np.full(len(customers), NONE)
    for found, eligible in ((fee, usable), (card, usable & (accounts.type == CHECKING))):
        index = np.flatnonzero(eligible)[::-1]
        found[accounts.owner[index]] = index
    return card, np.where(card != NONE, card, fee)
