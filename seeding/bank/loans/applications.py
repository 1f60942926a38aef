"""Loan applications: who applies for what, how an application is assessed, and how the bank decides."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.contracts import choose_contract_holders, eligible_for_contract, linkable_accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.employees.numbers import COMPLIANCE_OFFICER, FOUNDING_ROLES, LOAN_OFFICER, PRESIDENT
from seeding.bank.employees.staff import Staff
from seeding.bank.loans import numbers
from seeding.bank.loans.amounts import whole_hundreds
from seeding.bank.loans.credit_scores import drawn_scores
from seeding.bank.loans.loan_types import LOAN_TYPES, Borrower
from seeding.bank.loans.numbers import APPROVED, PENDING, REJECTED, WITHDRAWN
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, IntArray, Ordinal, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows
from seeding.engine.shares import CategoryShares

FOUNDING_PRESIDENT = FOUNDING_ROLES.index(PRESIDENT)
FOUNDING_LOAN_OFFICER = FOUNDING_ROLES.index(LOAN_OFFICER)
FOUNDING_COMPLIANCE_OFFICER = FOUNDING_ROLES.index(COMPLIANCE_OFFICER)
"""Indices into the staff: the founders serve the people of storylines."""
SCORING_SYSTEM = -2
"""Stands for the scoring system where an index into the staff is meant."""
APPLICATIONS_OF_CUSTOMER = Room("loan applications of a customer", 2)

_MEDIANS, _SPREADS = LOAN_TYPES.floats(lambda each: each.median), LOAN_TYPES.floats(lambda each: each.spread)
_LOWEST = LOAN_TYPES.floats(lambda each: each.requested.low)
_HIGHEST = LOAN_TYPES.floats(lambda each: each.requested.high)
_UNITS: Cents = CENTS * LOAN_TYPES.integers(lambda each: each.unit)
_DECISION_MARGIN_DAYS = 5
"""Applications that are not pending are this many days older than the longest decision takes."""


@dataclass(frozen=True)
class Applications(Rows):
    """The loan applications of a block, customer by customer.

    `customer` and `linkable_account` are indices into the block's customers and accounts; the account is NONE for
    customers without one that a loan can be linked with. `ordinal` counts a customer's applications from 0. `type`,
    `status` and `rejection_reason` are codes of LOAN_TYPES, STATUSES and REJECTION_REASONS. `decision_day` is NO_DAY,
    and `approved_amount` NO_NUMBER, where there is none. `officer`, `decided_by` and `assessed_by` are indices into
    the staff; `decided_by` is NONE without a decision, `assessed_by` may be SCORING_SYSTEM.
    """

    customer: Index
    ordinal: Ordinal
    type: Code
    status: Code
    application_day: DayNumber
    decision_day: DayNumber
    requested_amount: Cents
    approved_amount: Cents
    rejection_reason: Code
    linkable_account: Index
    credit_score: IntArray
    assessment_day: DayNumber
    officer: Index
    decided_by: Index
    assessed_by: Index


@node(stream="loan applications")
def applications(
    customers: Customers, accounts: Accounts, staff: Staff, plan: Plan, calendar: Calendar, draw: Draw
) -> Applications:
    """Return the applications of a third of the customers, scored, and decided unless pending or withdrawn."""
    account_of_customer = linkable_accounts(customers, accounts, plan)
    customer, ordinal = _applicants(customers, account_of_customer, plan, draw)
    account = account_of_customer[customer]
    key = child_key(customers.key[customer], ordinal, APPLICATIONS_OF_CUSTOMER)
    rows = Rows(key, customers.cell[customer])
    in_storyline = customers.in_storyline[customer]
    loan_type = _types(customers, rows, customer, draw)
    status = draw.stratified_category("status", rows, numbers.STATUSES, pinned=np.where(in_storyline, APPROVED, NONE))
    day = _application_days(customers, accounts, rows, customer, account, status, plan, draw)
    decision_day = calendar.next_business(day + draw.integers("decided", rows, *numbers.DECIDED_AFTER_DAYS))
    undecided = (status == PENDING) | (status == WITHDRAWN)
    requested = _requested_amounts(rows, loan_type, draw)
    approved = np.where(status == APPROVED, _granted_amounts(rows, requested, draw), NO_NUMBER)
    last_day = np.minimum(day + numbers.DECIDED_AFTER_DAYS[1], plan.last_day)
    assessment_day = draw.dates("assessed", rows, day, np.where(undecided, last_day, decision_day))
    officer = staff.serving(draw, "officer", rows, day, numbers.OFFICERS)
    decided_by = _deciders(rows, approved, in_storyline, decision_day, staff, draw)
    return Applications(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        ordinal=ordinal,
        type=loan_type,
        status=status,
        application_day=day,
        decision_day=np.where(undecided, NO_DAY, decision_day),
        requested_amount=requested,
        approved_amount=approved,
        rejection_reason=draw.stratified_category("reason", rows, numbers.REJECTION_REASONS, subset=status == REJECTED),
        linkable_account=account,
        credit_score=drawn_scores(rows, status, draw),
        assessment_day=assessment_day,
        officer=np.where(in_storyline, FOUNDING_LOAN_OFFICER, officer),
        decided_by=np.where(undecided, NONE, decided_by),
        assessed_by=_assessors(rows, assessment_day, in_storyline, staff, draw),
    )


def _applicants(customers: Customers, account: Index, plan: Plan, draw: Draw) -> tuple[Index, Ordinal]:
    """Return the customer of each application, and the application's place among those of the customer.

    `account` is each customer's account that a loan can be linked with.
    """
    pinned = storyline_codes(customers.key, lambda role: int(bool(role.loan)))
    eligible = (pinned == NONE) & eligible_for_contract(customers, plan)
    corporate = customers.corporate
    # Companies are chosen first, so that their loan types keep their share; persons make up the share of all.
    applies = (pinned == 1) | draw.stratified_sample(
        "company", customers, numbers.COMPANIES_THAT_APPLY, eligible & corporate
    )
    applies = choose_contract_holders(
        customers, account, numbers.APPLICANTS, eligible & ~corporate, applies, "applicants", draw
    )
    one_or_two = numbers.APPLICATIONS_OF_APPLICANTS
    pinned_to_one = np.where(pinned == 1, one_or_two.code("one"), NONE)
    of_persons = draw.stratified_category(
        "times", customers, one_or_two, subset=applies & ~corporate, pinned=pinned_to_one
    )
    of_companies = draw.stratified_category("times/company", customers, one_or_two, subset=applies & corporate)
    twice = np.where(corporate, of_companies, of_persons) == one_or_two.code("two")
    customer = np.repeat(np.arange(len(customers)), np.where(applies, 1 + twice, 0))
    return customer, rank_within(customer)


def _types(customers: Customers, rows: Rows, customer: Index, draw: Draw) -> Code:
    """Return the loan type of each application, of those that its applicant may apply for."""
    corporate = customers.corporate[customer]
    of_persons, of_companies = LOAN_TYPES.shares_of(Borrower.PERSON), LOAN_TYPES.shares_of(Borrower.COMPANY)
    # Only persons have roles in storylines, and only those with a loan apply.
    pinned = storyline_codes(customers.key[customer], lambda role: of_persons.names.index(role.loan))
    by_person = draw.stratified_category("type", rows, of_persons, subset=~corporate, pinned=pinned)
    by_company = draw.stratified_category("type/company", rows, of_companies, subset=corporate)
    return np.where(corporate, _codes(of_companies)[by_company], _codes(of_persons)[by_person])


def _codes(shares: CategoryShares) -> Code:
    """Return the code of each name in LOAN_TYPES."""
    return np.array([LOAN_TYPES.code(name) for name in shares.names])


def _application_days(
    customers: Customers,
    accounts: Accounts,
    rows: Rows,
    customer: Index,
    account: Index,
    status: Code,
    plan: Plan,
    draw: Draw,
) -> DayNumber:
    """Return the application days: pending ones are recent, all others old enough to have been decided."""
    opened = np.where(account == NONE, customers.joined[customer], accounts.opened[account])
    first = np.maximum(opened + 1, plan.last_day - numbers.APPLIED_WITHIN_DAYS)
    pinned_age = storyline_codes(customers.key[customer], lambda role: role.loan_days_ago)
    last_decided = plan.last_day - numbers.DECIDED_AFTER_DAYS[1] - _DECISION_MARGIN_DAYS
    pending = status == PENDING
    low = np.where(pending, np.maximum(first, plan.last_day - numbers.PENDING_DAYS), first)
    high = np.where(pending, plan.last_day, last_decided)
    drawn = draw.dates("day", rows, low, np.maximum(low, high))
    return np.where(pinned_age == NONE, drawn, plan.last_day - pinned_age)


def _requested_amounts(rows: Rows, loan_type: Code, draw: Draw) -> Cents:
    drawn = draw.lognormal("requested", rows, _MEDIANS, _SPREADS, _LOWEST, _HIGHEST, group=loan_type)
    return cents(drawn, unit=_UNITS[loan_type])


def _granted_amounts(rows: Rows, requested: Cents, draw: Draw) -> Cents:
    """Return what an approval of each application grants: all, or at least LEAST_APPROVED, in whole hundreds."""
    fraction = numbers.LEAST_APPROVED + (1 - numbers.LEAST_APPROVED) * draw.uniform("granted", rows)
    in_full = draw.uniform("in_full", rows) < numbers.APPROVED_IN_FULL
    reduced = whole_hundreds(fraction, requested)
    return np.minimum(np.where(in_full, requested, reduced), requested)


def _deciders(
    rows: Rows, approved: Cents, in_storyline: BoolArray, decision_day: DayNumber, staff: Staff, draw: Draw
) -> Index:
    """Return who decides each application, by index into the staff: a loan officer, a manager for large amounts."""
    manager = staff.serving(draw, "manager", rows, decision_day, numbers.MANAGERS)
    officer = staff.serving(draw, "second_officer", rows, decision_day, numbers.OFFICERS)
    manager = np.where(in_storyline, FOUNDING_PRESIDENT, manager)
    officer = np.where(in_storyline, FOUNDING_LOAN_OFFICER, officer)
    return np.where(approved > numbers.TWO_SIGNATURES_ABOVE, manager, officer)


def _assessors(rows: Rows, day: DayNumber, in_storyline: BoolArray, staff: Staff, draw: Draw) -> Index:
    """Return who assesses each application on a day, by index into the staff, or SCORING_SYSTEM."""
    by_person, by_system = (numbers.ASSESSED_BY_SYSTEM.code(name) for name in ("person", "system"))
    pinned = np.where(in_storyline, by_person, NONE)
    assessor = draw.stratified_category("by_system", rows, numbers.ASSESSED_BY_SYSTEM, pinned=pinned)
    person = staff.serving(draw, "assessor", rows, day, numbers.ASSESSORS)
    person = np.where(in_storyline, FOUNDING_COMPLIANCE_OFFICER, person)
    return np.where(assessor == by_system, SCORING_SYSTEM, person)
