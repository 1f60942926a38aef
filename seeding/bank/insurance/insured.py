"""The insured: whose life, health or journey a policy insures, their relationship to the policyholder, and births."""

import numpy as np

from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.numbers import DAYS_PER_YEAR
from seeding.bank.insurance.insured_numbers import INSURED_AGES, SELF, SPOUSE
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.engine.arrays import NONE, Code, DayNumber, FloatArray, Index
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows


def _years(end: str, of: str) -> FloatArray:
    """Return one end of a range of INSURED_AGES, by the code of the relationship."""
    return np.array([getattr(getattr(each, of), end) for each in INSURED_AGES])


_OLDEST, _YOUNGEST = _years("high", "older"), _years("low", "older")
_FIRST_AGE, _LAST_AGE = _years("low", "holders"), _years("high", "holders")
_ADULT = np.array([each.youngest for each in INSURED_AGES])


def insured_persons(
    customers: Customers, rows: Rows, customer: Index, policy_type: Code, start_day: DayNumber, draw: Draw
) -> tuple[Code, DayNumber]:
    """Return the relationship of the insured of each policy to its customer, and the day on which the insured was born.

    The relationship is a code of RELATIONSHIPS, NONE for policies that insure a thing, whose day means nothing.
    """
    relationship = np.full(len(rows), NONE)
    in_storyline = np.where(customers.in_storyline[customer], SELF, NONE)
    for code, each in enumerate(POLICY_TYPES):
        if each.insured is not None:
            of_type = policy_type == code
            drawn = draw.stratified_category(
                f"insured/{each.name}", rows, each.insured, subset=of_type, pinned=in_storyline
            )
            relationship = np.where(of_type, drawn, relationship)
    age = (start_day - customers.born[customer]) / DAYS_PER_YEAR
    person = relationship.clip(0)
    fits = (age >= _FIRST_AGE[person]) & (age <= _LAST_AGE[person])
    relationship = np.where(fits | (relationship == NONE), relationship, SELF)
    born = _births(customers, rows, customer, relationship.clip(0), start_day, draw)
    # The other adult of a household may have been a child when the policy began.
    is_minor = (relationship == SPOUSE) & (start_day - born < DAYS_PER_YEAR * _ADULT[SPOUSE] + 1)
    return np.where(is_minor, SELF, relationship), np.where(is_minor, customers.born[customer], born)


def _births(
    customers: Customers, rows: Rows, customer: Index, relationship: Code, start_day: DayNumber, draw: Draw
) -> DayNumber:
    """Return when each insured was born: the spouse in a household is its other adult."""
    born = customers.born[customer]
    oldest, youngest = (
        np.round(years[relationship] * DAYS_PER_YEAR).astype(np.int64) for years in (_OLDEST, _YOUNGEST)
    )
    drawn = draw.integers("insured_born", rows, born - oldest, born - youngest)
    adult = np.round(_ADULT[relationship] * DAYS_PER_YEAR).astype(np.int64) + 1
    drawn = np.minimum(drawn, start_day - adult - 30)
    drawn = np.where(relationship == SELF, born, drawn)
    step = np.where(customers.key == customers.household_id, 1, -1)
    partner = np.arange(len(customers)) + np.where(customers.in_household, step, 0)
    in_household = customers.in_household[customer] & (relationship == SPOUSE)
    return np.where(in_household, customers.born[partner[customer]], drawn)
