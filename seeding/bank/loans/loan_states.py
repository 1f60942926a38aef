"""The state of every loan: its outstanding balance and its status, read from its schedule."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.loans import numbers
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.numbers import ACTIVE, DEFAULTED, PAID_OFF, RESTRUCTURED
from seeding.bank.loans.schedule import MISSED, Schedule
from seeding.engine.arrays import Cents, Code, DayNumber, starts
from seeding.engine.calendar import NO_DAY
from seeding.engine.layout import Layout
from seeding.engine.node import node


@dataclass(frozen=True)
class LoanStates:
    """The state of each loan of the block.

    `status` is a code of LOAN_STATUSES; `status_day` is the day on which a loan got it, NO_DAY for active loans.
    """

    outstanding_balance: Cents
    status: Code
    status_day: DayNumber


@node(stream="loan states")
def loan_states(loans: Loans, schedule: Schedule, layout: Layout) -> LoanStates:
    """Return what is owed on each loan, and whether it is active, repaid, in default or restructured."""
    if not len(loans):
        return LoanStates(loans.principal, loans.type, loans.disbursement_day)
    first = starts(schedule.loan)
    is_paid = schedule.is_paid
    outstanding = loans.principal - np.add.reduceat(np.where(is_paid, schedule.principal, 0), first)
    last_paid = np.maximum.reduceat(np.where(is_paid, schedule.installment, 0), first)
    paid_count = np.add.reduceat(is_paid, first, dtype=np.int64)
    next_unpaid = first + np.minimum(last_paid, loans.term_months - 1)
    default_day = schedule.due_day[next_unpaid] + numbers.DAYS_TO_DEFAULT
    in_default = (outstanding > 0) & (schedule.status[next_unpaid] == MISSED) & (default_day <= layout.until)
    status = np.where(paid_count < last_paid, RESTRUCTURED, ACTIVE)
    status = np.where(outstanding == 0, PAID_OFF, np.where(in_default, DEFAULTED, status))
    last_payment_day = np.maximum.reduceat(schedule.payment_day, first)
    status_day = np.where(status == DEFAULTED, default_day, last_payment_day)
    return LoanStates(outstanding, status, np.where(status == ACTIVE, NO_DAY, status_day))
