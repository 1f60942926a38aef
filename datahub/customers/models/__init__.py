"""customer_db: customer profiles, service and campaigns."""

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
