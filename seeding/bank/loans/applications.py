"""Loan applications: who applies for what, how an application is assessed, and how the bank decides."""

from dataclasses import dataclass, fields

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.contracts import choose_contract_holders, eligible_for_contract, linkable_accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.incomes import Incomes
from seeding.bank.employees.numbers import COMPLIANCE_OFFICER, FOUNDING_ROLES, LOAN_OFFICER
from seeding.bank.employees.staff import Staff
from seeding.bank.loans import numbers
from seeding.bank.loans.credit_scores import drawn_scores
from seeding.bank.loans.numbers import APPROVED, PENDING, REJECTED, WITHDRAWN
from seeding.bank.loans.rejections import rejection_reasons
from seeding.bank.loans.requested_types import MORTGAGE, requested_types
from seeding.bank.loans.underwriting_numbers import (
    APPROVED_SCORES,
    LEAST_INCOME,
    MORTGAGE_SCORES,
    REJECTED_SCORES,
    UNDECIDED_SCORES,
)
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, IntArray, Ordinal, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import AsOf, Layout
from seeding.engine.money import CENTS
from seeding.engine.node import node
from seeding.engine.rows import Rows

FOUNDING_LOAN_OFFICER = FOUNDING_ROLES.index(LOAN_OFFICER)
FOUNDING_COMPLIANCE_OFFICER = FOUNDING_ROLES.index(COMPLIANCE_OFFICER)
"""Indices into the staff: the founders serve the people of storylines."""
SCORING_SYSTEM = -2
"""Stands for the scoring system where an index into the staff is meant."""
APPLICATIONS_OF_CUSTOMER = Room("loan applications of a customer", 2)

_DECISION_MARGIN_DAYS = 5
"""Applications that are not pending are this many days older than the longest decision takes."""


@dataclass(frozen=True)
class FiledApplications(Rows):
    """The applications with their applicants, days and outcomes.

    `customer` and `linkable_account` are indices into the block's customers and accounts; the account is NONE for
    customers without one that a loan can be linked with. `ordinal` counts a customer's applications from 0. `status` is
    a code of STATUSES.
    """

    customer: Index
    ordinal: Ordinal
    status: Code
    application_day: DayNumber
    linkable_account: Index


@dataclass(frozen=True)
class Applications(FiledApplications):
    """The loan applications of a block, customer by customer.

    `type` and `rejection_reason` are codes of LOAN_TYPES and REJECTION_REASONS. `annual_income` is the gross income, of
    companies the revenue, on the day of the application. `decision_day` is NO_DAY without a decision, `withdrawal_day`
    if the applicant does not withdraw: until one of them an application is pending, and `status` comes after it.
    `officer` and `assessed_by` are indices into the staff; `assessed_by` may be SCORING_SYSTEM.
    """

    type: Code
    decision_day: DayNumber
    withdrawal_day: DayNumber
    annual_income: Cents
    rejection_reason: Code
    credit_score: IntArray
    assessment_day: DayNumber
    officer: Index
    assessed_by: Index

    def statuses_on(self, as_of: AsOf) -> Code:
        """Return the status of each application on a day: pending until it is decided or withdrawn."""
        has_ended = as_of.has_come(self.decision_day) | as_of.has_come(self.withdrawal_day)
        return np.where(has_ended, self.status, PENDING)


