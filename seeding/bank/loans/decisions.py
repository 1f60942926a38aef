"""Decisions on applications: what the income and the debts of the applicant allow, what is granted, and by whom."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import Customers
from seeding.bank.employees.numbers import FOUNDING_ROLES, PRESIDENT
from seeding.bank.employees.staff import Staff
from seeding.bank.loans import numbers
from seeding.bank.loans import underwriting_numbers as limits
from seeding.bank.loans.amortization import level_payments
from seeding.bank.loans.amounts import whole_hundreds
from seeding.bank.loans.applications import FOUNDING_LOAN_OFFICER, Applications
from seeding.bank.loans.loan_terms import LoanTerms
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.numbers import APPROVED
from seeding.bank.loans.rejections import FOR_DEBTS
from seeding.engine.arrays import NONE, BasisPoints, BoolArray, Cents, DayNumber, FloatArray, Index
from seeding.engine.calendar import NO_DAY
from seeding.engine.columns import NO_NUMBER
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import ParallelArrays, Rows

FOUNDING_PRESIDENT = FOUNDING_ROLES.index(PRESIDENT)
"""An index into the staff: the founders serve the people of storylines."""
_MONTHS_PER_YEAR = 12
_BASIS_POINTS = 10_000
_MEDIANS, _SPREADS = LOAN_TYPES.floats(lambda each: each.median), LOAN_TYPES.floats(lambda each: each.spread)
_LOWEST = LOAN_TYPES.floats(lambda each: each.requested.low)
_HIGHEST = LOAN_TYPES.floats(lambda each: each.requested.high)
_UNITS: Cents = CENTS * LOAN_TYPES.integers(lambda each: each.unit)
_A_DOLLAR_LENT: Cents = np.array([1_000_000 * CENTS])
"""Payments are proportional to the amount: the payment for a million gives that for a cent."""


@dataclass(frozen=True)
class Decisions(ParallelArrays):
    """The decision on each application, parallel to the applications.

    `approved_amount` is NO_NUMBER unless approved. `debt_to_income` are the monthly payments on all debts of the
    applicant over the monthly income, with the loan that is granted, on the day of the decision;
    `requested_debt_to_income` are those on the day of the application, with the loan that is applied for. `decided_by`
    is an index into the staff, NONE without a decision.
    """

    requested_amount: Cents
    approved_amount: Cents
    debt_to_income: BasisPoints
    requested_debt_to_income: BasisPoints
    decided_by: Index


@node(stream="loan decisions")
def decisions(
    customers: Customers, applications: Applications, loan_terms: LoanTerms, staff: Staff, draw: Draw
) -> Decisions:
    """Return what each applicant asks for and is granted: as much as debts and income allow, if it is approved."""
    income = applications.annual_income / _MONTHS_PER_YEAR
    company = customers.corporate[applications.customer]
    approved = applications.status == APPROVED
    applicants = Rows(customers.key[applications.customer], applications.cell)
    elsewhere = np.where(
        company,
        draw.between("elsewhere/company", applicants, limits.COMPANIES_PAYMENTS_ELSEWHERE),
        draw.between("elsewhere", applicants, limits.PAYMENTS_ELSEWHERE),
    )
    requested = _requested_amounts(applications, loan_terms, company, elsewhere, draw)
    granted = np.where(approved, _granted_amounts(applications, requested, draw), requested)
    payment, payment_on_requested = (
        level_payments(amount, loan_terms.interest_rate, loan_terms.term_months) for amount in (granted, requested)
    )
    least = draw.between("too much", applications, limits.TOO_HIGH_DEBT_TO_INCOME) * income
    least = np.where(applications.rejection_reason == FOR_DEBTS, least, 0)
    other_at_decision, other_at_application = (
        _payments_on_other_loans(applications, loan_terms, payment, day)
        for day in (_decision_days(applications), applications.application_day)
    )
    debts = np.maximum(elsewhere * income + payment + other_at_decision, least)
    debts_with_requested = np.maximum(elsewhere * income + payment_on_requested + other_at_application, least)
    in_storyline = customers.in_storyline[applications.customer]
    decided_by = _deciders(applications, np.where(approved, granted, 0), in_storyline, staff, draw)
    return Decisions(
        requested_amount=requested,
        approved_amount=np.where(approved, granted, NO_NUMBER),
        debt_to_income=_ratios(debts, income),
        requested_debt_to_income=_ratios(debts_with_requested, income),
        decided_by=np.where(applications.decision_day == NO_DAY, NONE, decided_by),
    )


def _ratios(debts: FloatArray, income: FloatArray) -> BasisPoints:
    """Return monthly debts over monthly incomes, rounded half up."""
    return np.floor(np.round(debts / income * _BASIS_POINTS, 6) + 0.5).astype(np.int64)


def _requested_amounts(
    applications: Applications, loan_terms: LoanTerms, company: BoolArray, elsewhere: FloatArray, draw: Draw
) -> Cents:
    """Return what each applicant asks for: it rises with the income, up to what can be paid back each month.

    Customers with two loans can pay half of that on each, and applicants who are rejected for their debts ask for more.
    """
    loan_type = applications.type
    typical = np.where(company, limits.TYPICAL_REVENUE, limits.TYPICAL_INCOME) * CENTS
    wish = draw.lognormal("requested", applications, _MEDIANS, _SPREADS, _LOWEST, _HIGHEST, group=loan_type)
    wish = (wish * (applications.annual_income / typical) ** limits.AMOUNT_ELASTICITY).clip(max=_HIGHEST[loan_type])
    share = limits.HIGHEST_DEBT_TO_INCOME - limits.ROUNDING_MARGIN - elsewhere
    share = np.where(applications.rejection_reason == FOR_DEBTS, limits.TOO_HIGH_DEBT_TO_INCOME.high, share)
    loans = 1 + _of_other_application(applications, (applications.status == APPROVED).astype(np.int64))
    of_a_million = level_payments(_A_DOLLAR_LENT, loan_terms.interest_rate, loan_terms.term_months)
    affordable = share / loans * applications.annual_income / _MONTHS_PER_YEAR / of_a_million * _A_DOLLAR_LENT
    unit = _UNITS[loan_type]
    most = np.floor(np.round(affordable / unit, 9)).astype(np.int64) * unit
    return np.minimum(cents(np.round(wish, 9), unit=unit), most).clip(CENTS * _LOWEST[loan_type].astype(np.int64))


def _granted_amounts(applications: Applications, requested: Cents, draw: Draw) -> Cents:
    """Return what an approval of each application grants: all, or at least LEAST_APPROVED, in whole hundreds."""
    fraction = numbers.LEAST_APPROVED + (1 - numbers.LEAST_APPROVED) * draw.uniform("granted", applications)
    in_full = draw.uniform("in_full", applications) < numbers.APPROVED_IN_FULL
    reduced = whole_hundreds(fraction, requested)
    return np.minimum(np.where(in_full, requested, reduced), requested)


def _of_other_application(applications: Applications, value: Cents) -> Cents:
    """Return the value of the same customer's other application, 0 where there is none."""
    of_other = np.zeros_like(value)
    is_pair = applications.customer[1:] == applications.customer[:-1]
    of_other[1:][is_pair] = value[:-1][is_pair]
    of_other[:-1][is_pair] = value[1:][is_pair]
    return of_other


