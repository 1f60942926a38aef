"""The state of every policy: its last day of coverage, its status, and what its claims may cost."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance.deaths import Deaths
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_terms import MATURED
from seeding.bank.insurance.premiums import Premiums, claims_budgets
from seeding.engine.arrays import Cents, Code, DayNumber
from seeding.engine.calendar import NO_DAY
from seeding.engine.layout import Layout
from seeding.engine.node import node


@dataclass(frozen=True)
class PolicyStates:
    """The state of each policy of the block on the last day of the history (see PoliciesOnDay).

    `last_day` is its last day in force until then; `status` is a code of STATUSES; `claims_budget` is what its claims
    may cost, a part of the premiums that it earned.
    """

    last_day: DayNumber
    status: Code
    claims_budget: Cents


@node(stream="policy terms")
def policy_states(policies: Policies, premiums: Premiums, deaths: Deaths, layout: Layout) -> PolicyStates:
    """Return the state of each policy after a lapse, a cancellation, a death or the end of its term."""
    has_died, has_stopped = deaths.day != NO_DAY, policies.stop_day != NO_DAY
    end = np.where(has_stopped, policies.stop_day - 1, policies.end_day)
    last_day = np.minimum(np.where(has_died, deaths.day, end), layout.until)
    has_matured = has_died | (policies.end_day < layout.until) & ~has_stopped
    return PolicyStates(
        last_day=last_day,
        status=np.where(has_matured, MATURED, policies.target_status),
        claims_budget=claims_budgets(policies, premiums.policy, premiums.earned),
    )
