"""Numbers of underwriting: incomes and debts of applicants, how scores follow decisions, and why the bank rejects."""

from dataclasses import dataclass

from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.engine.shares import Range

# Income and debts

LEAST_INCOME = 16_000
"""Whole USD a year, below which a person does not apply for a loan."""
LEAST_INCOME_FOR_MORTGAGE = 26_000
"""Whole USD a year, below which nobody applies for a mortgage."""
LEAST_INCOME_FOR_APPROVED_MORTGAGE = 48_000
"""Whole USD a year, below which no mortgage is approved: even beside another loan, the smallest one is affordable."""
MORTGAGES_TO_OWNERS = 0.85
"""Part of the mortgages for which only applicants who own their home are drawn; the others go to anybody."""

HIGHEST_DEBT_TO_INCOME = 0.43
"""Monthly debt payments over monthly gross income: the limit of qualified mortgages until 2021 (12 CFR 1026.43)."""
ROUNDING_MARGIN = 0.002
"""What is kept below that limit, because amounts and payments are rounded."""
PAYMENTS_ELSEWHERE = Range(0.0, 0.09)
"""Payments on debts at other banks over gross income: credit cards, car loans; rent is no debt."""
COMPANIES_PAYMENTS_ELSEWHERE = Range(0.0, 0.04)
TOO_HIGH_DEBT_TO_INCOME = Range(0.445, 0.62)
"""At least this of applications that are rejected for their debts."""
TYPICAL_INCOME = 75_000
TYPICAL_REVENUE = 900_000
"""Whole USD a year: applicants with this income, and companies with this revenue, ask for the median of a type."""
AMOUNT_ELASTICITY = 0.5
"""An income that is 1 % higher makes a requested amount this many percent larger."""

# Credit scores


@dataclass(frozen=True)
class ScoreProfile:
    """The distribution of the scores of a group of applications, relative to that of the country.

    `masses` are the parts of the group whose scores are below 580, from 580 to 619, and from 620.

    Raises ValueError unless the parts sum to 1.
    """

    masses: tuple[float, float, float]

    def __post_init__(self) -> None:
        if min(self.masses) < 0 or abs(sum(self.masses) - 1) > 1e-9:
            raise ValueError(f"the parts {self.masses} of a group do not sum to 1")


LOWEST_SCORE_APPROVED, LOWEST_SCORE_OF_MORTGAGES = 580, 620
"""Below the first hardly any loan is approved, below the second no mortgage (New York Fed, Household Debt and Credit
Report 2025: almost no mortgage below 620; FHA loans with the least down payment begin at 580)."""
COUNTRY = (0.164, 0.076, 0.76)
"""The parts of all applicants below 580, from 580 to 619, and from 620 (FICO, 2024; see GRADES)."""
UNDECIDED_SCORES = ScoreProfile(COUNTRY)
REJECTED_SCORES = ScoreProfile((0.69, 0.10, 0.21))
MORTGAGE_SCORES = ScoreProfile((0.0, 0.0, 1.0))
"""Of approved mortgages."""
APPROVED_SCORES = ScoreProfile((0.0033, 0.1056, 0.8911))
"""Of other approved applications. With the shares of statuses and of mortgages, the four make up COUNTRY."""

# Reasons of rejections

CREDIT_HISTORY = "Insufficient credit history"
DEBTS = "Debt-to-income ratio too high"
CASH = "Insufficient cash for down payment and closing costs"
COLLATERAL = "Collateral value or type not sufficient"
REASONS_OF_TYPE = {
    each.name: (DEBTS, CREDIT_HISTORY) + (CASH,) * each.needs_cash + (COLLATERAL,) * bool(each.collateral)
    for each in LOAN_TYPES
}
"""The reasons for which applications of each loan type may be rejected."""
CREDIT_HISTORY_BELOW = 660
"""Applicants whose score is lower are rejected for their credit history first."""
