"""The audit trail: what was done to customers, accounts, loans, policies, and to what was booked by hand."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.lives import CLOSED, FROZEN, PERSON_CLOSED, Accounts, Customers
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.compliance import numbers
from seeding.bank.compliance.screening import FOUNDER
from seeding.bank.employees.numbers import FOUNDING_ROLES, INSURANCE_AGENT, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance.deaths import Deaths
from seeding.bank.insurance.policies import ACTIVE, FOUNDING_INSURANCE_AGENT, MATURED, Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.loans.applications import FOUNDING_LOAN_OFFICER
from seeding.bank.loans.loan_states import LoanStates
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.numbers import OFFICERS as LOAN_OFFICERS
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within, starts
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import All, node
from seeding.engine.plan import Plan
from seeding.engine.rows import Parallel, Rows, concat

ENTITIES = ("customer", "account", "loan", "policy", "transaction")
CUSTOMER, ACCOUNT, LOAN, POLICY, TRANSACTION = range(len(ENTITIES))
ACTIONS = ("create", "update", "view")
CREATE, UPDATE, VIEW = range(len(ACTIONS))
_TELLER = FOUNDING_ROLES.index(SERVICE)
_ROOM = 1_000_000
"""Room for what is done to everything that is one customer's."""


@dataclass(frozen=True)
class AuditEntries(Parallel):
    """Things that were done, in any order; `customer`, `index` (of the row in its own table) and `by` are indices.

    `entity` and `action` are places in ENTITIES and ACTIONS; `by` counts the staff.
    """

    customer: IntArray
    entity: IntArray
    index: IntArray
    action: IntArray
    day: IntArray
    second: IntArray
    by: IntArray


def _done(
    entity: int, action: int, customer: IntArray, day: IntArray, second: IntArray, by: IntArray, among: BoolArray
) -> AuditEntries:
    """Return one thing that was done to some rows of a table."""
    index = np.flatnonzero(among)
    same = np.ones_like(index)
    return AuditEntries(customer[index], entity * same, index, action * same, day[index], second[index], by[index])


@node(stream="audit of customers", order=10)
def customer_entries(customers: Customers, staff: Staff, plan: Plan, draw: Draw) -> AuditEntries:
    """Register every customer; some get another telephone number, and some are looked up."""

    def served(column: str, day: IntArray) -> IntArray:
        by = staff.serving(draw, column, customers, day, (SERVICE,))
        return np.where(customers.in_storyline, _TELLER, by)

    everybody = np.arange(len(customers))
    parts = [
        _done(
            CUSTOMER, CREATE, everybody, customers.joined, customers.joined_at, served("registered", customers.joined),
            np.ones(len(customers), bool),
        )
    ]  # fmt: skip
    stays = (customers.status != PERSON_CLOSED) & (customers.joined < plan.last_day)
    for action, column, part in ((UPDATE, "new_phone", numbers.NEW_PHONES), (VIEW, "viewed", numbers.VIEWED)):
        day = draw.dates(f"{column}_on", customers, np.minimum(customers.joined + 1, plan.last_day), plan.last_day)
        second = draw.integers(f"{column}_at", customers, *BRANCH_HOURS)
        among = stays & (draw.uniform(column, customers) < part)
        parts.append(_done(CUSTOMER, action, everybody, day, second, served(f"{column}_by", day), among))
    return concat(parts)


