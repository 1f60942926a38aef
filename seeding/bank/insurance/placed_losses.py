"""Placed losses: on whose policy each loss falls, and when, so that losses follow the exposure of every year."""

from dataclasses import dataclass, replace

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.deaths import Deaths
from seeding.bank.insurance.exposures import MONTHS, Exposures, Timeline, evenly_spread, exposures
from seeding.bank.insurance.losses import SMALLEST_GRANTED, TYPES, Losses, groups_of, has_storm
from seeding.bank.insurance.numbers import APPROVED, PAID, REJECTED, UNDER_REVIEW
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_terms import years_ahead
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import (
    NONE,
    BoolArray,
    Cents,
    Code,
    DayNumber,
    FloatArray,
    Index,
    IntArray,
    rank_within,
    run_lengths,
    sums_within,
)
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import ParallelArrays, Rows, concat, one_stratum

_LOSSES_OF_POLICY, _LOSSES_PER_YEAR_AHEAD = 64, 16
"""Room for the losses of a policy, and for those of each year that the history goes on after the first day seen."""
_FIRST_DAY, _LAST_DAY = numbers.LOSS_DAYS
_SETTLED_AGE = _LAST_DAY + numbers.SETTLED_WITHIN_DAYS
"""A loss in a month that began this many days ago is settled."""
_REJECTED_AGE = _LAST_DAY + numbers.REJECTED_AFTER_DAYS
_OPEN_AGE = numbers.UNSETTLED_WITHIN_DAYS + _LAST_DAY
"""A loss in a month that began longer ago is settled or rejected."""
_GOLDEN_RATIO = (np.sqrt(5) - 1) / 2
_STEP_OF_TYPE: FloatArray = np.sqrt(np.array([2, 3, 7, 11, 13])[:TYPES]) % 1.0
"""Irrational steps by the code of the policy type (see `evenly_spread`)."""
_IS_TRIP = POLICY_TYPES.flags(lambda each: each.name == "travel")


@dataclass(frozen=True)
class PlacedLosses(Rows):
    """The losses of a block, policy by policy in the order of time.

    `policy` is an index. `amount` is what is granted, or the loss itself where nothing is; `status` is a code of
    CLAIM_STATUSES. `is_below` marks losses below the deductible, `is_storm` the loss of the storyline.
    """

    policy: Index
    day: DayNumber
    amount: Cents
    status: Code
    is_below: BoolArray
    is_storm: BoolArray


@dataclass(frozen=True)
class _Placed(ParallelArrays):
    """Losses before they have keys, in any order."""

    policy: Index
    day: DayNumber
    amount: Cents
    status: Code
    is_below: BoolArray
    is_storm: BoolArray


