"""Profiles in numbers: know-your-customer status, risk, advisers, where customers live."""

from seeding.bank.employees.numbers import INSURANCE_AGENT, LOAN_OFFICER, SERVICE
from seeding.engine.shares import CategoryShares
from seeding.engine.vocabulary import Vocabulary

KYC = CategoryShares.of(verified=0.85, pending=0.10, expired=0.05)
RISK = CategoryShares.of(low=0.70, medium=0.25, high=0.05)
ASSIGNED = CategoryShares.of(nobody=0.20, somebody=0.80)
ADVISERS = (SERVICE, LOAN_OFFICER, INSURANCE_AGENT)
"""Roles that keep customers."""
UPDATED_WITHIN_DAYS = 540
"""Profiles last changed within about a year and a half, or when the customer joined."""
COUNTRIES = Vocabulary(
    ("United States", "Canada", "United Kingdom", "Ireland", "Germany"), (0.94, 0.03, 0.015, 0.005, 0.01)
)
HOUSE_NUMBERS = (1, 9_899)
PARTS_OF_TOWNS = 0.3
"""Part of the cities whose name begins with North, New, Port and the like."""
