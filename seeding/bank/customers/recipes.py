"""The recipe of customer profiles."""

import numpy as np

from datahub.customers.models import CustomerProfile
from seeding.bank import vocabularies
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.homes import Homes
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.numbers import SEGMENTS, STATUSES
from seeding.bank.accounts.phones import Phones
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.compliance.verifications import KycStates
from seeding.bank.customers import numbers
from seeding.bank.customers.profiles_on_day import ProfilesOnDay
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.bank.places import COUNTRY
from seeding.engine.columns import Coded, Columns, Days, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import exactly
from seeding.engine.layout import AsOf
from seeding.engine.recipe import recipe
from seeding.engine.rows import Rows
from seeding.engine.text import gather, join, padded, string_series


@recipe(CustomerProfile, lambda layout: exactly(layout.customers), since="created_at")
def customer_profile(
    customers: Customers,
    identities: Identities,
    homes: Homes,
    phones: Phones,
    profiles_on_day: ProfilesOnDay,
    kyc_states: KycStates,
    staff: Staff,
    as_of: AsOf,
    draw: Draw,
) -> Columns:
    # Customers of one household have the same address: it is drawn by household.
    """Write the profiles of a block, as they are on the day on which the bank is seen."""
    households = Rows(customers.household_id, customers.cell)
    street = join(
        vocabularies.LAST_NAMES.text(draw, "street", households),
        " ",
        vocabularies.STREET_SUFFIXES.text(draw, "street_suffix", households),
    )
    return {
        "customer_id": Text(customer_ids(customers.key)),
        "full_name": Text(identities.full_name),
        "email": Text(identities.email),
        "phone": Text(phones.on(as_of)),
        "address": Text(join(padded(draw.integers("house", households, *numbers.HOUSE_NUMBERS), 1), " ", street)),
        "city": Text(homes.city),
        "state": Text(homes.state),
        "postal_code": Text(homes.postal_code),
        "country": Text(gather(string_series(COUNTRY), np.zeros(len(customers), np.int64))),
        "customer_segment": Coded(SEGMENTS, customers.segment),
        "customer_status": Coded(STATUSES, profiles_on_day.status),
        "onboarding_date": Days(customers.joined),
        "assigned_agent_id": Text(employee_ids(staff, profiles_on_day.agent)),
        "kyc_status": Coded(numbers.KYC.names, kyc_states.status),
        "risk_rating": Coded(numbers.RISK.names, kyc_states.risk),
        "created_at": Timestamps(customers.joined, customers.joined_at),
        "updated_at": Timestamps(profiles_on_day.updated, profiles_on_day.updated_at),
    }
