"""Deaths of the insured, the premiums that end with them, and how long every policy is in force."""

from dataclasses import dataclass, fields

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.numbers import LIFE
from seeding.bank.insurance.policies import ACTIVE, Policies
from seeding.bank.insurance.premiums import PlannedPremiums, Premiums
from seeding.engine.arrays import IntArray, starts
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan

_PERCENT = 100


@dataclass(frozen=True)
class Deaths:
    """The day on which the insured of each policy died, NO_DAY for almost all."""

    day: IntArray


@node(stream="deaths")
def deaths(policies: Policies, planned: PlannedPremiums, plan: Plan, calendar: Calendar, draw: Draw) -> Deaths:
    """Let so many of the insured die in each cell as its premiums pay for.

    A death costs the whole cover and the premiums to come. One after another those die whose cost is nearest to what
    the cell's account still holds, as long as that brings it nearer to zero.
    """
    settled = plan.last_day - numbers.SETTLED_WITHIN_DAYS - numbers.LOSS_DAYS[1]
    whole = calendar.months_between(policies.start_day, np.full(len(policies), settled))
    every = np.arange(len(policies))
    month = draw.integers("month", policies, np.minimum(1, whole), whole.clip(0)).clip(0)
    day = policies.within_month(calendar, every, month, draw.integers("day", policies, *numbers.LOSS_DAYS))
    may_die = (policies.type == LIFE) & (policies.fate == ACTIVE) & ~policies.in_storyline & (whole >= 1)
    earned = planned.earned
    lost = np.where(planned.begins > day[planned.policy], earned, 0)
    on_lives = policies.type == LIFE
    cost = policies.coverage + claims_budget(per_policy(policies, planned.policy, lost))
    _, cell = np.unique(policies.cell, return_inverse=True)
    account = np.zeros(cell.max(initial=-1) + 1, np.int64)
    np.add.at(account, cell[on_lives], claims_budget(per_policy(policies, planned.policy, earned))[on_lives])
    died = np.full(len(policies), NO_DAY, np.int64)
    for _ in range(numbers.DEATHS_OF_A_CELL):
        gap = np.abs(account[cell] - cost)
        nearer = np.flatnonzero(may_die & (died == NO_DAY) & (gap < np.abs(account[cell])))
        nearest = nearer[np.lexsort((gap[nearer], cell[nearer]))]
        nearest = nearest[starts(cell[nearest])]
        died[nearest] = day[nearest]
        account[cell[nearest]] -= cost[nearest]
    return Deaths(died)


def claims_budget(earned: IntArray) -> IntArray:
    """Return what claims may cost of premiums earned."""
    return earned * numbers.LOSS_RATIO_PERCENT // _PERCENT


def per_policy(policies: Policies, policy: IntArray, cents: IntArray) -> IntArray:
    """Return the sum of the amounts of each policy, in cents."""
    return np.bincount(policy, cents, len(policies)).astype(np.int64)


@node(stream="premiums")
def premiums(planned: PlannedPremiums, deaths: Deaths) -> Premiums:
    """Leave the premiums of periods that begin after a death out."""
    died = deaths.day[planned.policy]
    due = planned.where((died == NO_DAY) | (planned.begins <= died))
    return Premiums(**{field.name: getattr(due, field.name) for field in fields(Premiums)})
