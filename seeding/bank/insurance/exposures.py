"""Exposure: the months in which policies may have losses, in the order of time, and where in it a loss falls."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_terms import years_ahead
from seeding.engine.arrays import NONE, Code, DayNumber, FloatArray, Index, IntArray, Months, ordinals
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout

_MONTHS_OF_POLICY = 64
"""Room for more than the months of a policy that started before the bank is first seen."""
MONTHS = 4_096
"""More than the months of the calendar, so that a group and a month make one number."""
_TIES = 1 << 20


@dataclass(frozen=True)
class Exposures:
    """Months of policies, sorted by group, calendar month and chance.

    `policy` is an index, `start` the day on which the month begins, `age` how many days that is before the end of the
    history, `month` the calendar month, `premium` what is paid for the month in cents.
    """

    policy: Index
    group: Index
    start: DayNumber
    age: IntArray
    month: IntArray
    premium: FloatArray


def exposures(
    policies: Policies, policy_states: PolicyStates, group: Index, layout: Layout, calendar: Calendar, draw: Draw
) -> Exposures:
    """Return the paid months of all policies that may have losses; `group` is the group of each policy."""
    last_day = policy_states.last_day - numbers.LOSS_DAYS[0]
    # A loss on any of the days of a month that ended by then lies before the policy's end.
    stopped = policy_states.last_day < layout.until
    last_day = np.where(stopped, policy_states.last_day - numbers.LOSS_DAYS[1], last_day)
    count = calendar.months_between(policies.start_day, last_day) + 1
    unpaid = policies.unpaid_period * policies.period_months
    count = np.where(policies.unpaid_period == NONE, count, np.minimum(count, unpaid))
    count = np.where(policies.insures_life | policies.in_storyline, 0, count).clip(0)
    policy, month_of_policy = np.repeat(np.arange(len(policies)), count), ordinals(count)
    start = calendar.months_later(policies.start_day[policy], month_of_policy)
    months = np.where(policies.is_single_trip, count, policies.period_months).clip(1)
    premium = np.round(policies.premium / months, 6)[policy]
    month: Months = calendar.month(start)
    room = Room("months of a policy", _MONTHS_OF_POLICY + 12 * years_ahead(layout))
    bits = draw.bits("exposed", child_key(policies.key[policy], month_of_policy, room))
    order = np.argsort(
        (group[policy] * MONTHS + month) * _TIES + (bits >> np.uint64(44)).astype(np.int64), kind="stable"
    )
    policy, start = policy[order], start[order]
    return Exposures(policy, group[policy], start, layout.until - start, month[order], premium[order])


@dataclass(frozen=True)
class Timeline:
    """The weights of exposures, summed up along groups that stand one after another."""

    group: Index
    total: FloatArray
    """The sum up to and with each exposure."""

    @classmethod
    def of(cls, group: Index, weight: FloatArray) -> "Timeline":
        """Return the timeline of exposures in non-decreasing order of their groups."""
        total: FloatArray = np.cumsum(weight, dtype=np.float64).round(3)
        return cls(group, total)

    def bounds(self, group: Index) -> tuple[FloatArray, FloatArray]:
        """Return the sum before the first, and with the last, exposure of each group."""
        sums = np.append(0.0, self.total)
        return (
            sums[np.searchsorted(self.group, group, side="left")],
            sums[np.searchsorted(self.group, group, side="right")],
        )

    def at(self, group: Index, part: FloatArray) -> Index:
        """Return the exposure at a part, from 0 to below 1, of the weight of each group; NONE where it has none."""
        before, through = self.bounds(group)
        position = np.round(before + part * (through - before), 3)
        exposure = np.searchsorted(self.total, np.minimum(position, through - 0.001), side="right")
        return np.where(through - before > 0.001, exposure, NONE)


def evenly_spread(cell: Code, start: FloatArray, step: FloatArray | float) -> FloatArray:
    """Return a number in [0, 1) for each cell, so that neighboring cells cover the interval evenly.

    It is a multiple of an irrational step (Kronecker's sequence): what one cell has early, another has late.
    """
    return np.round((cell * step + start) % 1.0, 9) % 1.0