@node(stream="audit of accounts", order=20)
def account_entries(accounts: Accounts, ledger: Ledger, staff: Staff, draw: Draw) -> AuditEntries:
    """Open every account, at its first row, and close or freeze some."""
    first = starts(ledger.account)
    last = np.append(first[1:], len(ledger)) - 1
    opener, closer = (
        np.where(accounts.in_storyline, _TELLER, staff.serving(draw, column, accounts, day, (SERVICE,)))
        for column, day in (("opened_by", accounts.opened), ("closed_by", accounts.closed))
    )
    freezer = np.where(
        accounts.in_storyline, FOUNDER, staff.serving(draw, "frozen_by", accounts, accounts.frozen, numbers.OFFICERS)
    )
    closed, frozen = accounts.status == CLOSED, accounts.status == FROZEN
    frozen_at = draw.integers("frozen_at", accounts, *BRANCH_HOURS)
    opened = np.ones(len(accounts), bool)
    return concat(
        (
            _done(ACCOUNT, CREATE, accounts.owner, accounts.opened, ledger.second[first], opener, opened),
            _done(ACCOUNT, UPDATE, accounts.owner, accounts.closed, ledger.second[last], closer, closed),
            _done(ACCOUNT, UPDATE, accounts.owner, accounts.frozen, frozen_at, freezer, frozen),
        )
    )


@node(stream="audit of loans", order=30)
def loan_entries(loans: Loans, loan_states: LoanStates, staff: Staff, draw: Draw) -> AuditEntries:
    """Book every loan in, and say when it was repaid, restructured or fell into default."""
    maker, changer = (
        np.where(loans.in_storyline, FOUNDING_LOAN_OFFICER, staff.serving(draw, column, loans, day, LOAN_OFFICERS))
        for column, day in (("made_by", loans.disbursement_day), ("changed_by", loan_states.status_day))
    )
    made_at, changed_at = (draw.integers(column, loans, *BRANCH_HOURS) for column in ("made_at", "changed_at"))
    made, changed = np.ones(len(loans), bool), loan_states.status_day != NO_DAY
    return concat(
        (
            _done(LOAN, CREATE, loans.customer, loans.disbursement_day, made_at, maker, made),
            _done(LOAN, UPDATE, loans.customer, loan_states.status_day, changed_at, changer, changed),
        )
    )


@node(stream="audit of policies", order=40)
def policy_entries(
    policies: Policies, policy_states: PolicyStates, deaths: Deaths, staff: Staff, plan: Plan, draw: Draw
) -> AuditEntries:
    """Write every policy, by who sold it, and say when it lapsed, was cancelled or matured."""
    ended = np.where(
        policy_states.status == MATURED, np.where(deaths.day != NO_DAY, deaths.day, policies.end_day), policies.stop_day
    )
    changed = policy_states.status != ACTIVE
    day = np.minimum(ended + numbers.NOTED_AFTER_DAYS, plan.last_day)
    changer = staff.serving(draw, "changed_by", policies, day, (INSURANCE_AGENT,))
    changer[policies.in_storyline] = FOUNDING_INSURANCE_AGENT
    changed_at = draw.integers("changed_at", policies, *BRANCH_HOURS)
    written = np.ones(len(policies), bool)
    return concat(
        (
            _done(
                POLICY, CREATE, policies.customer, policies.start_day, policies.start_second, policies.agent, written
            ),
            _done(POLICY, UPDATE, policies.customer, day, changed_at, changer, changed),
        )
    )


@node(stream="audit of transactions", order=50)
def booking_entries(accounts: Accounts, ledger: Ledger) -> AuditEntries:
    """Note what was booked by hand."""
    owner = accounts.owner[ledger.account]
    return _done(TRANSACTION, CREATE, owner, ledger.day, ledger.second, ledger.staff, ledger.staff != NONE)


@dataclass(frozen=True)
class Trail(Rows):
    """The entries of a block, customer by customer in order of time; the key is the customer's x 1,000,000 + place."""

    entries: AuditEntries


@node(stream="audit trail")
def trail(customers: Customers, everything: All[AuditEntries]) -> Trail:
    """Put everything that was done in order; what was done to a row begins with its creation."""
    done = concat(everything.items)
    order = np.lexsort((done.index, done.entity, done.action, done.second, done.day, done.customer))
    done = done.take(order)
    nth = rank_within(done.customer) + 1
    return Trail(customers.key[done.customer] * _ROOM + nth, customers.cell[done.customer], done)
