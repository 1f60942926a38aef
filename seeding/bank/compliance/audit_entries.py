"""The audit trail: what employees did to customers, accounts, loans, policies and the bookings they made."""

from dataclasses import dataclass

import numpy as np

from datahub.compliance.models import AuditTrail as AuditTrailRow
from seeding.bank.accounts.accounts import CLOSED, FROZEN, Accounts
from seeding.bank.accounts.customer_care import CustomerCare
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.ledger import Ledger
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.compliance import numbers
from seeding.bank.compliance.screening import FOUNDING_COMPLIANCE_OFFICER
from seeding.bank.employees.numbers import FOUNDING_ROLES, INSURANCE_AGENT, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance.deaths import Deaths
from seeding.bank.insurance.policies import FOUNDING_INSURANCE_AGENT, Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_terms import ACTIVE, MATURED
from seeding.bank.insurance.premium_changes import PremiumChanges
from seeding.bank.loans.applications import FOUNDING_LOAN_OFFICER
from seeding.bank.loans.loan_states import LoanStates
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.numbers import OFFICERS as LOAN_OFFICERS
from seeding.bank.products import require_choices
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, Index, SecondOfDay, rank_within, starts
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import All, node
from seeding.engine.rows import ParallelArrays, Rows, concat

ENTITIES = ("customer", "account", "loan", "policy", "transaction")
CUSTOMER, ACCOUNT, LOAN, POLICY, TRANSACTION = range(len(ENTITIES))
ACTIONS = ("create", "update", "view")
CREATE, UPDATE, VIEW = range(len(ACTIONS))
_TELLER = FOUNDING_ROLES.index(SERVICE)
_ENTRIES_OF_CUSTOMER = Room("audit entries of a customer", 1_000_000)

require_choices("entity of the audit trail", ENTITIES, AuditTrailRow.Entity.values)
require_choices("action of the audit trail", ACTIONS, AuditTrailRow.Action.values, unused=["delete"])


@dataclass(frozen=True)
class AuditEntries(ParallelArrays):
    """Audit entries in any order, one element per entry.

    `customer` is the index of the customer concerned, `index` that of the row in its own table, `employee` that of the
    employee in the staff; `entity` and `action` are codes of ENTITIES and ACTIONS. `price` is the index of a
    premium change, NONE for other entries.
    """

    customer: Index
    entity: Code
    index: Index
    action: Code
    day: DayNumber
    second: SecondOfDay
    employee: Index
    price: Index


def _entries(
    entity: int,
    action: int,
    customer: Index,
    day: DayNumber,
    second: SecondOfDay,
    employee: Index,
    selected: BoolArray,
) -> AuditEntries:
    """Return one entry for each selected row of a table; the arrays have one element per row of the table."""
    index = np.flatnonzero(selected)
    one = np.ones_like(index)
    return AuditEntries(
        customer[index], entity * one, index, action * one, day[index], second[index], employee[index], NONE * one
    )


def _all(rows: Rows) -> BoolArray:
    return np.ones(len(rows), bool)


@node(stream="audit entries of customers", order=10)
def customer_entries(customers: Customers, customer_care: CustomerCare) -> AuditEntries:
    """Return the registration of every customer, changes of some phone numbers, and views of some customers' data.

    An entry is about a row of accounts_db.customers, by an employee in service, and the last update of a column has its
    present value. Two kinds of changes in customer_db.customer_profiles have no entry: the KYC status follows from due
    dates of documents and reviews, which kyc_records shows; the advisor, and since when, is in
    employees_db.employee_assignments.
    """
    index, care = np.arange(len(customers)), customer_care
    return concat([
        _entries(CUSTOMER, action, index, contact.day, contact.second, contact.employee, contact.day != NO_DAY)
        for action, contact in ((CREATE, care.registered), (UPDATE, care.new_phone), (VIEW, care.viewed))
    ])  # fmt: skip


@node(stream="audit of accounts", order=20)
def account_entries(accounts: Accounts, ledger: Ledger, staff: Staff, draw: Draw) -> AuditEntries:
    """Return the opening of every account, at the time of its first ledger row, and closings and freezes of some."""
    first = starts(ledger.account)
    last = np.append(first[1:], len(ledger)) - 1
    opener, closer = (
        np.where(accounts.in_storyline, _TELLER, staff.serving(draw, column, accounts, day, (SERVICE,)))
        for column, day in (("opened_by", accounts.opened), ("closed_by", accounts.closed))
    )
    officer = staff.serving(draw, "frozen_by", accounts, accounts.frozen, numbers.OFFICERS)
    freezer = np.where(accounts.in_storyline, FOUNDING_COMPLIANCE_OFFICER, officer)
    is_closed, is_frozen = accounts.status == CLOSED, accounts.status == FROZEN
    frozen_at = draw.integers("frozen_at", accounts, *BRANCH_HOURS)
    owner = accounts.owner
    return concat(
        (
            _entries(ACCOUNT, CREATE, owner, accounts.opened, ledger.second[first], opener, _all(accounts)),
            _entries(ACCOUNT, UPDATE, owner, accounts.closed, ledger.second[last], closer, is_closed),
            _entries(ACCOUNT, UPDATE, owner, accounts.frozen, frozen_at, freezer, is_frozen),
        )
    )


