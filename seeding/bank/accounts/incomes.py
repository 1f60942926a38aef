"""The incomes of customers: one a year per customer, from which pay, rent, spending, loans and balances follow."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers
from seeding.bank.accounts import income_numbers as numbers
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_party_numbers import EMPLOYERS
from seeding.bank.accounts.income_numbers import (
    COMPANY,
    EMPLOYED,
    HOMEMAKER,
    OWNER,
    RENTER,
    RETIRED,
    SELF_EMPLOYED,
    STUDENT,
    WITH_FAMILY,
)
from seeding.bank.accounts.numbers import DAYS_PER_YEAR, PERSON_SEGMENTS, SEGMENTS
from seeding.bank.storyline_codes import storyline_codes
from seeding.bank.storylines import Role
from seeding.engine.arrays import NONE, Cents, Code, DayNumber, FloatArray, Index, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import Rows

SPENDING_LEVELS = np.array(everyday_numbers.SPENDING_LEVELS)
"""What holders spend, as a multiple of an activity's amounts, by level."""
_MONTHS_PER_YEAR = 12
_EARNINGS = [numbers.EARNINGS[name] for name in PERSON_SEGMENTS]
_GROWTH = np.round((1 + numbers.RAISE) ** np.arange(numbers.MOST_YEARS_BACK + 1), 9)
"""The growth of an income, by the number of raises."""
_OWNERS_OF_SEGMENT = np.array([numbers.OWNERS_OF_SEGMENT[name] for name in PERSON_SEGMENTS])


@dataclass(frozen=True)
class Incomes(Rows):
    """The yearly income of each customer of a block, parallel to its Customers, as of the last day of the plan.

    `situation` is a code in SITUATIONS. `gross` is before taxes, of companies their revenue; `net` is what is left of
    it after federal income tax and payroll tax, of companies all of it. `social_security` and `pension` are the parts
    of the gross income of retired people, 0 for all others. `employer` is the index of an external party, and
    `schedule` a code in SCHEDULES; both are NONE for customers without an employer. `raise_month`, 0 for January, is
    the month from which a raise is paid. `tenure` is a code in TENURES, the same for a household, NONE for companies.
    """

    situation: Code
    gross: Cents
    net: Cents
    social_security: Cents
    pension: Cents
    employer: Index
    schedule: Code
    raise_month: IntArray
    tenure: Code

    @property
    def spending_level(self) -> Code:
        """The level of each customer's spending: the index in SPENDING_LEVELS that comes closest to the income."""
        typical = np.where(
            self.situation == COMPANY, everyday_numbers.TYPICAL_REVENUE, everyday_numbers.TYPICAL_NET_INCOME
        )
        factor = np.round((self.net / typical) ** everyday_numbers.SPENDING_ELASTICITY, 9)
        between = np.sqrt(SPENDING_LEVELS[1:] * SPENDING_LEVELS[:-1])
        return np.searchsorted(between, factor)

    def relative(self, customers: Customers) -> FloatArray:
        """Return each customer's gross income, of companies the revenue, as a multiple of the segment's median."""
        medians = [each.median for each in _EARNINGS] + [numbers.REVENUE_MEDIAN]
        return np.round(self.gross / (np.array(medians)[customers.segment] * CENTS), 9)

    def on(self, yearly: Cents, index: Index, day: DayNumber, layout: Layout, calendar: Calendar) -> Cents:
        """Return what yearly amounts of today, such as `gross[index]`, were on earlier days: before some raises.

        `index` says which customer each amount and day is of. Raises IndexError for a day more than 40 years back.
        """
        return before_raises(yearly, self.raise_month[index], day, layout, calendar)


def before_raises(amounts: Cents, raise_month: IntArray, day: DayNumber, layout: Layout, calendar: Calendar) -> Cents:
    """Return what amounts of today were on earlier days: they are raised once a year in `raise_month`, 0 for January.

    Each argument but the last two has an item per amount. Raises IndexError for a day more than 40 years back.
    """
    raises_until_today = (calendar.month(np.full(len(day), layout.until)) - raise_month) // _MONTHS_PER_YEAR
    raises_since = raises_until_today - (calendar.month(day) - raise_month) // _MONTHS_PER_YEAR
    return cents(np.round(amounts / (_GROWTH[raises_since] * CENTS), 6))


@node(stream="incomes")
def incomes(customers: Customers, layout: Layout, draw: Draw) -> Incomes:
    """Return the income of each customer, by age and segment."""
    age = (layout.until - customers.born) / DAYS_PER_YEAR
    situation = _situations(customers, age, draw)
    social_security, pension = _benefits(customers, situation, draw)
    gross = _earnings(customers, situation, age, draw) + social_security + pension
    has_employer = (situation == EMPLOYED) | (situation == STUDENT)
    has_employer &= (situation == EMPLOYED) | (draw.uniform("student job", customers) < numbers.STUDENTS_WITH_JOB)
    return Incomes(
        key=customers.key,
        cell=customers.cell,
        situation=situation,
        gross=gross,
        net=gross - _taxes(gross, situation, social_security),
        social_security=social_security,
        pension=pension,
        employer=np.where(has_employer, draw.integers("employer", customers, 0, EMPLOYERS - 1), NONE),
        schedule=np.where(has_employer, draw.categorical("schedule", customers, numbers.SCHEDULES), NONE),
        raise_month=draw.categorical("raise month", customers, numbers.RAISE_MONTHS),
        tenure=_tenures(customers, age, draw),
    )


