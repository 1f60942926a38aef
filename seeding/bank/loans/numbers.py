"""Numbers of lending: shares, limits and periods of applications, credit scores, loans and their security."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.full_history_numbers import events_a_year, years_before, years_within
from seeding.bank.employees.numbers import (
    BRANCH_MANAGER,
    COMPLIANCE_OFFICER,
    DEPARTMENT_MANAGER,
    LOAN_OFFICER,
    PRESIDENT,
    REGIONAL_DIRECTOR,
    RISK_ANALYST,
)
from seeding.bank.loans.loan_types import LOAN_TYPES, Borrower
from seeding.engine.shares import CategoryShares, Range, share_range

# Applications

APPLICANTS = 0.35
"""Part of all customers."""
COMPANIES_THAT_APPLY = share_range(round(APPLICANTS * LOAN_TYPES.part_of(Borrower.COMPANY), 9))
"""Part of all customers: as large among applicants as the loan types of companies are among all."""
APPLICATIONS_OF_APPLICANTS = CategoryShares.of(one=0.80, two=0.20)
APPLIED_WITHIN_DAYS = 3 * 365
"""The first applications come this long before the day on which the bank is first seen."""

STATUSES = CategoryShares.of(approved=0.65, rejected=0.20, pending=0.10, withdrawn=0.05)
APPROVED, REJECTED, PENDING, WITHDRAWN = range(len(STATUSES))
UNSUCCESSFUL = (REJECTED, WITHDRAWN)
UNSUCCESSFUL_SHARES = CategoryShares.from_weights(
    **{STATUSES.names[code]: STATUSES.weights[code] for code in UNSUCCESSFUL}
)
"""Of the applications that become no loan, in the order of UNSUCCESSFUL."""
_UNSUCCESSFUL_PER_CUSTOMER = (
    APPLICANTS
    * (1 + APPLICATIONS_OF_APPLICANTS.weights[APPLICATIONS_OF_APPLICANTS.code("two")])
    * sum(STATUSES.weights[code] for code in UNSUCCESSFUL)
)
UNSUCCESSFUL_A_YEAR = events_a_year(_UNSUCCESSFUL_PER_CUSTOMER, APPLIED_WITHIN_DAYS)
"""Of an active customer: in a full history as many before the last three years as in them."""


def earlier_per_customer(days_ahead: int) -> float:
    """Return such applications per customer before the last three years and the days after the bank was first seen."""
    years = years_before(APPLIED_WITHIN_DAYS + days_ahead)
    return _UNSUCCESSFUL_PER_CUSTOMER * years / years_within(APPLIED_WITHIN_DAYS)


PENDING_DAYS = 85
"""Applications that are pending on the last day of the history are at most this old."""
DECIDED_AFTER_DAYS = (1, 26)
"""The next business day follows: a decision takes thirty days at most."""
REJECTION_REASONS = CategoryShares.from_weights(
    **{
        "Debt-to-income ratio too high": 40,
        "Insufficient credit history": 33,
        "Insufficient cash for down payment and closing costs": 14,
        "Collateral value or type not sufficient": 13,
    }
)
"""In the order of the denial reasons of HMDA data, 2024."""

APPROVED_IN_FULL = 0.6
"""Part of the approvals that grant the requested amount; the others grant at least LEAST_APPROVED of it."""
LEAST_APPROVED = 0.80

# Credit scores and prices


@dataclass(frozen=True)
class Grade:
    """A credit grade: its lowest score, and the share of applicants whose score has this grade."""

    name: str
    lowest: int
    share: float


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
if abs(sum(grade.share for grade in GRADES) - 1) > 1e-9:
    raise ValueError("the shares of the credit grades do not sum to 1")
GRADE_NAMES = tuple(grade.name for grade in GRADES)
LOWEST_SCORES = np.array([grade.lowest for grade in GRADES])
LOWEST_SCORE, HIGHEST_SCORE = GRADES[0].lowest, 850
if any(len(loan_type.spreads) != len(GRADES) for loan_type in LOAN_TYPES):
    raise ValueError("each loan type needs a spread for every credit grade")

DEFAULT_AT_LOWEST, DEFAULT_DECAY_POINTS = 0.42, 92.0
"""Probability of default within a year at the lowest score, and the points over which it falls to 37 % of that."""

RATE_MARGIN = 10
"""Basis points by which a rate is at most above or below the market's rate plus the spread of the grade."""

# Staff

