"""Customer profiles: advisor, know-your-customer status, risk rating, and when the profile last changed."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import PERSON_CLOSED, PERSON_DORMANT, Customers
from seeding.bank.customers import numbers
from seeding.bank.employees.numbers import FOUNDING_ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.bank.storyline_codes import code_of, storyline_codes
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, Index, SecondOfDay
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_LAST_SECOND = SECONDS_PER_DAY - 1
_MONTHS_PER_YEAR = 12
_UPDATE_HOURS = (7 * 3_600, 22 * 3_600)
"""Seconds of the day between which profiles change."""


@dataclass(frozen=True)
class Profiles(Rows):
    """The profile of each customer of a block.

    `agent` is the advisor, an index into the staff, NONE where there is none; `kyc` and `risk` are codes of KYC and
    RISK, on the last day of the history; `updated` and `updated_at` are the day and the second of the last change that
    no event explains. `left` is the day on which a closed customer left, `dormant_from` the first day on which a
    customer counts as dormant; both are NO_DAY for everybody else.
    """

    agent: Index
    kyc: Code
    risk: Code
    updated: DayNumber
    updated_at: SecondOfDay
    left: DayNumber
    dormant_from: DayNumber


@node(stream="customer profiles")
def profiles(
    customers: Customers, accounts: Accounts, staff: Staff, layout: Layout, calendar: Calendar, draw: Draw
) -> Profiles:
    """Return the advisor, the ratings and the last change of each customer's profile, and when the status changes."""
    is_closed = customers.status == PERSON_CLOSED
    risk_of_subjects = np.where(customers.subject, numbers.RISK.code("high"), NONE)
    risk_of_storylines = storyline_codes(customers.key, code_of(numbers.RISK.names, lambda role: role.risk))
    pinned_risk = np.maximum(risk_of_subjects, risk_of_storylines)
    pinned_kyc = np.where(customers.in_storyline | customers.in_case | is_closed, numbers.KYC.code("verified"), NONE)
    updated = _last_updates(customers, accounts, layout, draw)
    return Profiles(
        key=customers.key,
        cell=customers.cell,
        agent=_agents(customers, is_closed, staff, layout, draw),
        kyc=draw.stratified_category("kyc", customers, numbers.KYC, pinned=pinned_kyc),
        risk=draw.stratified_category("risk", customers, numbers.RISK, pinned=pinned_risk),
        updated=updated,
        updated_at=np.where(
            updated == customers.joined,
            draw.integers("updated_at", customers, customers.joined_at, _LAST_SECOND),
            draw.integers("updated_at", customers, *_UPDATE_HOURS),
        ),
        left=np.where(is_closed, updated, NO_DAY),
        dormant_from=_dormant_days(customers, accounts, layout, calendar),
    )


def _agents(customers: Customers, is_closed: BoolArray, staff: Staff, layout: Layout, draw: Draw) -> Index:
    """Return the advisor of each customer, NONE for closed customers and some others."""
    nobody, somebody = (numbers.ASSIGNED.code(name) for name in ("nobody", "somebody"))
    pinned = np.where(customers.in_storyline, somebody, np.where(is_closed, nobody, NONE))
    is_assigned = draw.stratified_category("assigned", customers, numbers.ASSIGNED, pinned=pinned) == somebody
    today = np.full(len(customers), layout.until)
    agent = staff.serving(draw, "agent", customers, today, numbers.ADVISORS)
    agent[customers.in_storyline] = FOUNDING_ROLES.index(SERVICE)
    return np.where(is_assigned, agent, NONE)


def _last_updates(customers: Customers, accounts: Accounts, layout: Layout, draw: Draw) -> DayNumber:
    """Return the day each profile last changed: for a closed customer the day the last account was closed."""
    earliest = np.maximum(customers.joined, layout.start - numbers.UPDATED_WITHIN_DAYS)
    updated = draw.dates("updated", customers, earliest, layout.until)
    last_closing = np.full(len(customers), NO_DAY, np.int64)
    np.maximum.at(last_closing, accounts.owner, accounts.closed)
    return np.where(last_closing != NO_DAY, last_closing, updated)


def _dormant_days(customers: Customers, accounts: Accounts, layout: Layout, calendar: Calendar) -> DayNumber:
    """Return the day from which each dormant customer counts as such, NO_DAY for the others.

    That is a year after the customer used an account for the last time, or joined without one; of those for whom this
    day has come when the bank is first seen, that day.
    """
    idle_from = customers.joined.copy()
    np.maximum.at(idle_from, accounts.owner, np.maximum(accounts.opened, accounts.idle_from))
    # A year after February 29 is February 28.
    dormant_from = calendar.months_later(idle_from, _MONTHS_PER_YEAR) + 1
    is_dormant = customers.status == PERSON_DORMANT
    return np.where(is_dormant, dormant_from.clip(layout.start, layout.until), NO_DAY)
