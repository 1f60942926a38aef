"""insurance_db: policies, beneficiaries, claims, premiums and events."""

from datahub.insurance.models.policies import Beneficiary, Policy
from datahub.insurance.models.policy_history import Claim, PolicyEvent, PremiumPayment

__all__ = ["Beneficiary", "Claim", "Policy", "PolicyEvent", "PremiumPayment"]