@node(stream="loan applications")
def applications(
    customers: Customers,
    incomes: Incomes,
    accounts: Accounts,
    staff: Staff,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Applications:
    """Return the applications of a third of the customers, scored, and decided unless pending or withdrawn."""
    account_of_customer = linkable_accounts(customers, accounts, layout)
    customer, ordinal = _applicants(customers, incomes, account_of_customer, layout, draw)
    account = account_of_customer[customer]
    key = child_key(customers.key[customer], ordinal, APPLICATIONS_OF_CUSTOMER)
    rows = Rows(key, customers.cell[customer])
    pinned = np.where(customers.in_storyline[customer], APPROVED, NONE)
    status = draw.stratified_category("status", rows, numbers.STATUSES, pinned=pinned)
    day = _application_days(customers, accounts, rows, customer, account, status, layout, draw)
    filed = FiledApplications(rows.key, rows.cell, customer, ordinal, status, day, account)
    return assessed(filed, customers, incomes, staff, layout, calendar, draw)


def assessed(
    filed: FiledApplications,
    customers: Customers,
    incomes: Incomes,
    staff: Staff,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Applications:
    """Return applications with what they are for, scored, and decided unless pending or withdrawn."""
    rows, customer, status, day = filed, filed.customer, filed.status, filed.application_day
    in_storyline = customers.in_storyline[customer]
    loan_type = requested_types(customers, incomes, rows, customer, status, draw)
    score = _scores(customers, rows, customer, loan_type, status, draw)
    decision_day = calendar.next_business(day + draw.integers("decided", rows, *numbers.DECIDED_AFTER_DAYS))
    undecided = (status == PENDING) | (status == WITHDRAWN)
    last_day = np.minimum(day + numbers.DECIDED_AFTER_DAYS[1], layout.until)
    assessment_day = draw.dates("assessed", rows, day, np.where(undecided, last_day, decision_day))
    withdrawal_day = draw.dates("withdrawn", rows, assessment_day, np.maximum(assessment_day, last_day))
    officer = staff.serving(draw, "officer", rows, day, numbers.OFFICERS)
    return Applications(
        **{field.name: getattr(filed, field.name) for field in fields(FiledApplications)},
        type=loan_type,
        decision_day=np.where(undecided, NO_DAY, decision_day),
        withdrawal_day=np.where(status == WITHDRAWN, withdrawal_day, NO_DAY),
        annual_income=incomes.on(incomes.gross[customer], customer, day, layout, calendar),
        rejection_reason=rejection_reasons(rows, status == REJECTED, loan_type, score, draw),
        credit_score=score,
        assessment_day=assessment_day,
        officer=np.where(in_storyline, FOUNDING_LOAN_OFFICER, officer),
        assessed_by=_assessors(rows, assessment_day, in_storyline, staff, draw),
    )


def _applicants(
    customers: Customers, incomes: Incomes, account: Index, layout: Layout, draw: Draw
) -> tuple[Index, Ordinal]:
    """Return the customer of each application, and the application's place among those of the customer.

    `account` is each customer's account that a loan can be linked with.
    """
    pinned = storyline_codes(customers.key, lambda role: int(bool(role.loan)))
    eligible = (pinned == NONE) & eligible_for_contract(customers, layout)
    eligible &= incomes.gross >= LEAST_INCOME * CENTS
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


def _scores(customers: Customers, rows: Rows, customer: Index, loan_type: Code, status: Code, draw: Draw) -> IntArray:
    """Return the score of each application: rejected ones rank low, approved mortgages high enough."""
    undecided = (status == PENDING) | (status == WITHDRAWN)
    approved, mortgage = status == APPROVED, loan_type == MORTGAGE
    groups = (
        (undecided, UNDECIDED_SCORES),
        (status == REJECTED, REJECTED_SCORES),
        (approved & mortgage, MORTGAGE_SCORES),
        (approved & ~mortgage, APPROVED_SCORES),
    )
    return drawn_scores(Rows(customers.key[customer], rows.cell), rows, groups, draw)


def _application_days(
    customers: Customers,
    accounts: Accounts,
    rows: Rows,
    customer: Index,
    account: Index,
    status: Code,
    layout: Layout,
    draw: Draw,
) -> DayNumber:
    """Return the application days: pending ones are recent, all others old enough to have been decided.

    They reach back from the day on which the bank is first seen, so that it has loans of every age on that day.
    """
    opened = np.where(account == NONE, customers.joined[customer], accounts.opened[account])
    first = np.maximum(opened + 1, layout.start - numbers.APPLIED_WITHIN_DAYS)
    pinned_age = storyline_codes(customers.key[customer], lambda role: role.loan_days_ago)
    last_decided = layout.until - numbers.DECIDED_AFTER_DAYS[1] - _DECISION_MARGIN_DAYS
    pending = status == PENDING
    low = np.where(pending, np.maximum(first, layout.until - numbers.PENDING_DAYS), first)
    high = np.where(pending, layout.until, last_decided)
    drawn = draw.dates("day", rows, low, np.maximum(low, high))
    return np.where(pinned_age == NONE, drawn, layout.until - pinned_age)


def _assessors(rows: Rows, day: DayNumber, in_storyline: BoolArray, staff: Staff, draw: Draw) -> Index:
    """Return who assesses each application on a day, by index into the staff, or SCORING_SYSTEM."""
    by_person, by_system = (numbers.ASSESSED_BY_SYSTEM.code(name) for name in ("person", "system"))
    pinned = np.where(in_storyline, by_person, NONE)
    assessor = draw.stratified_category("by_system", rows, numbers.ASSESSED_BY_SYSTEM, pinned=pinned)
    person = staff.serving(draw, "assessor", rows, day, numbers.ASSESSORS)
    person = np.where(in_storyline, FOUNDING_COMPLIANCE_OFFICER, person)
    return np.where(assessor == by_system, SCORING_SYSTEM, person)
