"""Customer profiles in numbers: know-your-customer status, risk, advisors, addresses."""

from datahub.customers.models import CustomerProfile
from seeding.bank.employees.numbers import INSURANCE_AGENT, LOAN_OFFICER, SERVICE
from seeding.bank.products import require_choices
from seeding.engine.shares import CategoryShares

KYC = CategoryShares.of(verified=0.85, pending=0.10, expired=0.05)
RISK = CategoryShares.of(low=0.70, medium=0.25, high=0.05)
ASSIGNED = CategoryShares.of(nobody=0.20, somebody=0.80)
"""Whether a customer has an advisor."""
ADVISORS = (SERVICE, LOAN_OFFICER, INSURANCE_AGENT)
"""Roles that advise customers."""
UPDATED_WITHIN_DAYS = 540
"""Most days since a profile last changed, unless the customer joined later."""
HOUSE_NUMBERS = (1, 9_899)

require_choices("KYC status", KYC.names, CustomerProfile.Kyc.values, unused=["rejected"])
require_choices("risk rating", RISK.names, CustomerProfile.Risk.values)
