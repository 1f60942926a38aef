"""The state of every loan: its outstanding balance and its status, read from its schedule."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.loans import numbers
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.numbers import ACTIVE, DEFAULTED, PAID_OFF, RESTRUCTURED
from seeding.bank.loans.schedule import Schedule
from seeding.engine.arrays import Cents, Code, DayNumber, starts
from seeding.engine.calendar import NO_DAY
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node


@dataclass(frozen=True)
class LoanStates:
    """The last state of each loan of the block; every loan is active before.

    `status` is a code of LOAN_STATUSES; `status_day` is the day on which a loan got it, NO_DAY for active loans.
    """

    status: Code
    status_day: DayNumber

    def statuses_on(self, as_of: AsOf) -> Code:
        """Return the status of each loan on a day, a code of LOAN_STATUSES."""
        return np.where(as_of.has_come(self.status_day), self.status, ACTIVE)


@node(stream="loan states")
def loan_states(loans: Loans, schedule: Schedule, layout: Layout) -> LoanStates:
    """Return whether each loan is repaid, in default or restructured by the last day, and since when."""
    if not len(loans):
        return LoanStates(loans.type, loans.disbursement_day)
    first = starts(schedule.loan)
    is_paid = schedule.is_paid
    paid_count = np.add.reduceat(is_paid, first, dtype=np.int64)
    last_paid = np.maximum.reduceat(np.where(is_paid, schedule.installment, 0), first)
    next_unpaid = first + np.minimum(last_paid, loans.term_months - 1)
    default_day = schedule.due_day[next_unpaid] + numbers.DAYS_TO_DEFAULT
    is_repaid = paid_count == loans.term_months
    status = np.where(paid_count < last_paid, RESTRUCTURED, ACTIVE)
    status = np.where(is_repaid, PAID_OFF, np.where(default_day <= layout.until, DEFAULTED, status))
    status_day = np.full(len(loans), NO_DAY)
    for code, days in (
        (PAID_OFF, np.maximum.reduceat(schedule.payment_day, first)),
        (DEFAULTED, default_day),
        (RESTRUCTURED, loans.restructuring_day),
    ):
        status_day[status == code] = days[status == code]
    return LoanStates(status, status_day)


def outstanding_balances(loans: Loans, schedule: Schedule, as_of: AsOf) -> Cents:
    """Return what is owed on each loan on a day: its principal less that of the installments paid by then."""
    if not len(loans):
        return loans.principal
    repaid = np.where(as_of.has_come(schedule.payment_day), schedule.principal, 0)
    return loans.principal - np.add.reduceat(repaid, starts(schedule.loan))
