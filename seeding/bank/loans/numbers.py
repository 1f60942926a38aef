"""Lending in numbers: who applies for what, at what price, and how loans go."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees.numbers import (
    BRANCH_MANAGER,
    COMPLIANCE_OFFICER,
    DEPARTMENT_MANAGER,
    LOAN_OFFICER,
    PRESIDENT,
    RISK_ANALYST,
)
from seeding.engine.shares import Range, Shares, part

# Applications

APPLICANTS = 0.35
"""Part of all customers."""
COMPANIES_THAT_APPLY = part(0.035)
"""Of all customers: a tenth of the applicants, for whom the business loans are."""
APPLICATIONS_OF_APPLICANTS = Shares.of(one=0.80, two=0.20)
APPLIED_WITHIN_DAYS = 3 * 365
TYPES = ("mortgage", "personal", "auto", "business", "education")
MORTGAGE, PERSONAL, AUTO, BUSINESS, EDUCATION = range(len(TYPES))
TYPES_OF_PERSONS = Shares.parts(mortgage=35, personal=30, auto=20, education=5)
"""Companies apply for business loans, which are a tenth of all."""

STATUSES = Shares.of(approved=0.65, rejected=0.20, pending=0.10, withdrawn=0.05)
APPROVED, REJECTED, PENDING, WITHDRAWN = range(len(STATUSES))
PENDING_DAYS = 85
DECIDED_AFTER_DAYS = (1, 26)
"""Weekends come on top; a decision takes thirty days at most."""
REJECTION_REASONS = Shares.parts(
    debt_to_income=40,
    credit_history=33,
    insufficient_cash=14,
    collateral=13,
)
"""Debt-to-income ratio, credit history, cash for down payment and closing, collateral: HMDA 2024, in this order."""
REASONS = {
    "debt_to_income": "Debt-to-income ratio too high",
    "credit_history": "Insufficient credit history",
    "insufficient_cash": "Insufficient cash for down payment and closing costs",
    "collateral": "Collateral value or type not sufficient",
}


@dataclass(frozen=True)
class Product:
    """A type of loan. Amounts in whole USD, rates in ten-thousandths a year, terms in months.

    `median` and `spread` (of the logarithm) place the requested amounts inside their band; people ask for multiples of
    `unit` USD.
    """

    requested: Range
    median: float
    spread: float
    unit: int
    rates_e4: tuple[int, int]
    terms: tuple[int, ...]


# The medians follow the Federal Reserve's Household Debt and Credit Report, 2025, in order.
PRODUCTS = {
    "mortgage": Product(Range(100_000, 800_000), 290_000, 0.45, 5_000, (325, 675), (180, 240, 300, 360, 360, 360)),
    "personal": Product(Range(5_000, 50_000), 13_000, 0.55, 500, (599, 1_799), (12, 24, 36, 36, 48, 60)),
    "auto": Product(Range(10_000, 80_000), 29_000, 0.42, 500, (399, 899), (36, 48, 60, 60, 72, 72)),
    "business": Product(Range(20_000, 500_000), 95_000, 0.75, 1_000, (499, 1_299), (36, 60, 60, 84, 120)),
    "education": Product(Range(5_000, 100_000), 26_000, 0.65, 500, (425, 875), (60, 84, 120, 120, 180)),
}

# Scores and prices


@dataclass(frozen=True)
class Grade:
    """A credit grade: the scores from `lowest` on, and the part of applicants with such a score."""

    name: str
    lowest: int
    part: float


# FICO 8 scores as they are distributed in the United States (FICO, 2024).
GRADES = (
    Grade("C", 300, 0.04),
    Grade("CCC", 500, 0.07),
    Grade("B", 550, 0.09),
    Grade("BB", 600, 0.10),
    Grade("BBB", 650, 0.13),
    Grade("A", 700, 0.17),
    Grade("AA", 750, 0.19),
    Grade("AAA", 800, 0.21),
)
GRADE_NAMES = tuple(grade.name for grade in GRADES)
HIGHEST_SCORE = 850
REJECTED_SCORES = 2.2
"""Exponent that pushes the place of rejected applicants among all towards the low scores."""

DEFAULT_AT_LOWEST, DEFAULT_DECAY = 0.42, 92.0
"""Probability of default within a year at a score of 300, and the points over which it falls to 37 % of that."""

PRICE_BY_SCORE = 0.85
"""Part of a product's range of rates that the score decides; the rest is bargaining."""
PRICED_SCORES = Range(480, 840)

