"""Premiums: one for every period of a policy, paid, failed and tried again, or still on its way."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.numbers import TRAVEL
from seeding.bank.insurance.policies import Policies
from seeding.engine.arrays import BoolArray, IntArray, ordinals
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

STATUSES = ("completed", "pending", "failed", "reversed")
COMPLETED, PENDING, FAILED, REVERSED = range(len(STATUSES))
_FANOUT = 128
"""Room for the premiums of one policy, two for each period: five years have 61 months at most."""


@dataclass(frozen=True)
class Premiums(Rows):
    """The premiums of a block, policy by policy in the order of time; two for a period whose first try failed.

    `policy` is an index; the period `begins` on a day, `day` is that of the payment; `status` is a place in STATUSES.
    `tried_again` marks what failed and is followed by a second try.
    """

    policy: IntArray
    begins: IntArray
    day: IntArray
    cents: IntArray
    status: IntArray
    tried_again: BoolArray

    @property
    def earned(self) -> IntArray:
        """What each brought, in cents: completed premiums count."""
        return np.where(self.status == COMPLETED, self.cents, 0)


@dataclass(frozen=True)
class PlannedPremiums(Premiums):
    """The premiums as they are paid where nobody dies."""


@node(stream="planned premiums")
def planned_premiums(policies: Policies, plan: Plan, calendar: Calendar, draw: Draw) -> PlannedPremiums:
    """Let the premium of every period that has begun be paid, fail and be tried again, or be on its way."""
    policy, period, begins = _periods(policies, plan, calendar)
    of = Rows(policies.key[policy] * _FANOUT + 2 * period, policies.cell[policy])
    unpaid = policies.unpaid[policy] == period
    again = ~unpaid & ~policies.in_storyline[policy] & (period > 0)
    again &= begins <= plan.last_day - numbers.TRIED_AGAIN_WITHIN_DAYS
    again &= draw.uniform("fails", of) < numbers.FAILS
    failed_on = calendar.next_business(begins)
    retried_on = calendar.next_business(failed_on + draw.integers("retried", of, *numbers.RETRIED_AFTER_DAYS))
    paid_on = calendar.next_business(begins + draw.integers("paid", of, *numbers.PAID_AFTER_DAYS))
    tries = 1 + again
    row, second = np.repeat(np.arange(len(of)), tries), ordinals(tries) == 1
    fails = (unpaid | again)[row] & ~second
    day = np.where(fails, failed_on[row], np.where(second, retried_on[row], paid_on[row]))
    waits = ~fails & (day > plan.last_day - numbers.CLEARING_DAYS)
    # A payment on its way was made on the last business day, or on the period's own where there was none since.
    today = calendar.last_business(np.full(len(row), plan.last_day))
    return PlannedPremiums(
        key=of.key[row] + second,
        cell=of.cell[row],
        policy=policy[row],
        begins=begins[row],
        day=np.where(waits, np.maximum(begins[row], np.minimum(day, today)), day),
        cents=policies.premium[policy[row]],
        status=np.where(fails, FAILED, np.where(waits, PENDING, COMPLETED)),
        tried_again=again[row] & ~second,
    )


def _periods(policies: Policies, plan: Plan, calendar: Calendar) -> tuple[IntArray, IntArray, IntArray]:
    """Return the policy of every period that has begun, its place from 0, and its first day; a journey has one."""
    last = np.where(policies.stop == NO_DAY, plan.last_day, policies.stop)
    count = calendar.months_between(policies.start, last) // policies.months + 1
    count[policies.type == TRAVEL] = 1
    policy, period = np.repeat(np.arange(len(policies)), count), ordinals(count)
    return policy, period, calendar.months_later(policies.start[policy], period * policies.months[policy])
