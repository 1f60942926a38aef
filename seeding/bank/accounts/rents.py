"""The rents that tenants pay from their accounts."""

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.amounts import draw_amounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.everyday_activity import SPENDING
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import Postings, possible, posted
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.rows import Rows


@node(stream="rents", order=110)
def rents(customers: Customers, accounts: Accounts, window: Window, calendar: Calendar, draw: Draw) -> Postings:
    """Return the rent of each tenant: the same amount to the same landlord early in every month of the window."""
    eligible = accounts.personal_everyday(customers) & ~accounts.in_storyline
    account = np.flatnonzero(eligible & (draw.uniform("tenant", accounts) < numbers.TENANTS))
    tenants = Rows(accounts.key[account], accounts.cell[account])
    tenant, day = window.monthly_days(draw.integers("day", tenants, *numbers.RENT_DAYS), calendar)
    segment = customers.segment[accounts.owner[account]]
    rent = draw_amounts(draw, "rent", tenants, numbers.RENT, SPENDING, segment)
    landlord = draw_external_parties(draw, "landlord", tenants)
    second = draw.integers("second", tenants, *numbers.RENT_HOURS)
    booked = posted(account[tenant], day, second[tenant], -rent[tenant], "rent", landlord[tenant])
    return booked.where(possible(booked, accounts))
