"""The terms of loans: when each is paid out, at which rate, over how many months, and how it will be repaid."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import Customers
from seeding.bank.loans import numbers
from seeding.bank.loans.applications import APPLICATIONS_OF_CUSTOMER, Applications
from seeding.bank.loans.credit_scores import default_weights, grades
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.numbers import ACTIVE, APPROVED, DEFAULTED, PAID_OFF, RESTRUCTURED
from seeding.bank.loans.underwriting_numbers import HIGHEST_DEBT_TO_INCOME, PAYMENTS_ELSEWHERE
from seeding.bank.storyline_codes import code_of, storyline_codes
from seeding.engine.arrays import NONE, BasisPoints, BoolArray, Code, DayNumber, IntArray, Months
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.money import CENTS
from seeding.engine.node import node
from seeding.engine.rows import Rows

_PAYOFF_DRAWN_WITHIN_DAYS = 100
"""Keeps the range of days valid for loans that are too young for a payoff; their day is not used."""
_PAYOFF_MARGIN_DAYS = 10
"""Loans that are paid off early are older than the earliest payoff by this many days."""
_MOST_TERMS = max(len(loan_type.terms) for loan_type in LOAN_TYPES)
_TERMS: Months = np.array([
    [loan_type.terms[place * len(loan_type.terms) // _MOST_TERMS] for place in range(_MOST_TERMS)]
    for loan_type in LOAN_TYPES
])  # fmt: skip
"""The terms of each loan type, by its code, stretched to one length."""
_SHORTEST_TERM: Months = LOAN_TYPES.integers(lambda each: min(each.terms))
_MAY_REACH_TERM = LOAN_TYPES.flags(lambda each: each.may_reach_term)
_LONGEST_TERM: Months = LOAN_TYPES.integers(lambda each: max(each.terms))
_LEAST_AMOUNT = CENTS * LOAN_TYPES.floats(lambda each: each.requested.low)
_LOWEST_RATE: BasisPoints = LOAN_TYPES.integers(lambda each: each.rates[0])
_HIGHEST_RATE: BasisPoints = LOAN_TYPES.integers(lambda each: each.rates[1])


_SPREADS: BasisPoints = np.array([loan_type.spreads[::-1] for loan_type in LOAN_TYPES])
"""By loan type and code of the grade, from the worst."""
_MONTHS_PER_YEAR = 12
_BASIS_POINT_MONTHS_PER_YEAR = _MONTHS_PER_YEAR * 10_000
_LOANS_OF_CUSTOMER = APPLICATIONS_OF_CUSTOMER.size


@dataclass(frozen=True)
class LoanTerms:
    """The terms that each application of the block is about, parallel to the applications.

    `paid_out` marks the approved applications whose `disbursement_day` has come; what follows the terms is meant for
    them: `target_status` is a code of LOAN_STATUSES, in which the schedule is to end, and `payoff_day` the day of an
    early payoff, else NO_DAY. `interest_rate` is yearly.
    """

    paid_out: BoolArray
    disbursement_day: DayNumber
    interest_rate: BasisPoints
    term_months: Months
    target_status: Code
    payoff_day: DayNumber


@node(stream="loan terms")
def loan_terms(
    customers: Customers, applications: Applications, layout: Layout, calendar: Calendar, draw: Draw
) -> LoanTerms:
    """Return the terms of each application: the market's rate plus a spread for the grade, and a term that fits."""
    decided = np.where(applications.decision_day == NO_DAY, applications.application_day, applications.decision_day)
    disbursed = calendar.next_business(
        decided + draw.integers("disbursed", applications, *numbers.DISBURSED_AFTER_DAYS)
    )
    paid_out = (applications.status == APPROVED) & (disbursed <= layout.until)
    age_days = layout.until - disbursed
    in_months = calendar.months_between(disbursed, np.maximum(disbursed, layout.until))
    rate = _interest_rates(applications, calendar.month(decided), draw)
    reaches_term = np.zeros(len(paid_out), bool)
    target_status = np.full(len(paid_out), ACTIVE)
    running = _affordable_terms(
        applications, rate, _terms(applications, applications.type, reaches_term, in_months, draw), reaches_term
    )
    reaches_term[paid_out], target_status[paid_out] = _target_statuses(
        applications.where(paid_out),
        age_days[paid_out],
        (in_months < running)[paid_out],
        _can_pay_shortly(applications, rate)[paid_out],
        customers,
        draw,
    )
    latest = np.maximum(layout.until, disbursed + _PAYOFF_DRAWN_WITHIN_DAYS)
    payoff_day = draw.dates("payoff", applications, disbursed + numbers.PAYOFF_AFTER_DAYS, latest)
    is_early = (target_status == PAID_OFF) & ~reaches_term
    term = _terms(applications, applications.type, reaches_term, in_months, draw)
    return LoanTerms(
        paid_out=paid_out,
        disbursement_day=disbursed,
        interest_rate=rate,
        term_months=_affordable_terms(applications, rate, term, reaches_term),
        target_status=target_status,
        payoff_day=np.where(is_early, calendar.last_business(payoff_day), NO_DAY),
    )


