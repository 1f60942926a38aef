"""What the bank makes of a customer: adviser, know-your-customer status, risk."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.customers import numbers
from seeding.bank.employees.numbers import FOUNDING_ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.bank.storylines import code_of, storyline_codes
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_LAST_MINUTES = 24 * 3600 - 1


@dataclass(frozen=True)
class Profiles(Rows):
    """The profile of each customer of a block. `agent` is an index into the staff, NONE where nobody is assigned."""

    agent: IntArray
    kyc: IntArray
    risk: IntArray
    updated: IntArray
    updated_at: IntArray


@node(stream="customer profiles")
def profiles(customers: Customers, accounts: Accounts, staff: Staff, plan: Plan, draw: Draw) -> Profiles:
    """Assign advisers, rate risk, and say when a profile last changed."""
    closed = customers.status == PERSON_CLOSED
    risk = np.where(customers.subject, numbers.RISK.code("high"), NONE)
    pinned = storyline_codes(customers.key, code_of(numbers.RISK.names, lambda role: role.risk))
    verified = np.where(customers.in_storyline | customers.in_case, numbers.KYC.code("verified"), NONE)
    updated = _updated(customers, accounts, plan, draw)
    return Profiles(
        key=customers.key,
        cell=customers.cell,
        agent=_agents(customers, closed, staff, plan, draw),
        kyc=draw.stratified_category("kyc", customers, numbers.KYC, pinned=verified),
        risk=draw.stratified_category("risk", customers, numbers.RISK, pinned=np.maximum(risk, pinned)),
        updated=updated,
        updated_at=np.where(
            updated == customers.joined,
            draw.integers("updated_at", customers, customers.joined_at, _LAST_MINUTES),
            draw.integers("updated_at", customers, 7 * 3600, 22 * 3600),
        ),
    )


def _agents(customers: Customers, closed: BoolArray, staff: Staff, plan: Plan, draw: Draw) -> IntArray:
    nobody, somebody = (numbers.ASSIGNED.code(name) for name in ("nobody", "somebody"))
    pinned = np.where(customers.in_storyline, somebody, np.where(closed, nobody, NONE))
    assigned = draw.stratified_category("assigned", customers, numbers.ASSIGNED, pinned=pinned) == somebody
    today = np.full(len(customers), plan.last_day)
    agent = staff.serving(draw, "agent", customers, today, numbers.ADVISERS)
    agent[customers.in_storyline] = FOUNDING_ROLES.index(SERVICE)
    return np.where(assigned, agent, NONE)


def _updated(customers: Customers, accounts: Accounts, plan: Plan, draw: Draw) -> IntArray:
    """Return the day each profile last changed: a closed customer's when the last account closed."""
    since = np.maximum(customers.joined, plan.last_day - numbers.UPDATED_WITHIN_DAYS)
    updated = draw.dates("updated", customers, since, plan.last_day)
    closing = np.full(len(customers), NO_DAY, np.int64)
    np.maximum.at(closing, accounts.owner, accounts.closed)
    return np.where(closing != NO_DAY, closing, updated)