OFFICERS = (LOAN_OFFICER,)
MANAGERS = (PRESIDENT, REGIONAL_DIRECTOR, DEPARTMENT_MANAGER, BRANCH_MANAGER)
ASSESSORS = (COMPLIANCE_OFFICER, RISK_ANALYST)
TWO_SIGNATURES_ABOVE = 10_000_000
"""Cents above which a manager decides, so that two people sign."""
ASSESSED_BY_SYSTEM = CategoryShares.of(person=0.70, system=0.30)

# Loans

DISBURSED_AFTER_DAYS = (5, 26)

LOAN_STATUSES = ("active", "paid_off", "defaulted", "restructured")
ACTIVE, PAID_OFF, DEFAULTED, RESTRUCTURED = range(len(LOAN_STATUSES))
REPAID_AT_TERM = share_range(0.06)
PAID_OFF_EARLY = share_range(0.14, after=0.06)
DEFAULTED_LOANS = share_range(0.03, after=0.20)
RESTRUCTURED_LOANS = share_range(0.02, after=0.23)
"""Parts of all loans; the others are active."""
RISK_DECAY_POINTS = 69.0
"""Points of the score over which the odds of default and of restructuring fall to 37 %."""

GRACE_DAYS = 10
"""An installment paid later is late."""
PAID_AFTER_DAYS = (0, 6)
"""Days from the due day to most payments, the next business day then: within the grace period."""
LATE_AFTER_DAYS = (11, 21)
LATE_SHARES = ((580, 0.165), (620, 0.125), (700, 0.06), (760, 0.025), (850, 0.008))
"""Score, and the part of the installments that are paid late, linear in between: 5 % of all."""
LATE_FEE_BASIS_POINTS, LATE_FEE_LIMITS = 500, (1_500, 10_000)
"""What a late payment costs: a part of the installment (5 % in the uniform notes of Fannie Mae and Freddie Mac), from
the lowest to the highest fee in cents."""
LAST_PAYMENT_DAYS = 26
"""Every payment comes at most this long after its due day."""
DAYS_TO_DEFAULT = 90
"""A loan is in default when its oldest unpaid installment is this long past due."""

LONGEST_MONTH_DAYS = 31
PAYOFF_AFTER_DAYS = 95
"""An early payoff comes at least this long after the disbursement."""
MISSED_DAYS = 95
"""The oldest missed installment of a loan in default is at least this long past due."""
PAID_BEFORE_DELINQUENCY_DAYS = 100
"""The first installments of a loan that later defaults are paid."""
MISSED_OF_RESTRUCTURED = (2, 3)
"""Installments that are missed before a restructured loan is paid again."""
RESTRUCTURED_DAYS = 240
"""A restructured loan is at least this old."""
RESTRUCTURED_AFTER_DAYS = (11, 18)
"""Days from the due day of the last missed installment to the agreement on a new rate, the next business day then: that
installment is missed by then, the next one is not due yet, and the first missed one is not past due for 90 days."""
CONCESSIONS = (50, 75, 100, 125, 150, 200)
"""Basis points by which a restructuring lowers the rate for the rest of the term, all equally likely."""

# Collateral, guarantors, later assessments

SECURED_LOANS = share_range(0.80)
"""Of the loans whose type can be secured: all mortgages, then most auto loans, then some business loans."""
SECURED_AUTO_LOANS = 0.72
"""The part of the auto loans that are secured; business loans make up the share of all."""
APPRAISED_TO_PRINCIPAL = Range(1.12, 1.48)
"""Appraised value as a multiple of the principal."""
APPRAISED_WITHIN_DAYS = (5, 150)
"""Before the disbursement."""

GUARANTEED_LOANS = share_range(0.25)
GUARANTORS_PER_LOAN = CategoryShares.of(one=0.70, two=0.30)
RELATIONSHIPS = CategoryShares.of(spouse=0.30, parent=0.30, sibling=0.15, business_partner=0.10, friend=0.15)
RELATIONSHIPS_TO_COMPANIES = CategoryShares.of(business_partner=0.8, spouse=0.1, friend=0.1)
RELATIVES = ("spouse", "parent", "sibling")
GUARANTEE_TO_PRINCIPAL = Range(0.20, 0.50)
"""Per guarantor, as a multiple of the principal: two guarantees never exceed it."""

REASSESSED_LOANS = share_range(0.40)
"""Of the active loans."""
REASSESSED_AFTER_DAYS = 60
SCORE_DRIFT = 25.0
"""Standard deviation of the change of a score, in points."""