def _target_statuses(
    loans: Applications,
    age_days: IntArray,
    runs_on: BoolArray,
    can_pay_shortly: BoolArray,
    customers: Customers,
    draw: Draw,
) -> tuple[BoolArray, Code]:
    """Return which loans are paid off by their last installment, and the target status of every loan.

    `loans` are the applications that were paid out. Only borrowers who `can_pay_shortly` have paid all installments,
    and only a loan whose term `runs_on` after the last day of the history is restructured: after a long history, others
    have outlived their term.
    """
    rows, loan_type = Rows(loans.key, loans.cell), loans.type
    key = customers.key[loans.customer]
    pinned = storyline_codes(key, code_of(numbers.LOAN_STATUSES, lambda role: role.loan_status))
    risk = default_weights(loans.credit_score)
    target_status = np.where(pinned == NONE, ACTIVE, pinned)
    undecided = pinned == NONE
    reaches_term = np.zeros(len(rows), bool)
    old_enough = can_pay_shortly & (age_days > _longest_days_until_paid(_SHORTEST_TERM[loan_type]))
    for name, part, status, eligible in (
        ("by_term", numbers.REPAID_AT_TERM, PAID_OFF, _MAY_REACH_TERM[loan_type] & old_enough),
        ("early", numbers.PAID_OFF_EARLY, PAID_OFF, age_days > numbers.PAYOFF_AFTER_DAYS + _PAYOFF_MARGIN_DAYS),
        (
            "default",
            numbers.DEFAULTED_LOANS,
            DEFAULTED,
            age_days > numbers.PAID_BEFORE_DELINQUENCY_DAYS + numbers.MISSED_DAYS,
        ),
        (
            "restructured",
            numbers.RESTRUCTURED_LOANS,
            RESTRUCTURED,
            runs_on & (age_days > numbers.RESTRUCTURED_DAYS),
        ),
    ):
        counted = (pinned == status) & (name != "by_term")
        chosen = draw.stratified_sample(
            name,
            rows,
            part,
            undecided & eligible,
            rounding="fate",
            already_selected=counted,
            weight=risk if status in (DEFAULTED, RESTRUCTURED) else None,
        )
        target_status[chosen] = status
        undecided &= ~chosen
        if name == "by_term":
            reaches_term = chosen
    return reaches_term, target_status


def _longest_days_until_paid(installments: IntArray) -> IntArray:
    """Return the days within which a number of installments have come due and been paid, even the latest payments."""
    return numbers.LONGEST_MONTH_DAYS * installments + numbers.LAST_PAYMENT_DAYS


def _terms(rows: Rows, loan_type: Code, reaches_term: BoolArray, age_months: Months, draw: Draw) -> Months:
    """Return the term of each loan; `age_months` are the full months since its disbursement.

    Types that may reach their term get one that the loan has outlived where `reaches_term`, else one that is longer.
    """
    term = _TERMS[loan_type, draw.integers("term", rows, 0, _MOST_TERMS - 1)]
    for code in np.flatnonzero(_MAY_REACH_TERM):
        choices = np.unique(_TERMS[code])
        outlived = np.searchsorted(choices, age_months - 1, side="right")
        longer = np.searchsorted(choices, age_months, side="right").clip(max=len(choices) - 1)
        first = np.where(reaches_term, 0, longer)
        last = np.where(reaches_term, outlived - 1, len(choices) - 1)
        # Every loan has one type, so that its number of this name is used once.
        place = draw.integers("personal_term", rows, first, np.maximum(first, last))
        term = np.where(loan_type == code, choices[place], term)
    return term


def _interest_rates(applications: Applications, month: IntArray, draw: Draw) -> BasisPoints:
    """Return yearly rates: that of the market in the month plus a spread for the grade, within the type's range."""
    loan_type = applications.type
    market = np.stack([each.market.in_months(month) for each in LOAN_TYPES])[loan_type, np.arange(len(month))]
    spread = _SPREADS[loan_type, grades(applications.credit_score)]
    margin = draw.integers("rate", applications, -numbers.RATE_MARGIN, numbers.RATE_MARGIN)
    return (market + spread + margin).clip(_LOWEST_RATE[loan_type], _HIGHEST_RATE[loan_type])


def _can_pay(applications: Applications, rate: BasisPoints, term: Months) -> BoolArray:
    """Return whether the income suffices for the least amount of the type over a term, even beside another loan."""
    monthly_rate = rate / _BASIS_POINT_MONTHS_PER_YEAR
    payment = _LEAST_AMOUNT[applications.type] * monthly_rate / -np.expm1(-term * np.log1p(monthly_rate))
    room = (HIGHEST_DEBT_TO_INCOME - PAYMENTS_ELSEWHERE.high) / _LOANS_OF_CUSTOMER
    return np.round(payment * _MONTHS_PER_YEAR, 6) <= np.round(room * applications.annual_income, 6)


def _can_pay_shortly(applications: Applications, rate: BasisPoints) -> BoolArray:
    """Return whether each applicant can repay the least amount within any term that a young loan may have reached."""
    return _can_pay(applications, rate, _SHORTEST_TERM[applications.type])


def _affordable_terms(applications: Applications, rate: BasisPoints, term: Months, reaches_term: BoolArray) -> Months:
    """Return each term, or the longest of the type where the income does not suffice for a shorter one."""
    suffices = _can_pay(applications, rate, term) | reaches_term
    return np.where(suffices, term, _LONGEST_TERM[applications.type])
