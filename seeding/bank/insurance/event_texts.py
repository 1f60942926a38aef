"""Descriptions of policy events, from the facts of the policy and the day."""

import numpy as np
import polars as pl

from seeding.bank.insurance.numbers import CANCELLATION, EVENT_TYPES, LAPSE, MODIFICATION, REINSTATEMENT, RENEWAL
from seeding.bank.insurance.policies import Policies
from seeding.bank.insurance.policy_events import PolicyEvents
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.bank.insurance.renewal_prices import RenewalPrices
from seeding.bank.phrases import Phrases
from seeding.engine.arrays import NONE, BoolArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.text import gather, iso_dates, join, plain_amounts, string_series

_MODIFICATIONS = Phrases.of(each.modifications for each in POLICY_TYPES)
"""What a modification changes, by the code of the policy type."""
_CANCELLATIONS = Phrases.of(each.cancellations for each in POLICY_TYPES)
"""Why the policyholder cancels, by the code of the policy type."""
_BEGINNINGS = {
    "renewal": "Renewed for the year to",
    "modification": "",
    "lapse": "Lapsed at the end of the grace period:",
    "cancellation": "Canceled at the policyholder's request:",
    "reinstatement": "Reinstated: outstanding premium paid on",
}
_BEGINNING = string_series(*(_BEGINNINGS[name] for name in EVENT_TYPES))
"""How the description of an event begins, by its code in EVENT_TYPES."""
_UNCHANGED, _RAISED, _LOWERED = range(3)
_PRICE_CHANGES = string_series(", premium unchanged at", ", premium raised", ", premium lowered")


def event_texts(
    policies: Policies, policy_events: PolicyEvents, renewal_prices: RenewalPrices, calendar: Calendar, draw: Draw
) -> pl.Series:
    """Return the description of each event."""
    of_type, day = policy_events.type, policy_events.day
    policy_type = policies.type[policy_events.policy]

    def only(event_type: int) -> BoolArray:
        return of_type == event_type

    beginning = gather(_BEGINNING, np.where(only(MODIFICATION), NONE, of_type))
    change = _MODIFICATIONS.text(draw, "change", policy_events, np.where(only(MODIFICATION), policy_type, NONE))
    reason = _CANCELLATIONS.text(draw, "cancelled", policy_events, np.where(only(CANCELLATION), policy_type, NONE))
    until = iso_dates(calendar.months_later(day, 12) - 1, only(RENEWAL))
    renewed = join(until, _price_changes(policies, policy_events, renewal_prices, calendar))
    unpaid = join("premium not paid by ", iso_dates(day, only(LAPSE)))
    paid = iso_dates(day, only(REINSTATEMENT))
    return join(beginning, change, reason, renewed, unpaid, paid, separator=" ")


def _price_changes(
    policies: Policies, policy_events: PolicyEvents, renewal_prices: RenewalPrices, calendar: Calendar
) -> pl.Series:
    """Return what the premium is after a renewal, and by how much it changed; meaningless for other events."""
    policy = policy_events.policy
    year = calendar.months_between(policies.start_day[policy], policy_events.day) // 12
    is_renewal = policy_events.type == RENEWAL
    year = np.where(is_renewal, year, 1)
    before, after = (renewal_prices.of_year(policy, each) for each in (year - 1, year))
    kind = np.select([after > before, after < before], [_RAISED, _LOWERED], _UNCHANGED)
    per_mille = np.floor(np.round(1_000 * np.abs(after - before) / before, 6) + 0.5).astype(np.int64)
    percent = join(" by ", pl.Series(per_mille // 10).cast(pl.String), ".", pl.Series(per_mille % 10).cast(pl.String))
    percent = join(percent, " % to").zip_with(pl.Series(kind != _UNCHANGED), string_series(""))
    return join(gather(_PRICE_CHANGES, kind), percent, " ", plain_amounts(after))
