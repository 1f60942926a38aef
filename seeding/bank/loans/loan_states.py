"""What each loan owes, and its status, as its schedule says."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.loans.loans import Loans
from seeding.bank.loans.numbers import ACTIVE, DEFAULTED, PAID_OFF, RESTRUCTURING
from seeding.bank.loans.schedule import MISSED, Schedule
from seeding.engine.arrays import IntArray, starts
from seeding.engine.calendar import NO_DAY
from seeding.engine.node import node
from seeding.engine.plan import Plan

_DAYS_TO_DEFAULT = 90


@dataclass(frozen=True)
class LoanStates:
    """What each loan of the block stands at because of its schedule: cents owed, and a place in LOAN_STATUSES.

    `status_day` is the day on which it came to be so, NO_DAY for active loans.
    """

    outstanding: IntArray
    status: IntArray
    status_day: IntArray


@node(stream="loan states")
def loan_states(loans: Loans, schedule: Schedule, plan: Plan) -> LoanStates:
    """Read off the schedule what is owed, and whether a loan is repaid, in default or was restructured."""
    if not len(loans):
        return LoanStates(loans.principal, loans.principal, loans.principal)
    first = starts(schedule.loan)
    settled = schedule.settled
    outstanding = loans.principal - np.add.reduceat(np.where(settled, schedule.principal, 0), first)
    last_settled = np.maximum.reduceat(np.where(settled, schedule.instalment, 0), first)
    count = np.add.reduceat(settled, first, dtype=np.int64)
    unpaid = first + np.minimum(last_settled, loans.term - 1)
    in_default = (outstanding > 0) & (schedule.status[unpaid] == MISSED)
    in_default &= schedule.due[unpaid] + _DAYS_TO_DEFAULT <= plan.last_day
    status = np.where(count < last_settled, RESTRUCTURING, ACTIVE)
    status = np.where(outstanding == 0, PAID_OFF, np.where(in_default, DEFAULTED, status))
    last_paid = np.maximum.reduceat(schedule.paid, first)
    since = np.where(status == DEFAULTED, schedule.due[unpaid] + _DAYS_TO_DEFAULT, last_paid)
    return LoanStates(outstanding, status, np.where(status == ACTIVE, NO_DAY, since))
