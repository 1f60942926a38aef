"""Premiums: one for every period of a policy, paid, retried after a failure, or pending."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.policies import Policies
from seeding.engine.arrays import BoolArray, Cents, Code, DayNumber, Index, Ordinal, ordinals
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

STATUSES = ("completed", "pending", "failed", "reversed")
COMPLETED, PENDING, FAILED, REVERSED = range(len(STATUSES))
PREMIUMS_OF_POLICY = Room("premiums of a policy", 128)
"""Two per period, for a retry: five years have 61 months at most."""
_PERCENT = 100


@dataclass(frozen=True)
class Premiums(Rows):
    """The premiums of a block, policy by policy in order of time; two for a period whose first payment failed.

    `policy` is an index; `period_start` is the first day of the period that the premium pays for. `status` is a code
    of STATUSES; `is_retried` marks failed payments that a second one follows.
    """

    policy: Index
    period_start: DayNumber
    payment_day: DayNumber
    amount: Cents
    status: Code
    is_retried: BoolArray

    @property
    def earned(self) -> Cents:
        """The amount of each completed premium, 0 for all others."""
        return np.where(self.status == COMPLETED, self.amount, 0)


@dataclass(frozen=True)
class PlannedPremiums(Premiums):
    """The premiums that are paid as long as none of the insured dies."""


@node(stream="planned premiums")
def planned_premiums(policies: Policies, plan: Plan, calendar: Calendar, draw: Draw) -> PlannedPremiums:
    """Return a premium for every period that has begun, and a second one where the first fails and is retried."""
    policy, period, period_start = _periods(policies, plan, calendar)
    key = child_key(policies.key[policy], 2 * period, PREMIUMS_OF_POLICY)
    periods = Rows(key, policies.cell[policy])
    is_unpaid = policies.unpaid_period[policy] == period
    may_fail = ~is_unpaid & ~policies.in_storyline[policy] & (period > 0)
    may_fail &= period_start <= plan.last_day - numbers.RETRIED_WITHIN_DAYS
    is_retried = may_fail & (draw.uniform("fails", periods) < numbers.FAILED_PREMIUMS)
    failure_day = calendar.next_business(period_start)
    retry_delay = draw.integers("retried", periods, *numbers.RETRIED_AFTER_DAYS)
    retry_day = calendar.next_business(failure_day + retry_delay)
    paid_day = calendar.next_business(period_start + draw.integers("paid", periods, *numbers.PAID_AFTER_DAYS))
    payments = 1 + is_retried
    row, is_second = np.repeat(np.arange(len(periods)), payments), ordinals(payments) == 1
    fails = (is_unpaid | is_retried)[row] & ~is_second
    day = np.where(fails, failure_day[row], np.where(is_second, retry_day[row], paid_day[row]))
    is_pending = ~fails & (day > plan.last_day - numbers.CLEARING_DAYS)
    # A pending payment was made on the last business day, or on the period's first day if that is later.
    last_business_day = calendar.last_business(np.full(len(row), plan.last_day))
    pending_day = np.maximum(period_start[row], np.minimum(day, last_business_day))
    return PlannedPremiums(
        key=child_key(policies.key[policy[row]], 2 * period[row] + is_second, PREMIUMS_OF_POLICY),
        cell=periods.cell[row],
        policy=policy[row],
        period_start=period_start[row],
        payment_day=np.where(is_pending, pending_day, day),
        amount=policies.premium[policy[row]],
        status=np.where(fails, FAILED, np.where(is_pending, PENDING, COMPLETED)),
        is_retried=is_retried[row] & ~is_second,
    )


def _periods(policies: Policies, plan: Plan, calendar: Calendar) -> tuple[Index, Ordinal, DayNumber]:
    """Return the policy, the place from 0 and the first day of every period that has begun; a trip has one period."""
    last = np.where(policies.stop_day == NO_DAY, plan.last_day, policies.stop_day)
    count = calendar.months_between(policies.start_day, last) // policies.period_months + 1
    count[policies.is_single_trip] = 1
    policy, period = np.repeat(np.arange(len(policies)), count), ordinals(count)
    first_day = calendar.months_later(policies.start_day[policy], period * policies.period_months[policy])
    return policy, period, first_day


def claims_budgets(policies: Policies, policy: Index, earned: Cents) -> Cents:
    """Return what the claims on each policy may cost: LOSS_RATIO_PERCENT of its earned premiums.

    `policy` and `earned` hold one element per premium, the result one per policy.
    """
    earned_by_policy = np.bincount(policy, earned, len(policies)).astype(np.int64)
    return earned_by_policy * numbers.LOSS_RATIO_PERCENT // _PERCENT
