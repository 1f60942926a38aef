"""Loans: the approved applications that were paid out, with their price, their term and how each is repaid."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.contracts import linked_accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.loans import numbers
from seeding.bank.loans.applications import Applications
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.numbers import ACTIVE, APPROVED, DEFAULTED, PAID_OFF, RESTRUCTURED
from seeding.bank.storyline_codes import code_of, storyline_codes
from seeding.engine.arrays import (
    NONE,
    BasisPoints,
    BoolArray,
    Cents,
    Code,
    DayNumber,
    Index,
    IntArray,
    Months,
    Ordinal,
)
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_NUMBER_DIGITS = 10
_PAYOFF_DRAWN_WITHIN_DAYS = 100
"""Keeps the range of days valid for loans that are too young for a payoff; their day is not used."""
_PAYOFF_MARGIN_DAYS = 10
"""Loans that are paid off early are older than the earliest payoff by this many days."""
_EARLIEST_UNPAID = 3
"""Payments stop with this installment at the earliest, in loans that are old enough."""
_MOST_TERMS = max(len(loan_type.terms) for loan_type in LOAN_TYPES)
_TERMS: Months = np.array([
    [loan_type.terms[place * len(loan_type.terms) // _MOST_TERMS] for place in range(_MOST_TERMS)]
    for loan_type in LOAN_TYPES
])  # fmt: skip
"""The terms of each loan type, by its code, stretched to one length."""
_SHORTEST_TERM: Months = LOAN_TYPES.integers(lambda each: min(each.terms))
_MAY_REACH_TERM = LOAN_TYPES.flags(lambda each: each.may_reach_term)
_LOWEST_RATE: BasisPoints = LOAN_TYPES.integers(lambda each: each.rates[0])
_HIGHEST_RATE: BasisPoints = LOAN_TYPES.integers(lambda each: each.rates[1])


@dataclass(frozen=True)
class Loans(Rows):
    """The loans of a block, in the order of their applications; `key` is the application's.

    `application`, `customer` and `linked_account` are indices into the block's tables; the account is NONE for loans
    without one. `type` and `target_status` are codes of LOAN_TYPES and LOAN_STATUSES: the schedule is laid out so
    that it ends in the target status. `interest_rate` is yearly. `payoff_day` is the day of an early payoff, else
    NO_DAY. Payments stop with installment `first_unpaid`, counted from 1, for good or, where the loan is
    restructured, for `missed_count` installments; both are NONE where no payment stops.
    """

    application: Index
    customer: Index
    type: Code
    principal: Cents
    interest_rate: BasisPoints
    term_months: Months
    disbursement_day: DayNumber
    linked_account: Index
    target_status: Code
    payoff_day: DayNumber
    first_unpaid: Ordinal
    missed_count: IntArray
    in_storyline: BoolArray


@dataclass(frozen=True)
class LoanNumbers:
    """The number of each loan of the block, as its borrower knows it: LN and ten digits."""

    text: pl.Series


@node(stream="loan numbers")
def loan_numbers(loans: Loans, draw: Draw) -> LoanNumbers:
    """Return a unique number per loan that looks random."""
    return LoanNumbers(business_numbers(draw, "LN", loans.key, _NUMBER_DIGITS))


@node(stream="loans")
def loans(
    customers: Customers, accounts: Accounts, applications: Applications, plan: Plan, calendar: Calendar, draw: Draw
) -> Loans:
    """Return the approved applications whose disbursement day has come, priced by their score."""
    disbursement_day = calendar.next_business(
        applications.decision_day + draw.integers("disbursed", applications, *numbers.DISBURSED_AFTER_DAYS)
    )
    index = np.flatnonzero((applications.status == APPROVED) & (disbursement_day <= plan.last_day))
    rows = Rows(applications.key[index], applications.cell[index])
    customer, loan_type, disbursed = applications.customer[index], applications.type[index], disbursement_day[index]
    in_storyline = customers.in_storyline[customer]
    pinned = storyline_codes(customers.key[customer], code_of(numbers.LOAN_STATUSES, lambda role: role.loan_status))
    age_days = plan.last_day - disbursed
    reaches_term, target_status = _target_statuses(rows, loan_type, age_days, pinned, draw)
    today = np.full(len(rows), plan.last_day)
    payoff_day = draw.dates(
        "payoff", rows, disbursed + numbers.PAYOFF_AFTER_DAYS, np.maximum(today, disbursed + _PAYOFF_DRAWN_WITHIN_DAYS)
    )
    is_early = (target_status == PAID_OFF) & ~reaches_term
    first_unpaid, missed_count = _delinquency(rows, target_status, age_days, draw)
    return Loans(
        key=rows.key,
        cell=rows.cell,
        application=index,
        customer=customer,
        type=loan_type,
        principal=applications.approved_amount[index],
        interest_rate=_interest_rates(rows, loan_type, applications.credit_score[index], draw),
        term_months=_terms(rows, loan_type, reaches_term, calendar.months_between(disbursed, today), draw),
        disbursement_day=disbursed,
        linked_account=linked_accounts(
            accounts, applications.linkable_account[index], rows, disbursed, in_storyline, draw
        ),
        target_status=target_status,
        payoff_day=np.where(is_early, calendar.last_business(payoff_day), NO_DAY),
        first_unpaid=first_unpaid,
        missed_count=missed_count,
        in_storyline=in_storyline,
    )


def _target_statuses(
    rows: Rows, loan_type: Code, age_days: IntArray, pinned: Code, draw: Draw
) -> tuple[BoolArray, Code]:
    """Return which loans are paid off by their last installment, and the target status of every loan.

    `pinned` is the status that a storyline demands, NONE elsewhere.
    """
    target_status = np.where(pinned == NONE, ACTIVE, pinned)
    undecided = pinned == NONE
    reaches_term = np.zeros(len(rows), bool)
    old_enough = age_days > _longest_days_until_paid(_SHORTEST_TERM[loan_type])
    for name, part, status, eligible in (
        ("by_term", numbers.REPAID_AT_TERM, PAID_OFF, _MAY_REACH_TERM[loan_type] & old_enough),
        ("early", numbers.PAID_OFF_EARLY, PAID_OFF, age_days > numbers.PAYOFF_AFTER_DAYS + _PAYOFF_MARGIN_DAYS),
        (
            "default",
            numbers.DEFAULTED_LOANS,
            DEFAULTED,
            age_days > numbers.PAID_BEFORE_DELINQUENCY_DAYS + numbers.MISSED_DAYS,
        ),
        ("restructured", numbers.RESTRUCTURED_LOANS, RESTRUCTURED, age_days > numbers.RESTRUCTURED_DAYS),
    ):
        counted = (pinned == status) & (name != "by_term")
        chosen = draw.stratified_sample(
            name, rows, part, undecided & eligible, rounding="fate", already_selected=counted
        )
        target_status[chosen] = status
        undecided &= ~chosen
        if name == "by_term":
            reaches_term = chosen
    return reaches_term, target_status


def _longest_days_until_paid(installments: IntArray) -> IntArray:
    """Return the days within which so many installments have come due and been paid, even the latest payments."""
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


def _interest_rates(rows: Rows, loan_type: Code, credit_score: IntArray, draw: Draw) -> BasisPoints:
    """Return yearly rates: the lower the score, the closer to the highest of the loan type."""
    low, high = _LOWEST_RATE[loan_type], _HIGHEST_RATE[loan_type]
    worst, best = numbers.PRICED_SCORES.low, numbers.PRICED_SCORES.high
    risk = ((best - credit_score) / (best - worst)).clip(0, 1)
    weight = numbers.SCORE_WEIGHT_IN_RATE
    place = weight * risk + (1 - weight) * draw.uniform("rate", rows)
    return (low + np.floor(np.round(place * (high - low), 9) + 0.5)).astype(np.int64)


def _delinquency(rows: Rows, target_status: Code, age_days: IntArray, draw: Draw) -> tuple[Ordinal, IntArray]:
    """Return the installment from which payments stop, and how many a restructured loan misses; NONE elsewhere."""
    missed = draw.integers("missed", rows, *numbers.MISSED_OF_RESTRUCTURED)
    last_of_defaulted = (age_days - numbers.MISSED_DAYS) // numbers.LONGEST_MONTH_DAYS
    surely_paid = (age_days - numbers.LAST_PAYMENT_DAYS) // numbers.LONGEST_MONTH_DAYS
    last = np.where(target_status == DEFAULTED, last_of_defaulted, surely_paid - missed - 1)
    first_unpaid = draw.integers("stops", rows, np.minimum(_EARLIEST_UNPAID, last).clip(1), last.clip(1))
    stops = (target_status == DEFAULTED) | (target_status == RESTRUCTURED)
    return np.where(stops, first_unpaid, NONE), np.where(target_status == RESTRUCTURED, missed, NONE)
