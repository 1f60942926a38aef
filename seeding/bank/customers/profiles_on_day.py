"""Customer profiles on the day on which the bank is seen: what later events change."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customer_care import CustomerCare
from seeding.bank.accounts.customers import PERSON_ACTIVE, PERSON_CLOSED, PERSON_DORMANT, Customers
from seeding.bank.compliance.verifications import KycStates
from seeding.bank.customers import numbers
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees.assignments import Portfolios
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, Code, DayNumber, Index, SecondOfDay
from seeding.engine.calendar import NO_DAY
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node

_PENDING, _EXPIRED = (numbers.KYC.code(name) for name in ("pending", "expired"))


@dataclass(frozen=True)
class ProfilesOnDay:
    """The state of each customer's profile on the day on which the bank is seen, one element per customer.

    `status` is a code of STATUSES, `agent` an index into the staff, NONE where there is none. `updated` and
    `updated_at` are the day and the second of the last change that is known; of a profile that has not changed, those
    of its creation.
    """

    status: Code
    agent: Index
    updated: DayNumber
    updated_at: SecondOfDay


@node(stream="customer profiles on the day")
def profiles_on_day(
    customers: Customers,
    profiles: Profiles,
    portfolios: Portfolios,
    kyc_states: KycStates,
    customer_care: CustomerCare,
    staff: Staff,
    layout: Layout,
    as_of: AsOf,
) -> ProfilesOnDay:
    """Return what is known of each profile; profiles that are created later are as on their first day."""
    agent, assigned = _agents(profiles, portfolios, staff, as_of)
    events = (profiles.left, profiles.dormant_from, assigned, *_events_of_verification(kyc_states))
    # Changes before the bank is first seen are those of the profile.
    latest = np.max([np.where(days > layout.start, as_of.known(days), NO_DAY) for days in events], axis=0)
    updated = np.maximum(np.maximum(as_of.known(profiles.updated), latest), customers.joined)
    is_new = (updated == customers.joined) & ~as_of.has_come(profiles.updated)
    of_that_day = np.maximum(profiles.updated_at, np.where(updated == customers.joined, customers.joined_at, 0))
    updated_at = np.where(is_new, customers.joined_at, of_that_day)
    # The audit trail shows when a phone number changed: the profile changed then, too.
    phone_day, phone_second = as_of.known(customer_care.new_phone.day), customer_care.new_phone.second
    updated_at = np.where(phone_day == updated, np.maximum(updated_at, phone_second), updated_at)
    return ProfilesOnDay(
        status=np.select(
            [as_of.has_come(profiles.left), as_of.has_come(profiles.dormant_from)],
            [PERSON_CLOSED, PERSON_DORMANT],
            PERSON_ACTIVE,
        ),
        agent=agent,
        updated=np.maximum(updated, phone_day),
        updated_at=np.where(phone_day > updated, phone_second, updated_at),
    )


def _agents(profiles: Profiles, portfolios: Portfolios, staff: Staff, as_of: AsOf) -> tuple[Index, DayNumber]:
    """Return each customer's advisor on a day and the day of the last change of advisors, NO_DAY before the first.

    Until a portfolio is handed over, the customer's advisor is the one who holds it; nobody advises before being hired.
    """
    agent, since = profiles.agent.copy(), np.full(len(profiles), NO_DAY, np.int64)
    customer = np.searchsorted(profiles.key, portfolios.key)
    is_handed_over = as_of.has_come(portfolios.end)
    since[customer] = np.where(is_handed_over, portfolios.end, NO_DAY)
    is_kept = ~is_handed_over
    agent[customer[is_kept]] = portfolios.advisor[is_kept]
    hired = np.where(agent == NONE, NO_DAY, staff.hired[agent])
    is_hired = as_of.has_come(hired)
    return np.where(is_hired, agent, NONE), np.maximum(since, as_of.known(hired))


def _events_of_verification(kyc_states: KycStates) -> tuple[DayNumber, DayNumber, DayNumber]:
    """Return the days of the last verification, and those from which a review is pending or a document has expired."""
    pending = np.where(kyc_states.status == _PENDING, kyc_states.next_review, NO_DAY)
    expired = np.where(kyc_states.status == _EXPIRED, kyc_states.expires + 1, NO_DAY)
    return kyc_states.verified, pending, expired
