"""customer_db: what the bank's customer relationship management knows about its customers."""

from datahub.customers.models.campaigns import Campaign, CampaignResponse
from datahub.customers.models.profiles import CustomerProfile
from datahub.customers.models.service import Complaint, Interaction, SatisfactionSurvey

__all__ = [
    "Campaign",
    "CampaignResponse",
    "Complaint",
    "CustomerProfile",
    "Interaction",
    "SatisfactionSurvey",
]