@node(stream="placed losses")
def placed_losses(
    policies: Policies,
    policy_states: PolicyStates,
    losses: Losses,
    deaths: Deaths,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> PlacedLosses:
    """Return every loss with its policy and its day, and those of deaths and of the storyline."""
    exposed = exposures(policies, policy_states, groups_of(policies), layout, calendar, draw)
    in_force = (policy_states.last_day == layout.until)[exposed.policy]
    month, status = _months(losses, exposed, in_force, draw)
    found = replace(losses, status=status).where(month != NONE)
    ordinary = _placed(found, exposed, month[month != NONE], draw)
    return _by_policy(policies, concat((ordinary, _deaths(policies, deaths), _storms(policies, layout))), layout)


def _months(losses: Losses, exposed: Exposures, in_force: BoolArray, draw: Draw) -> tuple[Index, Code]:
    """Return the exposure on which each loss falls, NONE where there is none, and the status of each loss.

    Where no policy of a type is in force, its approved losses were paid long ago.
    """
    is_open = exposed.premium * in_force * _open_days(exposed.age)[1]
    is_old = np.where(exposed.age >= _REJECTED_AGE, exposed.premium, 0.0)
    month, status = np.full(len(losses), NONE), losses.status.copy()
    part = draw.uniform("month", losses)
    for one, weight in ((APPROVED, is_open), (UNDER_REVIEW, is_open), (REJECTED, is_old)):
        of_status = status == one
        month[of_status] = Timeline.of(exposed.group, weight).at(losses.group[of_status], part[of_status])
    status[(status == APPROVED) & (month == NONE)] = PAID
    paid = status == PAID
    month[paid] = _months_of_paid(losses.where(paid), exposed, draw)
    return month, status


def _months_of_paid(paid: Losses, exposed: Exposures, draw: Draw) -> Index:
    """Return the exposure on which each paid loss falls.

    In a cell, the losses of all types but travel share a timeline. Each lies where the premiums earned so far reach the
    losses before it and a part of its own; the types take turns. Then it falls on a policy of its type in that month.
    """
    weight = np.where(exposed.age <= _OPEN_AGE, numbers.PAID_WHILE_OPEN, 1.0) * exposed.premium
    weight[exposed.age < _SETTLED_AGE] = 0
    if not weight.any():
        return np.full(len(paid), NONE)
    pool = 2 * (paid.group // TYPES) + _IS_TRIP[paid.type]
    part = _parts_of_pool(paid, pool, draw)
    first_month, last_month = int(exposed.month.min()), int(exposed.month.max())
    months = last_month - first_month + 1
    pool_of_exposed = 2 * (exposed.group // TYPES) + _IS_TRIP[exposed.group % TYPES]
    pools = int(max(pool_of_exposed.max(), pool.max(initial=0))) + 1
    place_in_pool = pool_of_exposed * months + exposed.month - first_month
    weights = np.bincount(place_in_pool, weight, pools * months).astype(np.float64)
    place = Timeline.of(np.repeat(np.arange(pools), months), weights).at(pool, part)
    month = first_month + place % months
    within = draw.uniform("within", paid)
    in_month = Timeline.of(exposed.group * MONTHS + exposed.month, weight).at(paid.group * MONTHS + month, within)
    otherwise = Timeline.of(exposed.group, weight).at(paid.group, part)
    return np.where(in_month != NONE, in_month, otherwise)


def _parts_of_pool(paid: Losses, pool: Index, draw: Draw) -> FloatArray:
    """Return where each loss lies between the first and the last loss of its pool, by what they cost."""
    _, sizes = run_lengths(paid.group)
    start = draw.uniform("turn", one_stratum(np.arange(TYPES)))
    first_turn = evenly_spread(paid.cell, start[paid.type], _STEP_OF_TYPE[paid.type])
    turn = (rank_within(paid.group) + first_turn) / np.repeat(sizes, sizes)
    order = np.lexsort((paid.key, np.round(turn, 9), pool))
    amount, in_order = paid.amount[order], pool[order]
    first, counts = run_lengths(in_order)
    total = np.repeat(np.add.reduceat(amount, first), counts) if len(first) else amount
    start = draw.uniform("offset", one_stratum(np.zeros(1, np.int64)))
    offset = evenly_spread(paid.cell, start, _GOLDEN_RATIO)[order]
    part = np.empty(len(paid))
    part[order] = (sums_within(in_order, amount) - amount * (1 - offset)) / np.maximum(total, 1)
    return np.round(part, 9)


def _placed(losses: Losses, exposed: Exposures, month: Index, draw: Draw) -> _Placed:
    """Return losses on their months; those that are not settled yet are recent."""
    is_open = (losses.status == APPROVED) | (losses.status == UNDER_REVIEW)
    first, count = _open_days(exposed.age[month])
    first, last = np.where(is_open, first, _FIRST_DAY), np.where(is_open, first + count - 1, _LAST_DAY)
    day = exposed.start[month] + draw.integers("day", losses, first, last)
    policy, no_storm = exposed.policy[month], np.zeros(len(losses), bool)
    return _Placed(policy, day, losses.amount, losses.status, losses.is_below, no_storm)


def _open_days(age: IntArray) -> tuple[IntArray, IntArray]:
    """Return the first day of months of some age on which a loss can still be open, and the number of such days."""
    first = np.maximum(_FIRST_DAY, age - numbers.UNSETTLED_WITHIN_DAYS)
    return first, (np.minimum(_LAST_DAY, age) - first + 1).clip(0)


def _deaths(policies: Policies, deaths: Deaths) -> _Placed:
    died = np.flatnonzero(deaths.day != NO_DAY)
    none, status = np.zeros(len(died), bool), np.full(len(died), PAID)
    return _Placed(died, deaths.day[died], policies.coverage[died], status, none, none)


def _storms(policies: Policies, layout: Layout) -> _Placed:
    """Return the storm of the storyline, so long before the day on which the bank is first seen."""
    hit = np.flatnonzero(has_storm(policies))
    days_ago = storyline_codes(policies.customer_key[hit], lambda role: role.storm_days_ago)
    none, status = np.zeros(len(hit), bool), np.full(len(hit), PAID)
    return _Placed(hit, layout.start - days_ago, np.full(len(hit), numbers.STORM_CLAIM), status, none, ~none)


def _by_policy(policies: Policies, placed: _Placed, layout: Layout) -> PlacedLosses:
    """Return losses with keys, in the order of their policies and days; no policy is granted more than its coverage."""
    order = np.lexsort((placed.amount, placed.status, placed.day, placed.policy))
    placed = placed.take(order)
    granted = (placed.status == PAID) | (placed.status == APPROVED)
    coverage = policies.coverage[placed.policy]
    through = sums_within(placed.policy, placed.amount * granted)
    left = (coverage - through + placed.amount * granted).clip(0)
    amount = np.minimum(placed.amount, np.where(granted, left, coverage))
    lowest = np.where(granted, SMALLEST_GRANTED[policies.type[placed.policy]], 0)
    kept = placed.where(amount >= lowest)
    policy = kept.policy
    room = Room("losses of a policy", _LOSSES_OF_POLICY + _LOSSES_PER_YEAR_AHEAD * years_ahead(layout))
    return PlacedLosses(
        key=child_key(policies.key[policy], rank_within(policy), room),
        cell=policies.cell[policy],
        policy=policy,
        day=kept.day,
        amount=amount[amount >= lowest],
        status=kept.status,
        is_below=kept.is_below,
        is_storm=kept.is_storm,
    )
