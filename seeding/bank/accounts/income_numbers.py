"""Incomes in numbers: situations and earnings by age, taxes, Social Security, and who rents."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import Cents, FloatArray, IntArray
from seeding.engine.shares import CategoryShares, Range

SITUATIONS = ("employed", "self_employed", "retired", "student", "homemaker", "company")
"""What customers live on, by code; companies are customers of the segment corporate."""
EMPLOYED, SELF_EMPLOYED, RETIRED, STUDENT, HOMEMAKER, COMPANY = range(len(SITUATIONS))


@dataclass(frozen=True)
class LifeStage:
    """The situations of persons from an age in years on, until the next stage begins.

    `ordinary` are those of retail customers, `wealthy` those of premium and private customers.
    """

    from_age: int
    ordinary: CategoryShares
    wealthy: CategoryShares


def _shares(employed: float, self_employed: float, retired: float, student: float, homemaker: float) -> CategoryShares:
    return CategoryShares(SITUATIONS[:COMPANY], (employed, self_employed, retired, student, homemaker))


LIFE_STAGES = (
    LifeStage(0, _shares(0.50, 0.02, 0.0, 0.44, 0.04), _shares(0.96, 0.04, 0.0, 0.0, 0.0)),
    LifeStage(23, _shares(0.80, 0.04, 0.0, 0.12, 0.04), _shares(0.94, 0.06, 0.0, 0.0, 0.0)),
    LifeStage(27, _shares(0.85, 0.09, 0.0, 0.01, 0.05), _shares(0.86, 0.14, 0.0, 0.0, 0.0)),
    LifeStage(63, _shares(0.62, 0.09, 0.24, 0.0, 0.05), _shares(0.62, 0.15, 0.23, 0.0, 0.0)),
    LifeStage(67, _shares(0.0, 0.0, 1.0, 0.0, 0.0), _shares(0.0, 0.0, 1.0, 0.0, 0.0)),
)
"""One worker in ten is self-employed (Bureau of Labor Statistics, 2024); two in five people aged 18 to 24 are enrolled
in college (National Center for Education Statistics, 2022); a quarter claim Social Security as early as they can (SSA,
2023). From 67, the full retirement age, everybody is retired."""


@dataclass(frozen=True)
class Earnings:
    """The log-normal gross earnings of a segment, in whole USD a year; `median` is that of the middle of working life.

    `spread` is the standard deviation of the logarithm. `social_security` is the median benefit a month, `pensioners`
    the share of the retired with a pension, `pension` its median a year.

    Raises ValueError for an impossible median or share.
    """

    median: float
    spread: float
    limits: Range
    social_security: float
    pensioners: float
    pension: float

    def __post_init__(self) -> None:
        if not self.limits.low <= self.median <= self.limits.high or not 0 <= self.pensioners <= 1:
            raise ValueError(f"a median of {self.median} or a share of {self.pensioners} pensioners is impossible")


EARNINGS = {
    "retail": Earnings(54_000, 0.40, Range(14_000, 150_000), 1_900, 0.35, 12_000),
    "premium": Earnings(106_000, 0.32, Range(55_000, 320_000), 2_500, 0.60, 38_000),
    "private": Earnings(290_000, 0.50, Range(140_000, 2_500_000), 3_400, 0.95, 190_000),
}
"""By segment of persons. Full-time workers earn 62,000 a year at the median (Bureau of Labor Statistics, usual weekly
earnings, 2025: 1,196 a week). The mean retired worker's benefit is 1,976 a month (SSA, January 2025), and a third of
people over 65 have a pension or an annuity (Pension Rights Center, 2022)."""

EARNINGS_BY_AGE = ((20, 0.62), (30, 0.92), (40, 1.08), (50, 1.12), (60, 1.06), (67, 0.95))
"""Age in years, and earnings as a multiple of the segment's median, linear in between: they peak at 45 to 54 (Bureau of
Labor Statistics, usual weekly earnings by age, 2025: 788 from 16, 1,139 from 25, 1,358 from 35, 1,385 from 45)."""

SOCIAL_SECURITY_SPREAD = 0.28
SOCIAL_SECURITY_LIMITS = Range(700, 5_108)
"""Whole USD a month; 5,108 is the highest benefit of 2025 (SSA)."""
PENSION_SPREAD = 0.6
PENSION_LIMITS = Range(2_000, 1_500_000)
"""Whole USD a year."""
STUDENT_EARNINGS = Range(3_000, 16_000)
"""Whole USD a year: two in five full-time students have a part-time job (NCES, 2020), the others help at home or get
support."""
STUDENTS_WITH_JOB = 0.6
HOMEMAKER_EARNINGS = Range(1_200, 7_000)
"""Whole USD a year, from small jobs."""

STORYLINE_SPREAD = 0.1
"""Customers of storylines earn about the median of their segment and age."""

REVENUE_MEDIAN, REVENUE_SPREAD = 900_000.0, 0.9
REVENUE_LIMITS = Range(90_000, 25_000_000)
"""Whole USD a year of a company. Firms with fewer than 20 employees have receipts of about 800,000 on average, those
with 20 to 99 of about 8 million (Census, Statistics of U.S. Businesses 2017)."""

RAISE = 0.03
"""What pay, benefits and revenue grow by in a year: the Employment Cost Index rose by 3.5 % in 2025, Social Security by
2.5 %."""
RAISE_MONTHS = CategoryShares.from_weights(
    jan=6, feb=1, mar=2, apr=3, may=1, jun=1, jul=3, aug=1, sep=1, oct=2, nov=0.5, dec=0.5
)
"""The months from whose first day a raise is paid."""
MOST_YEARS_BACK = 40
"""Years back for which incomes can be computed."""

SCHEDULES = CategoryShares.of(monthly=0.90, twice_a_month=0.06, every_other_week=0.04)
"""How often employers pay. Biweekly is most common, 43 %, and 10 % are paid monthly (Bureau of Labor Statistics, 2023);
the number of rows that the bank's ledger promises asks for fewer paydays."""