@node(stream="audit of loans", order=30)
def loan_entries(loans: Loans, loan_states: LoanStates, staff: Staff, draw: Draw) -> AuditEntries:
    """Return the creation of every loan, and the change of status of loans repaid, restructured or in default."""
    creator, changer = (
        np.where(loans.in_storyline, FOUNDING_LOAN_OFFICER, staff.serving(draw, column, loans, day, LOAN_OFFICERS))
        for column, day in (("made_by", loans.disbursement_day), ("changed_by", loan_states.status_day))
    )
    created_at, changed_at = (draw.integers(column, loans, *BRANCH_HOURS) for column in ("made_at", "changed_at"))
    has_changed = loan_states.status_day != NO_DAY
    return concat(
        (
            _entries(LOAN, CREATE, loans.customer, loans.disbursement_day, created_at, creator, _all(loans)),
            _entries(LOAN, UPDATE, loans.customer, loan_states.status_day, changed_at, changer, has_changed),
        )
    )


@node(stream="audit of policies", order=40)
def policy_entries(
    policies: Policies, policy_states: PolicyStates, deaths: Deaths, staff: Staff, layout: Layout, draw: Draw
) -> AuditEntries:
    """Return the creation of every policy, by its seller, and the change of status when it lapsed, ended or matured."""
    matured_on = np.where(deaths.day != NO_DAY, deaths.day, policies.end_day)
    ended_on = np.where(policy_states.status == MATURED, matured_on, policies.stop_day)
    day = np.minimum(ended_on + numbers.STATUS_CHANGED_AFTER_DAYS, layout.until)
    changer = staff.serving(draw, "changed_by", policies, day, (INSURANCE_AGENT,))
    changer[policies.in_storyline] = FOUNDING_INSURANCE_AGENT
    changed_at = draw.integers("changed_at", policies, *BRANCH_HOURS)
    has_changed = policy_states.status != ACTIVE
    customer = policies.customer
    start, second = policies.start_day, policies.start_second
    return concat(
        (
            _entries(POLICY, CREATE, customer, start, second, policies.agent, _all(policies)),
            _entries(POLICY, UPDATE, customer, day, changed_at, changer, has_changed),
        )
    )


@node(stream="audit of premiums", order=45)
def premium_entries(
    policies: Policies, premium_changes: PremiumChanges, staff: Staff, calendar: Calendar, draw: Draw
) -> AuditEntries:
    """Return the change of each premium at a renewal, on the last business day by then.

    The employee who recorded the renewal changed it; where the system recorded the renewal, an agent did.
    """
    changes = premium_changes
    day = np.maximum(calendar.last_business(changes.day), policies.start_day[changes.policy] + 1)
    agent = staff.serving(draw, "changed_by", changes, day, (INSURANCE_AGENT,))
    agent = np.where(policies.in_storyline[changes.policy], FOUNDING_INSURANCE_AGENT, agent)
    one = np.ones(len(changes), np.int64)
    return AuditEntries(
        customer=policies.customer[changes.policy],
        entity=POLICY * one,
        index=changes.policy,
        action=UPDATE * one,
        day=day,
        second=draw.integers("changed_at", changes, *BRANCH_HOURS),
        employee=np.where(changes.performed_by != NONE, changes.performed_by, agent),
        price=np.arange(len(changes)),
    )


@node(stream="audit of transactions", order=50)
def transaction_entries(accounts: Accounts, ledger: Ledger) -> AuditEntries:
    """Return the ledger rows that an employee booked."""
    owner = accounts.owner[ledger.account]
    has_employee = ledger.processed_by != NONE
    return _entries(TRANSACTION, CREATE, owner, ledger.day, ledger.second, ledger.processed_by, has_employee)


@dataclass(frozen=True)
class AuditTrail(Rows):
    """The entries of a block, customer by customer in order of time."""

    entries: AuditEntries


@node(stream="audit trail")
def audit_trail(customers: Customers, parts: All[AuditEntries]) -> AuditTrail:
    """Return all entries in order; the entries of a row begin with its creation."""
    entries = concat(parts.items)
    order = np.lexsort((entries.index, entries.entity, entries.action, entries.second, entries.day, entries.customer))
    entries = entries.take(order)
    ordinal = rank_within(entries.customer) + 1
    key = child_key(customers.key[entries.customer], ordinal, _ENTRIES_OF_CUSTOMER)
    return AuditTrail(key, customers.cell[entries.customer], entries)
