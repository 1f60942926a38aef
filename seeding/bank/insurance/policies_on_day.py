"""Policies on the day on which the bank is seen: what later events change."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.insurance.deaths import Deaths
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_terms import ACTIVE, LAPSED, MATURED, policy_years
from seeding.bank.insurance.premiums import Premiums
from seeding.bank.insurance.renewal_prices import RenewalPrices
from seeding.engine.arrays import BoolArray, Cents, Code, DayNumber
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.layout import AsOf
from seeding.engine.node import node


@dataclass(frozen=True)
class PoliciesOnDay:
    """The state of each policy of the block on the day on which the bank is seen.

    `status` is a code of STATUSES. `premium` is due per period of the policy year of that day, `end_day` the last day
    of the term, or of that year; a policy that stopped keeps those of the year in which it did.
    """

    status: Code
    premium: Cents
    end_day: DayNumber


@node(stream="policies on the day")
def policies_on_day(
    policies: Policies,
    premiums: Premiums,
    deaths: Deaths,
    renewal_prices: RenewalPrices,
    calendar: Calendar,
    as_of: AsOf,
) -> PoliciesOnDay:
    """Return what is known about each policy; policies that start later are as on their first day."""
    has_stopped, has_died = as_of.has_come(policies.stop_day), as_of.has_come(deaths.day)
    has_ended = (policies.stop_day == NO_DAY) & (policies.end_day < as_of.day)
    status = np.select(
        [has_died | has_ended, has_stopped, _is_interrupted(policies, premiums, as_of)],
        [MATURED, policies.target_status, LAPSED],
        ACTIVE,
    )
    last = np.maximum(policies.start_day, np.where(has_stopped, policies.stop_day, as_of.day))
    year = policy_years(policies.start_day, last, calendar).clip(0, renewal_prices.years - 1)
    end_of_year = calendar.months_later(policies.start_day, 12 * (year + 1)) - 1
    return PoliciesOnDay(
        status=status,
        premium=renewal_prices.of_year(np.arange(len(policies)), year),
        end_day=np.where(policies.is_renewed, end_of_year, policies.end_day),
    )


def _is_interrupted(policies: Policies, premiums: Premiums, as_of: AsOf) -> BoolArray:
    """Return which policies have lapsed and are reinstated later, by the payment that follows the failed one."""
    lapsed = np.flatnonzero(premiums.lapse_day != NO_DAY)
    is_open = as_of.has_come(premiums.lapse_day[lapsed]) & ~as_of.has_come(premiums.payment_day[lapsed + 1])
    interrupted = np.zeros(len(policies), np.bool_)
    interrupted[premiums.policy[lapsed[is_open]]] = True
    return interrupted