def _situations(customers: Customers, age: FloatArray, draw: Draw) -> Code:
    """Return the situation of each customer: drawn by age and wealth, except for storylines and companies."""
    stage = numbers.life_stage(age)
    situation = np.full(len(customers), COMPANY)
    retail = customers.segment == SEGMENTS.index("retail")
    for place, life_stage in enumerate(numbers.LIFE_STAGES):
        for wealthy, shares in ((False, life_stage.ordinary), (True, life_stage.wealthy)):
            group = (stage == place) & (retail != wealthy)
            rows = Rows(customers.key, customers.cell).where(group)
            # Every customer is of one group, so that the number of this name is used once.
            situation[group] = draw.categorical("situation", rows, shares)
    pinned = storyline_codes(customers.key, _situation_in_storyline)
    return np.where(customers.corporate, COMPANY, np.where(pinned == NONE, situation, pinned))


def _situation_in_storyline(role: Role) -> int:
    """Return the situation of a role: those who deposit cash have a shop or claim to."""
    return SELF_EMPLOYED if role.deposits else EMPLOYED


def _earnings(customers: Customers, situation: Code, age: FloatArray, draw: Draw) -> Cents:
    """Return the yearly earnings of each customer from work, and the revenue of companies; 0 for retired people."""
    rows = Rows(customers.key, customers.cell)
    person = customers.segment.clip(max=len(_EARNINGS) - 1)
    median, spread, low, high = np.array(
        [(each.median, each.spread, each.limits.low, each.limits.high) for each in _EARNINGS]
    ).T
    by_age = numbers.by_age(numbers.EARNINGS_BY_AGE, age)
    worker = by_age * draw.lognormal("earnings", rows, median, spread, low, high, group=person)
    in_storyline = by_age * draw.lognormal("earnings", rows, median, numbers.STORYLINE_SPREAD, low, high, group=person)
    limits = numbers.REVENUE_LIMITS
    revenue = draw.lognormal("revenue", rows, numbers.REVENUE_MEDIAN, numbers.REVENUE_SPREAD, limits.low, limits.high)
    yearly = np.where(customers.in_storyline, in_storyline, worker)
    yearly[situation == RETIRED] = 0
    for code, amounts in (
        (STUDENT, draw.between("student", rows, numbers.STUDENT_EARNINGS)),
        (HOMEMAKER, draw.between("homemaker", rows, numbers.HOMEMAKER_EARNINGS)),
        (COMPANY, revenue),
    ):
        yearly[situation == code] = amounts[situation == code]
    return cents(yearly)


def _benefits(customers: Customers, situation: Code, draw: Draw) -> tuple[Cents, Cents]:
    """Return the Social Security and the pension of each retired person a year; 0 for all others."""
    rows = Rows(customers.key, customers.cell)
    person = customers.segment.clip(max=len(_EARNINGS) - 1)
    benefit, pension, pensioners = np.array(
        [(each.social_security, each.pension, each.pensioners) for each in _EARNINGS]
    ).T
    limits = numbers.SOCIAL_SECURITY_LIMITS
    monthly = cents(
        draw.lognormal(
            "social security", rows, benefit, numbers.SOCIAL_SECURITY_SPREAD, limits.low, limits.high, group=person
        ),
        unit=CENTS,
    )
    limits = numbers.PENSION_LIMITS
    yearly = cents(
        draw.lognormal("pension", rows, pension, numbers.PENSION_SPREAD, limits.low, limits.high, group=person)
    )
    retired = situation == RETIRED
    has_pension = retired & (draw.uniform("pensioner", rows) < pensioners[person])
    return np.where(retired, _MONTHS_PER_YEAR * monthly, 0), np.where(has_pension, yearly, 0)


def _taxes(gross: Cents, situation: Code, social_security: Cents) -> Cents:
    """Return the yearly taxes on each income; companies' are left out."""
    payroll = np.zeros_like(gross)
    for code, factor in ((EMPLOYED, 1), (STUDENT, 1), (SELF_EMPLOYED, numbers.SELF_EMPLOYMENT_FACTOR)):
        payroll[situation == code] = factor * numbers.PAYROLL_TAX.tax(gross[situation == code])
    deductible = numbers.STANDARD_DEDUCTION + np.where(situation == SELF_EMPLOYED, payroll // 2, 0)
    untaxed = cents((1 - numbers.TAXABLE_BENEFITS) * social_security / CENTS)
    income_tax = numbers.INCOME_TAX.tax((gross - untaxed - deductible).clip(0))
    return np.where(situation == COMPANY, 0, payroll + income_tax)


def _tenures(customers: Customers, age: FloatArray, draw: Draw) -> Code:
    """Return how each person lives; both adults of a household live as the first one's age and segment suggest."""
    index = np.arange(len(customers))
    first_adult = np.where(customers.in_household & (customers.key != customers.household_id), index - 1, index)
    rows = Rows(customers.household_id, customers.cell)
    of_segment = _OWNERS_OF_SEGMENT[customers.segment.clip(max=len(_EARNINGS) - 1)]
    owners = (numbers.by_age(numbers.OWNERS_BY_AGE, age) * of_segment).clip(max=numbers.MOST_OWNERS)[first_adult]
    family = np.where(customers.in_household, 0.0, numbers.by_age(numbers.FAMILY_BY_AGE, age))
    number = draw.uniform("tenure", rows)
    tenure = np.where(number < family, WITH_FAMILY, np.where(number < family + (1 - family) * owners, OWNER, RENTER))
    adult_of_storyline = customers.in_storyline[first_adult] & (tenure == WITH_FAMILY)
    tenure[adult_of_storyline] = OWNER
    return np.where(customers.corporate, NONE, tenure)
