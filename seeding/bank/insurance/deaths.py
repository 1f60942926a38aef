"""Deaths of the insured, and the premiums that are due until then."""

from dataclasses import dataclass, fields

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.insured_numbers import MAY_DIE
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_terms import ACTIVE, years_ahead
from seeding.bank.insurance.premiums import PlannedPremiums, Premiums, claims_budgets
from seeding.engine.arrays import BoolArray, Cents, DayNumber, Index, starts
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node


@dataclass(frozen=True)
class Deaths:
    """The day on which the insured of each policy of the block died, NO_DAY for almost all."""

    day: DayNumber


@node(stream="deaths")
def deaths(
    policies: Policies, planned_premiums: PlannedPremiums, layout: Layout, calendar: Calendar, draw: Draw
) -> Deaths:
    """Return as many deaths in each cell as the premiums of its life policies pay for.

    A death costs the coverage and the premiums that are no longer due.
    """
    last_settled = layout.until - numbers.SETTLED_WITHIN_DAYS - numbers.LOSS_DAYS[1]
    months = calendar.months_between(policies.start_day, np.full(len(policies), last_settled))
    month = draw.integers("month", policies, np.minimum(1, months), months.clip(0)).clip(0)
    days = draw.integers("day", policies, *numbers.LOSS_DAYS)
    day = policies.day_of_month(calendar, np.arange(len(policies)), month, days)
    may_die = policies.insures_life & (policies.target_status == ACTIVE) & ~policies.in_storyline & (months >= 1)
    may_die &= np.isin(policies.insured, MAY_DIE)
    policy, earned = planned_premiums.policy, planned_premiums.earned
    lost = np.where(planned_premiums.period_start > day[policy], earned, 0)
    cost = policies.coverage + claims_budgets(policies, policy, lost)
    budget = np.where(policies.insures_life, claims_budgets(policies, policy, earned), 0)
    most = numbers.MOST_DEATHS_PER_CELL + years_ahead(layout)
    died = _affordable(policies, may_die, cost, budget, most)
    return Deaths(np.where(died, day, NO_DAY))


def _affordable(policies: Policies, may_die: BoolArray, cost: Cents, budget: Cents, most: int) -> BoolArray:
    """Return which policies end by a death, at most `most` in a cell; `cost` and `budget` have one element per policy.

    One after another, the policy of each cell is chosen whose cost is nearest to what is left of the cell's budget, as
    long as that brings it nearer to zero.
    """
    cells, cell = np.unique(policies.cell, return_inverse=True)
    remaining: Cents = np.zeros(len(cells), np.int64)
    np.add.at(remaining, cell, budget)
    died = np.zeros(len(policies), bool)
    for _ in range(most):
        gap = np.abs(remaining[cell] - cost)
        candidates = np.flatnonzero(may_die & ~died & (gap < np.abs(remaining[cell])))
        chosen = _first_of_each_cell(candidates[np.lexsort((gap[candidates], cell[candidates]))], cell)
        died[chosen] = True
        remaining[cell[chosen]] -= cost[chosen]
    return died


def _first_of_each_cell(policy: Index, cell: Index) -> Index:
    """Return the first policy of every cell; `policy` is sorted by cell."""
    return policy[starts(cell[policy])]


@node(stream="premiums")
def premiums(planned_premiums: PlannedPremiums, deaths: Deaths) -> Premiums:
    """Return the planned premiums without those of periods that begin after a death."""
    death_day = deaths.day[planned_premiums.policy]
    due = planned_premiums.where((death_day == NO_DAY) | (planned_premiums.period_start <= death_day))
    return Premiums(**{field.name: getattr(due, field.name) for field in fields(Premiums)})
