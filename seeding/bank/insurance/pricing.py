"""Pricing: how much a policy covers, and what a premium costs."""

import numpy as np

from seeding.bank.accounts.numbers import DAYS_PER_YEAR, SEGMENTS
from seeding.bank.insurance import numbers
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.engine.arrays import Cents, Code, FloatArray, IntArray, Months
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS, cents
from seeding.engine.rows import Rows

_BASIS_POINTS = 10_000
_UNITS: Cents = CENTS * POLICY_TYPES.integers(lambda each: each.unit)
_INSURES_LIFE = POLICY_TYPES.flags(lambda each: each.insures_life)
_FOLLOWS_AGE = POLICY_TYPES.flags(lambda each: each.rises_with_age)
_LOWEST_RATE = POLICY_TYPES.integers(lambda each: each.rates[0])
_HIGHEST_RATE = POLICY_TYPES.integers(lambda each: each.rates[1])


def coverages(rows: Rows, policy_type: Code, segment: Code, draw: Draw) -> Cents:
    """Return the coverage of each policy: the median depends on the type and the customer's segment."""
    per_segment = len(SEGMENTS)
    factor = np.tile([numbers.COVERAGE_BY_SEGMENT[name] for name in SEGMENTS], len(POLICY_TYPES))
    low = POLICY_TYPES.floats(lambda each: each.coverage.low).repeat(per_segment)
    high = POLICY_TYPES.floats(lambda each: each.coverage.high).repeat(per_segment)
    median = POLICY_TYPES.floats(lambda each: each.median).repeat(per_segment) * factor
    spread = POLICY_TYPES.floats(lambda each: each.spread).repeat(per_segment)
    type_and_segment = policy_type * per_segment + segment
    drawn = draw.lognormal("cover", rows, median.clip(low, high), spread, low, high, group=type_and_segment)
    return cents(drawn, unit=_UNITS[policy_type])


def premiums_per_period(
    rows: Rows,
    policy_type: Code,
    coverage: Cents,
    period_months: Months,
    age_days: IntArray,
    years: IntArray,
    draw: Draw,
) -> Cents:
    """Return the premium that each policy pays per period: a year's rate of the coverage, divided by its periods.

    `age_days` is the insured's age at the start, which the rates of life and health policies follow, and `years` for
    how many years a life policy is paid.
    """
    low, high = _LOWEST_RATE[policy_type], _HIGHEST_RATE[policy_type]
    age = np.round(age_days / DAYS_PER_YEAR, 6)
    health = draw.between("health", rows, numbers.HEALTH_FACTOR)
    independent = low + draw.uniform("rate", rows) * (high - low)
    of_patients = np.interp(age, numbers.HEALTH_RATE_AGES, numbers.HEALTH_RATES) * health
    is_life, follows_age = _INSURES_LIFE[policy_type], _FOLLOWS_AGE[policy_type]
    exact = np.select([is_life, follows_age], [_life_rates(age, years) * health, of_patients], independent)
    rate = np.round(exact, 6).clip(low, high)
    divisor = _BASIS_POINTS * (12 // period_months)
    return np.floor(np.round(coverage * rate / divisor, 6) + 0.5).astype(np.int64)


def _life_rates(age: FloatArray, years: IntArray) -> FloatArray:
    """Return what a year of life insurance costs at each age in basis points, by the years for which it is paid."""
    rate = np.zeros(len(age))
    for paid_years, rates in numbers.LIFE_RATES.items():
        rate = np.where(years == paid_years, np.interp(age, numbers.LIFE_RATE_AGES, rates), rate)
    return rate
