"""Losses: their costs and outcomes, so that each policy type costs in a cell what its premiums allow."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.numbers import APPROVED, PAID, REJECTED, UNDER_REVIEW
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_types import POLICY_TYPES, Loss
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, Index, IntArray, ordinals, sums_within
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat
from seeding.engine.shares import Range

TYPES = len(POLICY_TYPES)
_LOSSES_OF_GROUP = Room("losses of a policy type in a cell", 4_096)
_LOSSES_BESIDE = Room("a granted loss and those beside it", 4)
_SPARE_CANDIDATES = 8
"""Losses drawn beyond twice those that the budget would pay at the median."""

_NO_LOSS = Loss(median=1.0, spread=1.0, paid=Range(1, 1), deductible=0)
"""Stands for the loss of types that insure a life; no loss of theirs is drawn."""
_LOSSES = [each.loss or _NO_LOSS for each in POLICY_TYPES]
_MEDIANS, _SPREADS = np.array([each.median for each in _LOSSES]), np.array([each.spread for each in _LOSSES])
_LOWEST, _HIGHEST = np.array([each.paid.low for each in _LOSSES]), np.array([each.paid.high for each in _LOSSES])
DEDUCTIBLES: Cents = CENTS * np.array([each.deductible for each in _LOSSES])
SMALLEST_GRANTED, _LARGEST_GRANTED = cents(_LOWEST), cents(_HIGHEST)
_SHARE_OF_DEDUCTIBLE = Range(0.25, 0.97)


@dataclass(frozen=True)
class Losses(Rows):
    """The losses of a block that are claimed, by cell and policy type; their policies are drawn later.

    `group` is the index of the cell in the block times TYPES, plus the code of the policy type. `amount` is what is
    granted, or would be. `status` is a code of CLAIM_STATUSES. `is_below` marks losses below the deductible.
    """

    group: Index
    amount: Cents
    status: Code
    is_below: BoolArray

    @property
    def type(self) -> Code:
        """The code of the policy type."""
        return self.group % TYPES


def groups_of(policies: Policies) -> Index:
    """Return the group of each policy: the index of its cell in the block times TYPES, plus the code of its type."""
    _, cell = np.unique(policies.cell, return_inverse=True)
    return cell * TYPES + policies.type


def has_storm(policies: Policies) -> BoolArray:
    """Return which policies have the storm claim of the storyline."""
    storm_days_ago = storyline_codes(policies.customer_key, lambda role: role.storm_days_ago or NONE)
    return (storm_days_ago != NONE) & (policies.ordinal == 0)


@node(stream="losses")
def losses(policies: Policies, policy_states: PolicyStates, draw: Draw) -> Losses:
    """Return the losses that the premiums pay for, and for every four of them one that costs nothing."""
    granted = _granted_losses(policies, policy_states, draw)
    approved = draw.stratified_sample("approved", granted, numbers.APPROVED_OF_GRANTED, np.ones(len(granted), bool))
    granted.status[approved] = APPROVED
    rejected, under_review = (_losses_beside(granted, status, draw) for status in (REJECTED, UNDER_REVIEW))
    rejected.is_below[:] = draw.stratified_sample(
        "below", rejected, numbers.BELOW_DEDUCTIBLE, DEDUCTIBLES[rejected.type] > 0
    )
    part = draw.between("part", rejected, _SHARE_OF_DEDUCTIBLE)
    small = np.round(DEDUCTIBLES[rejected.type] * part).astype(np.int64)
    rejected.amount[rejected.is_below] = small[rejected.is_below]
    return concat((granted, rejected, under_review))


def _granted_losses(policies: Policies, policy_states: PolicyStates, draw: Draw) -> Losses:
    """Return the losses whose sum is nearest to the claims budget of each group, scaled so that it is the budget."""
    cells, group = np.unique(policies.cell), groups_of(policies)
    budget = np.bincount(
        group, policy_states.claims_budget - has_storm(policies) * numbers.STORM_CLAIM, len(cells) * TYPES
    ).astype(np.int64).clip(0)  # fmt: skip
    budget[np.tile(POLICY_TYPES.flags(lambda each: each.insures_life), len(cells))] = 0
    in_group = np.arange(len(budget))
    count = (2 * budget // cents(_MEDIANS)[in_group % TYPES] + _SPARE_CANDIDATES) * (budget > 0)
    of_group, place = np.repeat(in_group, count), ordinals(count)
    group_key = cells[of_group // TYPES] * TYPES + of_group % TYPES
    key = child_key(child_key(group_key, place, _LOSSES_OF_GROUP), 0, _LOSSES_BESIDE)
    rows = Rows(key, cells[of_group // TYPES])
    amount = _amounts(rows, of_group % TYPES, draw)
    through = sums_within(of_group, amount)
    is_granted = through - amount // 2 <= budget[of_group]
    is_granted |= (place == 0) & (budget[of_group] >= SMALLEST_GRANTED[of_group % TYPES])
    rows, of_group, amount = rows.where(is_granted), of_group[is_granted], amount[is_granted]
    factor = budget / np.bincount(of_group, amount, len(budget)).clip(1)
    scaled = np.floor(np.round(amount * factor[of_group], 3)).astype(np.int64)
    scaled = scaled.clip(SMALLEST_GRANTED[of_group % TYPES], _LARGEST_GRANTED[of_group % TYPES])
    return _losses(rows, of_group, scaled, PAID)


def _amounts(rows: Rows, policy_type: Code, draw: Draw) -> Cents:
    """Return what losses cost, inside the range of the policy type."""
    return cents(draw.lognormal("loss", rows, _MEDIANS, _SPREADS, _LOWEST, _HIGHEST, group=policy_type))


def _losses(rows: Rows, group: Index, amount: Cents, status: int) -> Losses:
    count: IntArray = np.full(len(rows), status)
    return Losses(rows.key, rows.cell, group, amount, count, np.zeros(len(rows), bool))


def _losses_beside(granted: Losses, status: int, draw: Draw) -> Losses:
    """Return losses that cost nothing, in each cell a part of the granted ones and of the same policy types."""
    asked = draw.stratified_sample(
        f"asked/{status}", granted, numbers.PER_GRANTED[status], np.ones(len(granted), bool), rounding="asked"
    )
    beside = granted.where(asked)
    rows = Rows(beside.key + status, beside.cell)
    return _losses(rows, beside.group, _amounts(rows, beside.type, draw), status)
