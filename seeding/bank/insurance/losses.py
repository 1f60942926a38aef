"""Losses: what is claimed, chosen so that each policy type costs in every cell what its premiums allow."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.deaths import Deaths
from seeding.bank.insurance.numbers import APPROVED, PAID, REJECTED, UNDER_REVIEW
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_types import POLICY_TYPES, Loss
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import (
    NONE,
    BoolArray,
    Cents,
    Code,
    DayNumber,
    Index,
    Months,
    Ordinal,
    rank_within,
    sums_within,
)
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, concat
from seeding.engine.shares import Range

_ORDINARY = numbers.LOSS_CANDIDATES
DEATH, STORM, REJECTED_LOSS, REVIEWED_LOSS = range(_ORDINARY, _ORDINARY + 4)
"""Ordinals of the losses that follow the ordinary ones of a policy."""
LOSSES_OF_POLICY = Room("losses of a policy", 8)

_NO_LOSS = Loss(median=1.0, spread=1.0, paid=Range(1, 1), deductible=0)
"""Stands for the loss of types that insure a life; no loss of theirs is drawn."""
_MEDIANS = POLICY_TYPES.floats(lambda each: (each.loss or _NO_LOSS).median)
_SPREADS = POLICY_TYPES.floats(lambda each: (each.loss or _NO_LOSS).spread)
_LOWEST = POLICY_TYPES.floats(lambda each: (each.loss or _NO_LOSS).paid.low)
_HIGHEST = POLICY_TYPES.floats(lambda each: (each.loss or _NO_LOSS).paid.high)
_SMALLEST_GRANTED = cents(_LOWEST)


@dataclass(frozen=True)
class Losses(Rows):
    """The claimed losses of a block, policy by policy.

    `policy` is an index; `ordinal` identifies a loss among those of its policy: DEATH, STORM, REJECTED_LOSS,
    REVIEWED_LOSS, or an ordinary one below these. `amount` is what is granted, or the loss itself where nothing is.
    `status` is a code of CLAIM_STATUSES.
    """

    policy: Index
    ordinal: Ordinal
    amount: Cents
    status: Code


def claimable_months(
    policies: Policies, policy: Index, last_day: DayNumber, status: Code, plan: Plan, calendar: Calendar
) -> Months:
    """Return how many months of each policy, given by index, a loss with this status may fall into.

    They have ended by the policy's `last_day`, for a paid claim so long ago that it is settled. Below 0 for none.
    """
    last_settled = np.minimum(last_day, plan.last_day - numbers.SETTLED_WITHIN_DAYS)
    last_loss = np.where(status == PAID, last_settled, last_day)
    return calendar.months_between(policies.start_day[policy], last_loss - numbers.LOSS_DAYS[1])


@node(stream="losses")
def losses(
    policies: Policies, policy_states: PolicyStates, deaths: Deaths, plan: Plan, calendar: Calendar, draw: Draw
) -> Losses:
    """Return the losses that the premiums pay for, and for every four of them one that costs nothing."""
    storm_days_ago = storyline_codes(policies.customer_key, lambda role: role.storm_days_ago or NONE)
    has_storm = (storm_days_ago != NONE) & (policies.ordinal == 0)
    died, hit_by_storm = np.flatnonzero(deaths.day != NO_DAY), np.flatnonzero(has_storm)
    storm_amount = np.full(len(hit_by_storm), numbers.STORM_CLAIM)
    granted = _by_policy(
        _ordinary_losses(policies, policy_states, has_storm, plan, calendar, draw),
        _losses(policies, died, DEATH, policies.coverage[died], PAID),
        _losses(policies, hit_by_storm, STORM, storm_amount, PAID),
    )
    can_be_reviewed, can_be_rejected = (
        _accepts_claims(policies, policy_states, status, plan, calendar) for status in (UNDER_REVIEW, REJECTED)
    )
    can_be_approved = can_be_reviewed[granted.policy] & (granted.ordinal < DEATH)
    is_approved = draw.stratified_sample("approved", granted, numbers.APPROVED_OF_GRANTED, can_be_approved)
    granted.status[is_approved] = APPROVED
    rejected = _unpaid_losses(policies, granted, REJECTED_LOSS, REJECTED, can_be_rejected, draw)
    under_review = _unpaid_losses(policies, granted, REVIEWED_LOSS, UNDER_REVIEW, can_be_reviewed, draw)
    return _by_policy(granted, rejected, under_review)


def _accepts_claims(
    policies: Policies, policy_states: PolicyStates, status: int, plan: Plan, calendar: Calendar
) -> BoolArray:
    """Return which policies can have a claim with this status; for one under review they are in force today."""
    index = np.arange(len(policies))
    statuses = np.full(len(policies), status)
    months = claimable_months(policies, index, policy_states.last_day, statuses, plan, calendar)
    in_force = (policy_states.last_day == plan.last_day) | (status != UNDER_REVIEW)
    return ~policies.insures_life & ~policies.in_storyline & (months >= 0) & in_force


def _losses(policies: Policies, policy: Index, ordinal: int | Ordinal, amount: Cents, status: int) -> Losses:
    """Return losses of policies given by index."""
    return Losses(
        key=child_key(policies.key[policy], ordinal, LOSSES_OF_POLICY),
        cell=policies.cell[policy],
        policy=policy,
        ordinal=np.zeros(len(policy), np.int64) + ordinal,
        amount=amount,
        status=np.full(len(policy), status),
    )


def _by_policy(*parts: Losses) -> Losses:
    """Return the losses of several parts, policy by policy."""
    all_losses = concat(parts)
    return all_losses.take(np.argsort(all_losses.key))


def _drawn_amounts(policies: Policies, policy: Index, ordinal: Ordinal, draw: Draw) -> Cents:
    """Return what losses of policies, given by index, cost: inside the range of the policy type."""
    rows = Rows(child_key(policies.key[policy], ordinal, LOSSES_OF_POLICY), policies.cell[policy])
    policy_type = policies.type[policy]
    return cents(draw.lognormal("loss", rows, _MEDIANS, _SPREADS, _LOWEST, _HIGHEST, group=policy_type))


def _ordinary_losses(
    policies: Policies, policy_states: PolicyStates, has_storm: BoolArray, plan: Plan, calendar: Calendar, draw: Draw
) -> Losses:
    """Return the losses that the claims budget of each cell and policy type lasts for.

    The budget is a part of the earned premiums. Losses come in keyed order, the first of every policy before the
    second of any; the one with which the budget runs out is granted what is left. Those of a policy together stay
    within its coverage.
    """
    accepts = _accepts_claims(policies, policy_states, PAID, plan, calendar)
    policy = np.repeat(np.flatnonzero(accepts), _ORDINARY)
    ordinal = np.arange(len(policy)) % _ORDINARY
    total = np.cumsum(_drawn_amounts(policies, policy, ordinal, draw).reshape(-1, _ORDINARY), axis=1)
    amount = np.diff(np.minimum(total, policies.coverage[accepts][:, None]), axis=1, prepend=0).ravel()
    _, cell = np.unique(policies.cell, return_inverse=True)
    # An index of cells times a handful of types: far below 64 bits.
    group = cell * len(POLICY_TYPES) + policies.type
    budget = np.bincount(group, policy_states.claims_budget - has_storm * numbers.STORM_CLAIM).astype(np.int64)
    order = np.lexsort((draw.bits("order", policies.key[policy]), ordinal, group[policy]))
    policy, ordinal, amount = policy[order], ordinal[order], amount[order]
    paid_before = sums_within(group[policy], amount) - amount
    granted = np.minimum(amount, budget[group[policy]] - paid_before)
    is_paid = granted >= _SMALLEST_GRANTED[policies.type[policy]]
    return _losses(policies, policy[is_paid], ordinal[is_paid], granted[is_paid], PAID)


def _unpaid_losses(
    policies: Policies, granted: Losses, ordinal: int, status: int, eligible: BoolArray, draw: Draw
) -> Losses:
    """Return losses that cost nothing, at most one per eligible policy: in each cell a part of the granted ones."""
    wanted = draw.stratified_sample(
        f"asked/{status}", granted, numbers.PER_GRANTED[status], np.ones(len(granted), bool), rounding="asked"
    )
    cells, cell = np.unique(policies.cell, return_inverse=True)
    count = np.bincount(np.searchsorted(cells, granted.cell[wanted]), minlength=len(cells))
    policy = np.flatnonzero(eligible)
    policy = policy[np.lexsort((draw.bits(f"who/{status}", policies.key[policy]), cell[policy]))]
    policy = policy[rank_within(cell[policy]) < count[cell[policy]]]
    amount = _drawn_amounts(policies, policy, np.full(len(policy), ordinal), draw)
    return _losses(policies, policy, ordinal, np.minimum(amount, policies.coverage[policy]), status)