def _payments_on_other_loans(
    applications: Applications, loan_terms: LoanTerms, payment: Cents, day: DayNumber
) -> Cents:
    """Return the monthly payment on the customer's other loan here: approved before a day, and not repaid by then.

    `payment` is that on each application's own loan, `day` a day in the course of each application.
    """
    decided = _decision_days(applications)
    days = loan_terms.term_months * numbers.LONGEST_MONTH_DAYS
    repaid = np.where(loan_terms.payoff_day == NO_DAY, loan_terms.disbursement_day + days, loan_terms.payoff_day)
    other_decided, other_repaid = (_of_other_application(applications, day) for day in (decided, repaid))
    first = (other_decided < day) | ((other_decided == day) & (applications.ordinal > 0))
    lent = np.where(applications.status == APPROVED, payment, 0)
    return np.where(first & (other_repaid > day), _of_other_application(applications, lent), 0)


def _decision_days(applications: Applications) -> DayNumber:
    """Return the day of each decision, of the application where there is none."""
    return np.where(applications.decision_day == NO_DAY, applications.application_day, applications.decision_day)


def _deciders(applications: Applications, approved: Cents, in_storyline: BoolArray, staff: Staff, draw: Draw) -> Index:
    """Return who decides each application, by index into the staff: a loan officer, a manager for large amounts."""
    day = _decision_days(applications)
    manager = staff.serving(draw, "manager", applications, day, numbers.MANAGERS)
    officer = staff.serving(draw, "second_officer", applications, day, numbers.OFFICERS)
    manager = np.where(in_storyline, FOUNDING_PRESIDENT, manager)
    officer = np.where(in_storyline, FOUNDING_LOAN_OFFICER, officer)
    return np.where(approved > numbers.TWO_SIGNATURES_ABOVE, manager, officer)
