"""Events: renewals, modifications, and the lapses, cancellations and reinstatements that explain what a policy is."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers
from seeding.bank.insurance.deaths import Terms
from seeding.bank.insurance.numbers import (
    CANCELLATION,
    LAPSE,
    MODIFICATION,
    REINSTATEMENT,
    RENEWAL,
    TRAVEL,
    YEARLY,
)
from seeding.bank.insurance.policies import AGENT, CANCELLED, LAPSED, Policies
from seeding.bank.insurance.premiums import Premiums
from seeding.engine.arrays import NONE, IntArray, ordinals, rank_within
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.rows import Rows

_FANOUT = 16
"""Room for the events of one policy: four renewals, a lapse and its end, a modification, and how it stops."""


@dataclass(frozen=True)
class Events(Rows):
    """The events of the policies of a block, policy by policy in the order of time; the key is theirs for ever.

    `kind` is a place in EVENTS, `staff` who recorded it, by index, NONE where it came by itself.
    """

    policy: IntArray
    kind: IntArray
    day: IntArray
    staff: IntArray


@node(stream="policy events")
def events(
    policies: Policies, premiums: Premiums, terms: Terms, staff: Staff, calendar: Calendar, draw: Draw
) -> Events:
    """Record what changed a policy."""
    parts = (
        _renewals(policies, terms, calendar),
        _modifications(policies, terms, calendar, draw),
        *_interruptions(premiums, draw),
        (np.flatnonzero(policies.fate == LAPSED), LAPSE, policies.stop[policies.fate == LAPSED]),
        (np.flatnonzero(policies.fate == CANCELLED), CANCELLATION, policies.stop[policies.fate == CANCELLED]),
    )
    policy, day = (np.concatenate([part[place] for part in parts]) for place in (0, 2))
    kind = np.repeat([part[1] for part in parts], [len(part[0]) for part in parts])
    order = np.lexsort((kind, day, policy))
    policy, day, kind = policy[order], day[order], kind[order]
    rows = Rows(policies.key[policy] * _FANOUT + rank_within(policy), policies.cell[policy])
    by_hand = draw.stratified_sample("by_hand", rows, numbers.BY_HAND, (kind != LAPSE) & calendar.is_business(day))
    agent = np.where(policies.in_storyline[policy], AGENT, staff.serving(draw, "agent", rows, day, numbers.AGENTS))
    return Events(rows.key, rows.cell, policy, kind, day, np.where(by_hand, agent, NONE))


def _renewals(policies: Policies, terms: Terms, calendar: Calendar) -> tuple[IntArray, int, IntArray]:
    """Return the anniversaries of policies that run for a year."""
    years = calendar.months_between(policies.start, terms.last) // 12
    count = np.where(np.isin(policies.type, YEARLY), years, 0)
    policy = np.repeat(np.arange(len(policies)), count)
    return policy, RENEWAL, calendar.months_later(policies.start[policy], 12 * (ordinals(count) + 1))


def _modifications(policies: Policies, terms: Terms, calendar: Calendar, draw: Draw) -> tuple[IntArray, int, IntArray]:
    """Return the business days on which some policies are changed, in any month of theirs."""
    whole = calendar.months_between(policies.start, terms.last - numbers.CANCELLED_DAYS[1])
    modified = draw.stratified_sample("modified", policies, numbers.MODIFIED, (whole >= 0) & (policies.type != TRAVEL))
    index = np.flatnonzero(modified)
    month = draw.integers("modified_month", policies, 0, whole.clip(0))[index]
    days = draw.integers("modified_day", policies, *numbers.CANCELLED_DAYS)[index]
    return index, MODIFICATION, calendar.last_business(policies.within_month(calendar, index, month, days))


def _interruptions(premiums: Premiums, draw: Draw) -> tuple[tuple[IntArray, int, IntArray], ...]:
    """Return the lapses that a second try ended, one of a policy at most, and the reinstatements: on the try's day."""
    failed = np.flatnonzero(premiums.tried_again)
    lapsed = failed[
        draw.uniform("interrupted", Rows(premiums.key[failed], premiums.cell[failed])) < numbers.INTERRUPTED
    ]
    lapsed = lapsed[rank_within(premiums.policy[lapsed]) == 0]
    policy = premiums.policy[lapsed]
    return (policy, LAPSE, premiums.day[lapsed] + 1), (policy, REINSTATEMENT, premiums.day[lapsed + 1])
