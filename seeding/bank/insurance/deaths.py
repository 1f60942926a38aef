"""Deaths of the insured, the premiums that end with them, and how long every policy is in force."""

from dataclasses import dataclass, fields

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.numbers import LIFE
from seeding.bank.insurance.policies import ACTIVE, MATURED, Policies
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
    whole = calendar.months_between(policies.start, np.full(len(policies), settled))
    every = np.arange(len(policies))
    month = draw.integers("month", policies, np.minimum(1, whole), whole.clip(0)).clip(0)
    day = policies.within_month(calendar, every, month, draw.integers("day", policies, *numbers.LOSS_DAYS))
    may_die = (policies.type == LIFE) & (policies.fate == ACTIVE) & ~policies.in_storyline & (whole >= 1)
    earned = planned.earned
    lost = np.where(planned.begins > day[planned.policy], earned, 0)
    on_lives = policies.type == LIFE
    cost = policies.cover + _payable(_per_policy(policies, planned.policy, lost))
    _, cell = np.unique(policies.cell, return_inverse=True)
    account = np.zeros(cell.max(initial=-1) + 1, np.int64)
    np.add.at(account, cell[on_lives], _payable(_per_policy(policies, planned.policy, earned))[on_lives])
    died = np.full(len(policies), NO_DAY, np.int64)
    for _ in range(numbers.DEATHS_OF_A_CELL):
        gap = np.abs(account[cell] - cost)
        nearer = np.flatnonzero(may_die & (died == NO_DAY) & (gap < np.abs(account[cell])))
        nearest = nearer[np.lexsort((gap[nearer], cell[nearer]))]
        nearest = nearest[starts(cell[nearest])]
        died[nearest] = day[nearest]
        account[cell[nearest]] -= cost[nearest]
    return Deaths(died)


def _payable(earned: IntArray) -> IntArray:
    """Return what claims may cost of premiums earned."""
    return earned * numbers.LOSS_RATIO_PERCENT // _PERCENT


def _per_policy(policies: Policies, policy: IntArray, cents: IntArray) -> IntArray:
    return np.bincount(policy, cents, len(policies)).astype(np.int64)


@node(stream="premiums")
def premiums(planned: PlannedPremiums, deaths: Deaths) -> Premiums:
    """Leave the premiums of periods that begin after a death out."""
    died = deaths.day[planned.policy]
    due = planned.where((died == NO_DAY) | (planned.begins <= died))
    return Premiums(**{field.name: getattr(due, field.name) for field in fields(Premiums)})


@dataclass(frozen=True)
class Terms:
    """How long each policy of a block covers: its `last` day so far, its `status`, a place in STATUSES.

    `payable` is what claims may cost, in cents: a part of the premiums that it brought.
    """

    last: IntArray
    status: IntArray
    payable: IntArray


@node(stream="policy terms")
def terms(policies: Policies, premiums: Premiums, deaths: Deaths, plan: Plan) -> Terms:
    """Read off what ended a policy."""
    ended = np.where(policies.stop != NO_DAY, policies.stop - 1, policies.end)
    last = np.minimum(np.where(deaths.day != NO_DAY, deaths.day, ended), plan.last_day)
    matured = (deaths.day != NO_DAY) | (policies.end < plan.last_day) & (policies.stop == NO_DAY)
    return Terms(
        last=last,
        status=np.where(matured, MATURED, policies.fate),
        payable=_payable(_per_policy(policies, premiums.policy, premiums.earned)),
    )
