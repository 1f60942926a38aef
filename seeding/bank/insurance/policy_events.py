"""Policy events: renewals, modifications, and the lapses, cancellations and reinstatements behind a policy's status."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers
from seeding.bank.insurance.numbers import CANCELLATION, LAPSE, MODIFICATION, REINSTATEMENT, RENEWAL
from seeding.bank.insurance.policies import FOUNDING_INSURANCE_AGENT, Policies
from seeding.bank.insurance.policy_states import PolicyStates
from seeding.bank.insurance.policy_terms import CANCELED, LAPSED
from seeding.bank.insurance.premiums import Premiums
from seeding.engine.arrays import NONE, Code, DayNumber, Index, ordinals, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.node import node
from seeding.engine.rows import ParallelArrays, Rows, concat

EVENTS_OF_POLICY = Room("events of a policy", 16)
"""Four renewals, a lapse and its reinstatement, a modification, and a final lapse or cancellation."""


@dataclass(frozen=True)
class PolicyEvents(Rows):
    """The events of a block, policy by policy in order of time.

    `policy` is an index; `type` is a code of EVENT_TYPES; `performed_by` is an index into the staff, NONE for events
    that the system recorded.
    """

    policy: Index
    type: Code
    day: DayNumber
    performed_by: Index


@dataclass(frozen=True)
class _Changes(ParallelArrays):
    """Events before they have keys, in any order."""

    policy: Index
    type: Code
    day: DayNumber


def _changes(event_type: int, policy: Index, day: DayNumber) -> _Changes:
    return _Changes(policy, np.full(len(policy), event_type), day)


@node(stream="policy events")
def policy_events(
    policies: Policies, premiums: Premiums, policy_states: PolicyStates, staff: Staff, calendar: Calendar, draw: Draw
) -> PolicyEvents:
    """Return everything that changed a policy."""
    lapsed, canceled = (np.flatnonzero(policies.target_status == status) for status in (LAPSED, CANCELED))
    changes = concat(
        (
            _renewals(policies, policy_states, calendar),
            _modifications(policies, policy_states, calendar, draw),
            *_interruptions(premiums),
            _changes(LAPSE, lapsed, policies.stop_day[lapsed]),
            _changes(CANCELLATION, canceled, policies.stop_day[canceled]),
        )
    )
    changes = changes.take(np.lexsort((changes.type, changes.day, changes.policy)))
    policy, day = changes.policy, changes.day
    rows = Rows(child_key(policies.key[policy], rank_within(policy), EVENTS_OF_POLICY), policies.cell[policy])
    can_be_recorded = (changes.type != LAPSE) & calendar.is_business(day)
    by_staff = draw.stratified_sample("by_hand", rows, numbers.RECORDED_BY_STAFF, can_be_recorded)
    agent = staff.serving(draw, "agent", rows, day, numbers.AGENTS)
    agent = np.where(policies.in_storyline[policy], FOUNDING_INSURANCE_AGENT, agent)
    return PolicyEvents(
        key=rows.key,
        cell=rows.cell,
        policy=policy,
        type=changes.type,
        day=day,
        performed_by=np.where(by_staff, agent, NONE),
    )


def _renewals(policies: Policies, policy_states: PolicyStates, calendar: Calendar) -> _Changes:
    """Return the anniversaries of policies that run for a year at a time."""
    years = calendar.months_between(policies.start_day, policy_states.last_day) // 12
    count = np.where(policies.is_renewed, years, 0)
    policy = np.repeat(np.arange(len(policies)), count)
    day = calendar.months_later(policies.start_day[policy], 12 * (ordinals(count) + 1))
    return _changes(RENEWAL, policy, day)


def _modifications(policies: Policies, policy_states: PolicyStates, calendar: Calendar, draw: Draw) -> _Changes:
    """Return modifications of some policies, each on a business day of any of its months; never of single trips."""
    months = calendar.months_between(policies.start_day, policy_states.last_day - numbers.CANCELED_DAYS[1])
    eligible = (months >= 0) & ~policies.is_single_trip
    policy = np.flatnonzero(draw.stratified_sample("modified", policies, numbers.MODIFIED_POLICIES, eligible))
    month = draw.integers("modified_month", policies, 0, months.clip(0))[policy]
    days = draw.integers("modified_day", policies, *numbers.CANCELED_DAYS)[policy]
    day = calendar.last_business(policies.day_of_month(calendar, policy, month, days))
    return _changes(MODIFICATION, policy, day)


def _interruptions(premiums: Premiums) -> tuple[_Changes, _Changes]:
    """Return the lapses before a late premium, and the reinstatements by its payment."""
    lapsed = np.flatnonzero(premiums.lapse_day != NO_DAY)
    policy, paid_day = premiums.policy[lapsed], premiums.payment_day[lapsed + 1]
    return _changes(LAPSE, policy, premiums.lapse_day[lapsed]), _changes(REINSTATEMENT, policy, paid_day)
