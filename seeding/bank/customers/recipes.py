"""How customer profiles are written."""

import polars as pl

from datahub.customers.models import CustomerProfile
from seeding.bank import vocabularies
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.numbers import SEGMENTS, STATUSES
from seeding.bank.accounts.recipes import customer_ids
from seeding.bank.customers import numbers
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees.recipes import employee_ids
from seeding.bank.employees.staff import Staff
from seeding.engine.columns import Coded, Columns, Days, Text, Timestamps
from seeding.engine.draw import Draw
from seeding.engine.expected import exactly
from seeding.engine.recipe import recipe
from seeding.engine.rows import Rows
from seeding.engine.text import join, padded


@recipe(CustomerProfile, lambda plan: exactly(plan.customers))
def customer_profile(
    customers: Customers, identities: Identities, profiles: Profiles, staff: Staff, draw: Draw
) -> Columns:
    homes = Rows(customers.household_id, customers.cell)
    street = join(
        vocabularies.LAST_NAMES.text(draw, "street", homes),
        " ",
        vocabularies.STREET_SUFFIXES.text(draw, "street_suffix", homes),
    )
    town = join(
        vocabularies.LAST_NAMES.text(draw, "city", homes), vocabularies.CITY_SUFFIXES.text(draw, "city_suffix", homes)
    )
    part_of_town = join(vocabularies.CITY_PREFIXES.text(draw, "city_prefix", homes), " ", town)
    city = part_of_town.zip_with(pl.Series(draw.uniform("city_part", homes) < numbers.PARTS_OF_TOWNS), town)
    return {
        "customer_id": Text(customer_ids(customers.key)),
        "full_name": Text(identities.full_name),
        "email": Text(identities.email),
        "phone": Text(identities.phone),
        "address": Text(join(padded(draw.integers("house", homes, *numbers.HOUSE_NUMBERS), 1), " ", street)),
        "city": Text(city),
        "country": Text(numbers.COUNTRIES.text(draw, "country", homes)),
        "customer_segment": Coded(SEGMENTS, customers.segment),
        "customer_status": Coded(STATUSES, customers.status),
        "onboarding_date": Days(customers.joined),
        "assigned_agent_id": Text(employee_ids(staff, profiles.agent)),
        "kyc_status": Coded(numbers.KYC.names, profiles.kyc),
        "risk_rating": Coded(numbers.RISK.names, profiles.risk),
        "created_at": Timestamps(customers.joined, customers.joined_at),
        "updated_at": Timestamps(profiles.updated, profiles.updated_at),
    }
