"""Premiums: one for every period of a policy, paid, retried after a failure, or pending."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_terms import years_ahead
from seeding.bank.insurance.renewal_prices import RenewalPrices
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, Ordinal, ordinals, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

STATUSES = ("completed", "pending", "failed", "reversed")
COMPLETED, PENDING, FAILED, REVERSED = range(len(STATUSES))
_PREMIUMS_OF_POLICY, _PREMIUMS_OF_YEAR = 128, 24
"""Room for two premiums per period, because one may be retried: of a policy that started before the bank is first seen,
which has 61 months at most, and of each year that the history goes on after that."""
_PERCENT = 100


@dataclass(frozen=True)
class Premiums(Rows):
    """The premiums of a block, policy by policy in order of time; two for a period whose first payment failed.

    `policy` is an index; `period_start` is the first day of the period that the premium pays for. A payment exists
    from `submitted_day` on, and is completed or fails on `payment_day`. `status` is its final status in this history,
    a code of STATUSES: payments of the last days stay pending. `is_retried` marks failed payments that a second one
    follows, `lapse_day` those before whose retry the policy lapsed: the day of the lapse, else NO_DAY.
    """

    policy: Index
    period_start: DayNumber
    submitted_day: DayNumber
    payment_day: DayNumber
    amount: Cents
    status: Code
    is_retried: BoolArray
    lapse_day: DayNumber

    @property
    def earned(self) -> Cents:
        """The amount of each completed premium, 0 for all others."""
        return np.where(self.status == COMPLETED, self.amount, 0)

    def statuses_on(self, as_of: AsOf) -> Code:
        """Return the status of each payment on a day: pending until it is completed or fails."""
        return np.where(as_of.has_come(self.payment_day), self.status, PENDING)

    def dates_on(self, as_of: AsOf) -> DayNumber:
        """Return the date of each payment as it is known on a day: while it is pending, when it was submitted."""
        return np.where(as_of.has_come(self.payment_day), self.payment_day, self.submitted_day)


@dataclass(frozen=True)
class PlannedPremiums(Premiums):
    """The premiums that are paid as long as none of the insured dies."""


@node(stream="planned premiums")
def planned_premiums(
    policies: Policies, renewal_prices: RenewalPrices, layout: Layout, calendar: Calendar, draw: Draw
) -> PlannedPremiums:
    """Return a premium for every period that has begun, and a second one where the first fails and is retried."""
    policy, period, period_start = _periods(policies, layout, calendar)
    room = Room("premiums of a policy", _PREMIUMS_OF_POLICY + _PREMIUMS_OF_YEAR * years_ahead(layout))
    key = child_key(policies.key[policy], 2 * period, room)
    periods = Rows(key, policies.cell[policy])
    is_unpaid = policies.unpaid_period[policy] == period
    may_fail = ~is_unpaid & ~policies.in_storyline[policy] & (period > 0)
    may_fail &= period_start <= layout.until - numbers.RETRIED_WITHIN_DAYS
    is_retried = may_fail & (draw.uniform("fails", periods) < numbers.FAILED_PREMIUMS)
    failure_day = calendar.next_business(period_start)
    lapse_day = _interruptions(policies, periods, policy, period_start, is_retried, layout, draw)
    retry_delay = draw.integers("retried", periods, *numbers.RETRIED_AFTER_DAYS)
    after_lapse = draw.integers("reinstated", periods, *numbers.REINSTATED_AFTER_DAYS)
    retry_day = calendar.next_business(
        np.where(lapse_day == NO_DAY, failure_day + retry_delay, lapse_day + after_lapse)
    )
    paid_day = calendar.next_business(period_start + draw.integers("paid", periods, *numbers.PAID_AFTER_DAYS))
    payments = 1 + is_retried
    row, is_second = np.repeat(np.arange(len(periods)), payments), ordinals(payments) == 1
    fails = (is_unpaid | is_retried)[row] & ~is_second
    day = np.where(fails, failure_day[row], np.where(is_second, retry_day[row], paid_day[row]))
    is_pending = ~fails & (day > layout.until - numbers.CLEARING_DAYS)
    # A pending payment was made on the last business day, or on the period's first day if that is later.
    last_business_day = calendar.last_business(np.full(len(row), layout.until))
    pending_day = np.maximum(period_start[row], np.minimum(day, last_business_day))
    # A payment of the last days is first seen on its day, and so is a retry: it is paid at once.
    submitted_day = np.maximum(period_start[row], day - numbers.CLEARING_DAYS)
    return PlannedPremiums(
        key=child_key(policies.key[policy[row]], 2 * period[row] + is_second, room),
        cell=periods.cell[row],
        policy=policy[row],
        period_start=period_start[row],
        submitted_day=np.select([is_pending, is_second], [pending_day, day], submitted_day),
        payment_day=np.where(is_pending, pending_day, day),
        amount=renewal_prices.of_year(policy, period * policies.period_months[policy] // 12)[row],
        status=np.where(fails, FAILED, np.where(is_pending, PENDING, COMPLETED)),
        is_retried=is_retried[row] & ~is_second,
        lapse_day=np.where(is_second, NO_DAY, lapse_day[row]),
    )


def _interruptions(
    policies: Policies,
    periods: Rows,
    policy: Index,
    period_start: DayNumber,
    is_retried: BoolArray,
    layout: Layout,
    draw: Draw,
) -> DayNumber:
    """Return the day of the lapse before some of the retries, NO_DAY for the others.

    One per policy; the policy neither insures a life nor stops before the reinstatement.
    """
    until = period_start + numbers.REINSTATED_WITHIN_DAYS
    stop_day = policies.stop_day[policy]
    eligible = is_retried & (policies.period_months[policy] > 1) & ~policies.insures_life[policy]
    eligible &= (until <= layout.until) & ((stop_day == NO_DAY) | (until < stop_day))
    lapsed = np.flatnonzero(eligible & (draw.uniform("interrupted", periods) < numbers.INTERRUPTED))
    lapsed = lapsed[rank_within(policy[lapsed]) == 0]
    lapse_day = np.full(len(policy), NO_DAY)
    lapse_day[lapsed] = period_start[lapsed] + draw.integers("grace", periods, *numbers.GRACE_DAYS)[lapsed]
    return lapse_day


def _periods(policies: Policies, layout: Layout, calendar: Calendar) -> tuple[Index, Ordinal, DayNumber]:
    """Return the policy, the place from 0 and the first day of every period that has begun; a trip has one period."""
    last = np.where(policies.stop_day == NO_DAY, layout.until, policies.stop_day)
    count = calendar.months_between(policies.start_day, last) // policies.period_months + 1
    # A policy that lapses owes nothing after the premium that was not paid.
    count = np.where(policies.unpaid_period == NONE, count, policies.unpaid_period + 1)
    count[policies.is_single_trip] = 1
    policy, period = np.repeat(np.arange(len(policies)), count), ordinals(count)
    first_day = calendar.months_later(policies.start_day[policy], period * policies.period_months[policy])
    return policy, period, first_day


def claims_budgets(policies: Policies, policy: Index, earned: Cents) -> Cents:
    """Return what the claims on each policy may cost: a part of the premiums paid.

    `policy` and `earned` hold one element per premium, the result one per policy.
    """
    earned_by_policy = np.bincount(policy, earned, len(policies)).astype(np.int64)
    percent = np.where(policies.insures_life, numbers.LIFE_LOSS_RATIO_PERCENT, numbers.LOSS_RATIO_PERCENT)
    return earned_by_policy * percent // _PERCENT
