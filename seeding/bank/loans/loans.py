"""Loans: the approved applications that were paid out, and which installments are missed."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.contracts import linked_accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.loans import numbers
from seeding.bank.loans.applications import Applications
from seeding.bank.loans.decisions import Decisions
from seeding.bank.loans.loan_terms import LoanTerms
from seeding.bank.loans.numbers import DEFAULTED, RESTRUCTURED
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
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.rows import Rows

_NUMBER_DIGITS = 10
_EARLIEST_UNPAID = 3
"""Payments stop with this installment at the earliest, in loans that are old enough."""
_CONCESSIONS: BasisPoints = np.array(numbers.CONCESSIONS)


@dataclass(frozen=True)
class Loans(Rows):
    """The loans of a block, in the order of their applications; `key` is the application's.

    `application`, `customer` and `linked_account` are indices into the block's tables; the account is NONE for loans
    without one. `type` and `target_status` are codes of LOAN_TYPES and LOAN_STATUSES: the schedule is laid out so
    that it ends in the target status. `interest_rate` is yearly; `restructured_rate` is that of the installments after
    a restructuring, the same rate for all other loans; it is agreed on the `restructuring_day`, NO_DAY for all others.
    `credit_score` is the application's. `payoff_day` is the day of an early payoff, else NO_DAY. Payments stop with
    installment `first_unpaid`, counted from 1, for good or, where the loan is restructured, for `missed_count`
    installments; both are NONE where no payment stops.
    """

    application: Index
    customer: Index
    type: Code
    principal: Cents
    interest_rate: BasisPoints
    restructured_rate: BasisPoints
    restructuring_day: DayNumber
    term_months: Months
    disbursement_day: DayNumber
    linked_account: Index
    credit_score: IntArray
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
    customers: Customers,
    accounts: Accounts,
    applications: Applications,
    loan_terms: LoanTerms,
    decisions: Decisions,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Loans:
    """Return the approved applications whose disbursement day has come."""
    index = np.flatnonzero(loan_terms.paid_out)
    rows = Rows(applications.key[index], applications.cell[index])
    customer, disbursed = applications.customer[index], loan_terms.disbursement_day[index]
    in_storyline = customers.in_storyline[customer]
    target_status, rate = loan_terms.target_status[index], loan_terms.interest_rate[index]
    term_months = loan_terms.term_months[index]
    first_unpaid, missed_count = _delinquency(rows, target_status, layout.until - disbursed, term_months, draw)
    concession = _CONCESSIONS[draw.integers("concession", rows, 0, len(_CONCESSIONS) - 1)]
    return Loans(
        key=rows.key,
        cell=rows.cell,
        application=index,
        customer=customer,
        type=applications.type[index],
        principal=decisions.approved_amount[index],
        interest_rate=rate,
        restructured_rate=np.where(target_status == RESTRUCTURED, rate - concession, rate),
        restructuring_day=_restructuring_days(rows, disbursed, first_unpaid, missed_count, calendar, draw),
        term_months=term_months,
        disbursement_day=disbursed,
        linked_account=linked_accounts(
            accounts, applications.linkable_account[index], rows, disbursed, in_storyline, draw
        ),
        credit_score=applications.credit_score[index],
        target_status=target_status,
        payoff_day=loan_terms.payoff_day[index],
        first_unpaid=first_unpaid,
        missed_count=missed_count,
        in_storyline=in_storyline,
    )


def _delinquency(
    rows: Rows, target_status: Code, age_days: IntArray, term_months: Months, draw: Draw
) -> tuple[Ordinal, IntArray]:
    """Return the installment from which payments stop, and how many a restructured loan misses; NONE elsewhere.

    In a history that goes on for years, a loan may have outlived its term: payments stop within it, and of a
    restructured loan an installment or more follows the missed ones.
    """
    missed = draw.integers("missed", rows, *numbers.MISSED_OF_RESTRUCTURED)
    last_of_defaulted = np.minimum((age_days - numbers.MISSED_DAYS) // numbers.LONGEST_MONTH_DAYS, term_months)
    surely_paid = np.minimum((age_days - numbers.LAST_PAYMENT_DAYS) // numbers.LONGEST_MONTH_DAYS, term_months)
    last = np.where(target_status == DEFAULTED, last_of_defaulted, surely_paid - missed - 1)
    first_unpaid = draw.integers("stops", rows, np.minimum(_EARLIEST_UNPAID, last).clip(1), last.clip(1))
    stops = (target_status == DEFAULTED) | (target_status == RESTRUCTURED)
    return np.where(stops, first_unpaid, NONE), np.where(target_status == RESTRUCTURED, missed, NONE)


def _restructuring_days(
    rows: Rows,
    disbursed: DayNumber,
    first_unpaid: Ordinal,
    missed_count: IntArray,
    calendar: Calendar,
    draw: Draw,
) -> DayNumber:
    """Return the business day after the last missed installment on which each restructuring is agreed, else NO_DAY."""
    is_restructured = missed_count != NONE
    last_missed = np.where(is_restructured, first_unpaid + missed_count - 1, 1)
    delay = draw.integers("restructured", rows, *numbers.RESTRUCTURED_AFTER_DAYS)
    agreed = calendar.next_business(calendar.months_later(disbursed, last_missed) + delay)
    return np.where(is_restructured, agreed, NO_DAY)
