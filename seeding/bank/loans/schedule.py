"""The instalments of loans: amortised to the cent, paid, late or missed; and what loans stand at because of them."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.loans import numbers
from seeding.bank.loans.loans import Loans
from seeding.bank.loans.numbers import ACTIVE, DEFAULTED, PAID_OFF, RESTRUCTURING
from seeding.engine.arrays import NONE, BoolArray, IntArray, ordinals, starts
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import monthly_interest
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

LONGEST = 360
"""Room for the instalments of one loan in their keys."""
STATUSES = ("pending", "paid", "late", "missed")
PENDING, PAID, LATE, MISSED = range(len(STATUSES))
_MONTHS_TIMES_SCALE = 120_000
_DAYS_TO_DEFAULT = 90


@dataclass(frozen=True)
class Schedule(Rows):
    """Every instalment of the block's loans, loan by loan; `loan` is an index, `instalment` counts from 1.

    Amounts are cents; `paid` is NO_DAY for what is unpaid; `status` is a place in STATUSES. `at_once` marks those that
    an early payoff settled together, without their interest.
    """

    loan: IntArray
    instalment: IntArray
    due: IntArray
    principal: IntArray
    interest: IntArray
    paid: IntArray
    status: IntArray
    at_once: BoolArray

    @property
    def settled(self) -> BoolArray:
        """Which instalments are paid, in time or late."""
        return self.paid != NO_DAY


def level_payments(principal: IntArray, rate_e4: IntArray, term: IntArray) -> IntArray:
    """Return the monthly payment of annuity loans in cents, rounded half up: P i / (1 - (1 + i)^-n)."""
    monthly = rate_e4 / _MONTHS_TIMES_SCALE
    exact = principal * monthly / -np.expm1(-term * np.log1p(monthly))
    return np.floor(np.round(exact, 6) + 0.5).astype(np.int64)


def amortised(principal: IntArray, rate_e4: IntArray, term: IntArray) -> tuple[IntArray, IntArray]:
    """Return principal and interest of every instalment in cents, loan by loan.

    Interest is a month's on what is owed before, rounded half up; payments are level, but for the last one, which
    repays what is left.
    """
    payment = level_payments(principal, rate_e4, term)
    first = np.cumsum(term) - term
    repaid, interest = np.empty(term.sum(), np.int64), np.empty(term.sum(), np.int64)
    # The longest first: loans that still run are a slice, and the loop is over instalments, not over loans.
    order = np.argsort(-term, kind="stable")
    running = np.searchsorted(-term[order], -np.arange(term.max(initial=0)), side="left")
    owed, rate, level, place, last = (values[order] for values in (principal, rate_e4, payment, first, term))
    owed = owed.copy()
    for month, count in enumerate(running.tolist()):
        now = slice(0, count)
        due = monthly_interest(owed[now], rate[now])
        part = np.where(last[now] == month + 1, owed[now], level[now] - due)
        repaid[place[now] + month], interest[place[now] + month] = part, due
        owed[now] -= part
    return repaid, interest


@node(stream="repayment schedules")
def schedule(loans: Loans, plan: Plan, calendar: Calendar, draw: Draw) -> Schedule:
    """Lay out the instalments of every loan and let them be paid as the loan goes."""
    loan = np.repeat(np.arange(len(loans)), loans.term)
    instalment = ordinals(loans.term) + 1
    rows = Rows(loans.key[loan] * LONGEST + instalment - 1, loans.cell[loan])
    principal, interest = amortised(loans.principal, loans.rate_e4, loans.term)
    due = calendar.months_later(loans.disbursed[loan], instalment)
    payoff = loans.payoff[loan]
    at_once = (payoff != NO_DAY) & (due > payoff)
    paid = _payment_days(loans, rows, loan, instalment, due, plan, calendar, draw)
    paid = np.where(payoff == NO_DAY, paid, np.where(at_once, payoff, np.minimum(paid, payoff)))
    paid[paid > plan.last_day] = NO_DAY
    in_time = paid <= due + numbers.GRACE_DAYS
    waiting = due + numbers.GRACE_DAYS >= plan.last_day
    status = np.where(paid != NO_DAY, np.where(in_time, PAID, LATE), np.where(waiting, PENDING, MISSED))
    return Schedule(
        key=rows.key,
        cell=rows.cell,
        loan=loan,
        instalment=instalment,
        due=due,
        principal=principal,
        interest=interest,
        paid=paid,
        status=status,
        at_once=at_once,
    )


def _payment_days(
    loans: Loans,
    rows: Rows,
    loan: IntArray,
    instalment: IntArray,
    due: IntArray,
    plan: Plan,
    calendar: Calendar,
    draw: Draw,
) -> IntArray:
    """Return the business day on which each instalment is paid, if that day comes; far ahead where it is missed."""
    never = plan.last_day + 1
    paid = np.full(len(rows), never, np.int64)
    index = np.flatnonzero(due <= plan.last_day)
    of = Rows(rows.key[index], rows.cell[index])
    soon, late = (draw.integers(name, of, *days) for name, days in (
        ("soon", numbers.PAID_AFTER_DAYS), ("late", numbers.LATE_AFTER_DAYS)
    ))  # fmt: skip
    after = np.where(draw.uniform("punctual", of) < numbers.LATE, late, soon)
    paid[index] = calendar.next_business(due[index] + after)
    stops, missed = loans.stops[loan], loans.missed[loan]
    stopped = (stops != NONE) & (instalment >= stops)
    stopped &= (missed == NONE) | (instalment < stops + missed)
    paid[stopped] = never
    return paid


@dataclass(frozen=True)
class LoanStates:
    """What each loan of the block stands at because of its schedule: cents owed, and a place in LOAN_STATUSES.

    `since` is the day on which it came to be so, NO_DAY for active loans.
    """

    outstanding: IntArray
    status: IntArray
    since: IntArray


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