APPROVED_IN_FULL = 0.6
"""Part of approvals for all that was asked; the others are for 80 to 99 % of it."""
LEAST_APPROVED = 0.80

# Who handles them

OFFICERS = (LOAN_OFFICER,)
MANAGERS = (PRESIDENT, DEPARTMENT_MANAGER, BRANCH_MANAGER)
ASSESSORS = (COMPLIANCE_OFFICER, RISK_ANALYST)
SIGNED_BY_TWO_ABOVE = 10_000_000
"""Cents above which a manager approves, so that two people have signed."""
ASSESSED_BY_SYSTEM = Shares.of(person=0.70, system=0.30)

# Loans

DISBURSED_AFTER_DAYS = (5, 26)

TERM_ENDS = part(0.06)
EARLY_PAYOFFS = part(0.14, after=0.06)
DEFAULTS = part(0.03, after=0.20)
RESTRUCTURED = part(0.02, after=0.23)
LOAN_STATUSES = ("active", "paid_off", "defaulted", "restructured")
ACTIVE, PAID_OFF, DEFAULTED, RESTRUCTURING = range(len(LOAN_STATUSES))

GRACE_DAYS = 10
PAID_AFTER_DAYS = (0, 6)
"""Days from the due date on which most instalments are paid, the next business day then: within the grace."""
LATE_AFTER_DAYS = (11, 21)
LATE = 0.05
PUNCTUAL_DAYS = 26
"""No payment is made longer after its due day."""

SHORTEST_TERM = 12
PAYOFF_AFTER_DAYS = 95
"""Nobody pays a loan off sooner."""
MISSED_DAYS = 95
"""The oldest missed instalment of a loan in default is at least so long past due."""
PAID_BEFORE_TROUBLE_DAYS = 100
"""The first instalments are paid whatever comes later."""
MISSED_OF_RESTRUCTURED = (2, 3)
RESTRUCTURED_DAYS = 240

# Collateral, guarantors, later assessments

SECURED = part(0.80)
SECURED_TYPES = (MORTGAGE, AUTO, BUSINESS)
APPRAISED = Range(1.12, 1.48)
"""Appraised value as a multiple of the principal."""
APPRAISED_WITHIN_DAYS = (5, 150)
"""Before the disbursement."""
KINDS_OF_COLLATERAL = ("property", "real_estate", "vehicle", "equipment", "inventory")
COLLATERAL = {
    MORTGAGE: Shares.of(property=0.7, real_estate=0.3),
    AUTO: Shares.of(vehicle=1.0),
    BUSINESS: Shares.of(equipment=0.5, inventory=0.2, real_estate=0.3),
}

GUARANTEED = part(0.25)
GUARANTORS = Shares.of(one=0.70, two=0.30)
RELATIONSHIPS = Shares.of(spouse=0.30, parent=0.30, sibling=0.15, business_partner=0.10, friend=0.15)
RELATIONSHIPS_OF_COMPANIES = Shares.of(business_partner=0.8, spouse=0.1, friend=0.1)
RELATIVES = ("spouse", "parent", "sibling")
GUARANTEED_PART = Range(0.20, 0.50)
"""Of the principal, per guarantor: two together never exceed it."""

ASSESSED_AGAIN = part(0.40)
ASSESSED_AGAIN_AFTER_DAYS = 60
SCORE_DRIFT = 25.0

if abs(sum(grade.part for grade in GRADES) - 1) > 1e-9:
    raise ValueError("the parts of the credit grades do not sum to 1")

LOWEST_SCORES = np.array([grade.lowest for grade in GRADES])
