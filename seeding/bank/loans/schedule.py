"""Repayment schedules: the installments of every loan, and when each is paid.

An installment that is due is pending, missed when the grace period is over, and paid or late from its payment on. A
restructuring changes the amounts of the installments after the missed ones, all of which are due later: until the day
on which it is agreed, they are those of the contract.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seeding.bank.loans import numbers
from seeding.bank.loans.amortization import amortized
from seeding.bank.loans.credit_scores import late_shares
from seeding.bank.loans.loan_types import LONGEST_TERM_MONTHS
from seeding.bank.loans.loans import Loans
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, Ordinal, ordinals
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

STATUSES = ("pending", "paid", "late", "missed")
PENDING, PAID, LATE, MISSED = range(len(STATUSES))
INSTALLMENTS_OF_LOAN = Room("installments of a loan", LONGEST_TERM_MONTHS)


@dataclass(frozen=True)
class Schedule(Rows):
    """Every installment of the block's loans, loan by loan in order.

    `loan` is an index into the loans; `installment` counts from 1 within a loan. `principal` and `interest` are what is
    paid in the end; `contract_principal` and `contract_interest` are those of the contract, which a restructuring
    changes. `payment_day` is NO_DAY for installments that are not paid by the last day of the history. `in_payoff`
    marks the installments that an early payoff settles together: their principal is paid, their interest is waived.
    """

    loan: Index
    installment: Ordinal
    due_day: DayNumber
    principal: Cents
    interest: Cents
    contract_principal: Cents
    contract_interest: Cents
    payment_day: DayNumber
    in_payoff: BoolArray

    @property
    def total(self) -> Cents:
        """The total of each installment."""
        return self.principal + self.interest

    @cached_property
    def late_fee(self) -> Cents:
        """The fee for the late payment of each installment; 0 for all others."""
        fee = np.zeros(len(self), np.int64)
        late = np.flatnonzero(self.is_late)
        share = (self.total[late] * numbers.LATE_FEE_BASIS_POINTS + 5_000) // 10_000
        fee[late] = share.clip(*numbers.LATE_FEE_LIMITS)
        return fee

    @property
    def is_paid(self) -> BoolArray:
        """Whether each installment is paid, in time, late or by a payoff."""
        return self.payment_day != NO_DAY

    @property
    def is_late(self) -> BoolArray:
        """Whether each installment is paid after the grace period."""
        return self.payment_day > self.due_day + numbers.GRACE_DAYS

    def statuses_on(self, as_of: AsOf) -> Code:
        """Return the code of each installment's status on a day: unpaid ones are missed after the grace period."""
        of_unpaid = np.where(self.due_day + numbers.GRACE_DAYS >= as_of.day, PENDING, MISSED)
        return np.where(as_of.has_come(self.payment_day), np.where(self.is_late, LATE, PAID), of_unpaid)

    def amounts_on(self, loans: Loans, as_of: AsOf) -> tuple[Cents, Cents]:
        """Return the principal and the interest of each installment on a day: the contract's until a restructuring."""
        as_agreed = as_of.has_come(loans.restructuring_day)[self.loan]
        principal = np.where(as_agreed, self.principal, self.contract_principal)
        return principal, np.where(as_agreed, self.interest, self.contract_interest)


@node(stream="repayment schedules")
def schedule(loans: Loans, layout: Layout, calendar: Calendar, draw: Draw) -> Schedule:
    """Return the installments of every loan, paid so that the loan ends in its target status."""
    loan = np.repeat(np.arange(len(loans)), loans.term_months)
    before = ordinals(loans.term_months)
    installment = before + 1
    rows = Rows(child_key(loans.key[loan], before, INSTALLMENTS_OF_LOAN), loans.cell[loan])
    contract = amortized(loans.principal, loans.interest_rate, loans.term_months)
    principal, interest = _agreed_amounts(loans, loan, installment, *contract)
    month, day = calendar.month_and_day(loans.disbursement_day)
    due_day = calendar.day_in_month(month[loan] + installment, day[loan])
    paid = _payment_days(loans, rows, loan, installment, due_day, layout, calendar, draw)
    in_payoff = np.zeros(len(loan), np.bool_)
    of_paid_off = np.flatnonzero((loans.payoff_day != NO_DAY)[loan])
    payoff_day = loans.payoff_day[loan[of_paid_off]]
    in_payoff[of_paid_off] = due_day[of_paid_off] > payoff_day
    paid[of_paid_off] = np.where(in_payoff[of_paid_off], payoff_day, np.minimum(paid[of_paid_off], payoff_day))
    paid[paid > layout.until] = NO_DAY
    return Schedule(
        key=rows.key,
        cell=rows.cell,
        loan=loan,
        installment=installment,
        due_day=due_day,
        principal=principal,
        interest=interest,
        contract_principal=contract[0],
        contract_interest=contract[1],
        payment_day=paid,
        in_payoff=in_payoff,
    )


def _agreed_amounts(
    loans: Loans, loan: Index, installment: Ordinal, principal: Cents, interest: Cents
) -> tuple[Cents, Cents]:
    """Return the principal and the interest of every installment as it is finally paid; the arguments are the contract.

    After the missed ones, a restructured loan is paid in new level payments at the agreed rate: on what is owed by
    then after the schedule, over the rest of the term.
    """
    principal, interest = principal.copy(), interest.copy()
    is_restructured = loans.missed_count != NONE
    after = np.flatnonzero(is_restructured[loan])
    after = after[installment[after] >= (loans.first_unpaid + loans.missed_count)[loan[after]]]
    owed = np.bincount(loan[after], principal[after], len(loans)).astype(np.int64)[is_restructured]
    rest = np.bincount(loan[after], minlength=len(loans))[is_restructured]
    principal[after], interest[after] = amortized(owed, loans.restructured_rate[is_restructured], rest)
    return principal, interest


def _payment_days(
    loans: Loans,
    rows: Rows,
    loan: Index,
    installment: Ordinal,
    due_day: DayNumber,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> DayNumber:
    """Return the business day on which each installment is paid.

    It is after the last day of the history for installments that are missed or not due yet.
    """
    never = layout.until + 1
    paid = np.full(len(rows), never, np.int64)
    is_due = np.flatnonzero(due_day <= layout.until)
    due = Rows(rows.key[is_due], rows.cell[is_due])
    delay = draw.integers("soon", due, *numbers.PAID_AFTER_DAYS)
    is_late = draw.uniform("punctual", due) < late_shares(loans.credit_score)[loan[is_due]]
    delay[is_late] = draw.integers("late", due.where(is_late), *numbers.LATE_AFTER_DAYS)
    paid[is_due] = calendar.next_business(due_day[is_due] + delay)
    paid[_missed(loans, loan, installment)] = never
    return paid


def _missed(loans: Loans, loan: Index, installment: Ordinal) -> Index:
    """Return the installments, by index, that are never paid: from the first unpaid one on, up to a restructuring."""
    unpaid = np.flatnonzero((loans.first_unpaid != NONE)[loan])
    of_loan = loan[unpaid]
    first, count = loans.first_unpaid[of_loan], loans.missed_count[of_loan]
    since_first = installment[unpaid] - first
    return unpaid[(since_first >= 0) & ((count == NONE) | (since_first < count))]
