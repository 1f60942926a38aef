"""How long every policy is in force, and what its status is."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance.deaths import Deaths, claims_budget, per_policy
from seeding.bank.insurance.policies import MATURED, Policies
from seeding.bank.insurance.premiums import Premiums
from seeding.engine.arrays import IntArray
from seeding.engine.calendar import NO_DAY
from seeding.engine.node import node
from seeding.engine.plan import Plan


@dataclass(frozen=True)
class PolicyStates:
    """How long each policy of a block covers: its `last` day so far, its `status`, a place in STATUSES.

    `payable` is what claims may cost, in cents: a part of the premiums that it brought.
    """

    last: IntArray
    status: IntArray
    payable: IntArray


@node(stream="policy terms")
def policy_states(policies: Policies, premiums: Premiums, deaths: Deaths, plan: Plan) -> PolicyStates:
    """Read off what ended a policy."""
    ended = np.where(policies.stop_day != NO_DAY, policies.stop_day - 1, policies.end_day)
    last = np.minimum(np.where(deaths.day != NO_DAY, deaths.day, ended), plan.last_day)
    matured = (deaths.day != NO_DAY) | (policies.end_day < plan.last_day) & (policies.stop_day == NO_DAY)
    return PolicyStates(
        last=last,
        status=np.where(matured, MATURED, policies.fate),
        payable=claims_budget(per_policy(policies, premiums.policy, premiums.earned)),
    )
