"""The renewals at which the premium of a policy changed."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance.numbers import RENEWAL
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_events import PolicyEvents
from seeding.bank.insurance.renewal_prices import RenewalPrices
from seeding.engine.arrays import Cents, DayNumber, Index
from seeding.engine.calendar import Calendar
from seeding.engine.node import node
from seeding.engine.rows import Rows


@dataclass(frozen=True)
class PremiumChanges(Rows):
    """The changes of premiums of a block, in the order of its policy events, whose keys they have.

    `policy` is an index, `performed_by` the index of the employee who recorded the renewal, NONE if the system did.
    The premium is `before` until the `day` of the renewal, and `after` from then on, per period.
    """

    policy: Index
    day: DayNumber
    performed_by: Index
    before: Cents
    after: Cents


@node(stream="premium changes")
def premium_changes(
    policies: Policies, policy_events: PolicyEvents, renewal_prices: RenewalPrices, calendar: Calendar
) -> PremiumChanges:
    """Return the renewals with another premium than the year before."""
    renewals = policy_events.where(policy_events.type == RENEWAL)
    year = calendar.months_between(policies.start_day[renewals.policy], renewals.day) // 12
    before, after = (renewal_prices.of_year(renewals.policy, each) for each in (year - 1, year))
    index = np.flatnonzero(before != after)
    changed = renewals.take(index)
    return PremiumChanges(
        changed.key, changed.cell, changed.policy, changed.day, changed.performed_by, before[index], after[index]
    )