# Taxes


@dataclass(frozen=True)
class TaxTable:
    """Brackets: from each of `floors`, whole USD of taxable income a year, the tax is the rate in basis points.

    Raises ValueError unless each rate has a floor, and floors rise.
    """

    floors: tuple[int, ...]
    rates: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.floors) != len(self.rates) or list(self.floors) != sorted(set(self.floors)):
            raise ValueError("each rate needs one floor, and floors rise")

    def tax(self, taxable: Cents) -> Cents:
        """Return the tax on yearly amounts in cents, rounded down."""
        total = np.zeros_like(taxable)
        for place, (floor, rate) in enumerate(zip(self.floors, self.rates, strict=True)):
            ceiling = self.floors[place + 1] * 100 if place + 1 < len(self.floors) else None
            total += (np.clip(taxable, floor * 100, ceiling) - floor * 100) * rate
        return total // 10_000


INCOME_TAX = TaxTable(
    (0, 11_925, 48_475, 103_350, 197_300, 250_525, 626_350), (1_000, 1_200, 2_200, 2_400, 3_200, 3_500, 3_700)
)
"""Federal income tax of single filers, 2025 (IRS Revenue Procedure 2024-40)."""
PAYROLL_TAX = TaxTable((0, 176_100, 200_000), (765, 145, 235))
"""FICA, 2025: Social Security 6.2 % up to 176,100, Medicare 1.45 %, and 0.9 % more from 200,000 (IRS Topic 751)."""
STANDARD_DEDUCTION = 1_575_000
"""Cents a year: single filers, 2025 (IRS)."""
SELF_EMPLOYMENT_FACTOR = 2
"""The self-employed pay both halves of FICA."""
TAXABLE_BENEFITS = 0.85
"""The largest part of Social Security that is taxed (IRS Publication 915)."""

# Homes

TENURES = ("renter", "owner", "with_family")
"""How the people of a household live, by code."""
RENTER, OWNER, WITH_FAMILY = range(len(TENURES))
OWNERS_BY_AGE = ((20, 0.10), (30, 0.38), (40, 0.60), (50, 0.68), (60, 0.74), (70, 0.77))
"""Age of the household's first adult in years, and the share of owners, linear in between: 37 % under 35, 62 % under
45, 70 % under 55, 76 % under 65, 79 % from 65 (Census, Housing Vacancies and Homeownership, 2024)."""
FAMILY_BY_AGE = ((19, 0.55), (24, 0.40), (29, 0.16), (34, 0.07), (45, 0.02))
"""Age of people outside of households of two, and the share who live with their parents or other family: 57 % from 18
to 24, 16 % from 25 to 34 (Census, 2023)."""
OWNERS_OF_SEGMENT = {"retail": 0.74, "premium": 0.95, "private": 1.25}
"""Owners in a segment, as a multiple of those of the age; at most 95 %."""
MOST_OWNERS = 0.95


def by_age(points: tuple[tuple[int, float], ...], age: FloatArray) -> FloatArray:
    """Return the value of each age in years, linear between the points and constant outside of them."""
    ages, values = zip(*points, strict=True)
    return np.round(np.interp(age, ages, values), 9)


def life_stage(age: FloatArray) -> IntArray:
    """Return the index in LIFE_STAGES of each age in years."""
    return np.searchsorted([stage.from_age for stage in LIFE_STAGES], age, side="right") - 1
