"""Prices of renewals: what each policy costs in each of its policy years."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance import numbers
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_terms import policy_years, years_ahead
from seeding.bank.insurance.policy_types import LOWEST_RATE, POLICY_TYPES
from seeding.engine.arrays import Cents, IntArray, Months
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_BASIS_POINTS = 10_000
_CHANGES = POLICY_TYPES.flags(lambda each: each.changes_at_renewal)


@dataclass(frozen=True)
class RenewalPrices:
    """The premium per period of each policy of the block, in a column per policy year; year 0 begins at the start."""

    premium: Cents

    @property
    def years(self) -> int:
        """The number of policy years."""
        return self.premium.shape[1]

    def of_year(self, policy: IntArray, year: IntArray) -> Cents:
        """Return the premium of policies, given by index, in a policy year."""
        return self.premium[policy, year]


@node(stream="renewal prices")
def renewal_prices(policies: Policies, layout: Layout, calendar: Calendar, draw: Draw) -> RenewalPrices:
    """Return premiums that change at the renewals of property and vehicles and end at the policy's own premium.

    No change takes a year below the lowest rate of the bank.
    """
    years = numbers.STARTED_WITHIN_YEARS + years_ahead(layout) + 1
    last = np.where(policies.stop_day == NO_DAY, layout.until, policies.stop_day)
    current = policy_years(policies.start_day, last, calendar).clip(0, years - 1)
    year = np.arange(years)
    keys = child_key(policies.key.repeat(years), np.tile(year, len(policies)), Room("years of a policy", years))
    rows = Rows(keys, policies.cell.repeat(years))
    change = draw.integers("change", rows, *numbers.RENEWAL_CHANGES)
    change[draw.uniform("unchanged", rows) < numbers.UNCHANGED_RENEWALS] = 0
    factor = 1 + change.reshape(-1, years) / _BASIS_POINTS
    happened = _CHANGES[policies.type][:, None] & (year >= 1) & (year <= current[:, None])
    level = np.cumprod(np.where(happened, factor, 1.0), axis=1)
    exact = np.round(policies.premium[:, None] * level / level[:, -1:], 6)
    return RenewalPrices(np.maximum(np.floor(exact + 0.5).astype(np.int64), _lowest(policies)[:, None]))


def _lowest(policies: Policies) -> Cents:
    """Return the smallest premium per period of each policy, at most its own."""
    periods: Months = 12 // policies.period_months
    lowest = -(-policies.coverage * LOWEST_RATE // (_BASIS_POINTS * periods))
    return np.minimum(lowest, policies.premium)
