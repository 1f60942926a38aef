"""How the customer relations tables are browsed."""

from django.contrib import admin

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.site import site
from datahub.customers.models import (
    Campaign,
    CampaignResponse,
    Complaint,
    CustomerProfile,
    Interaction,
    SatisfactionSurvey,
)


@admin.register(CustomerProfile, site=site)
class CustomerProfileAdmin(BankAdmin):
    """Customers as marketing and service see them."""

    unlisted = ("address", "email", "phone", "created_at", "updated_at")


@admin.register(Interaction, site=site)
class InteractionAdmin(BankAdmin):
    """Calls, mails, chats and visits."""

    big = True
    unlisted = ("notes",)


@admin.register(SatisfactionSurvey, site=site)
class SatisfactionSurveyAdmin(BankAdmin):
    """What customers answered."""


@admin.register(Complaint, site=site)
class ComplaintAdmin(BankAdmin):
    """Complaints and how they were settled."""

    unlisted = ("description",)


@admin.register(Campaign, site=site)
class CampaignAdmin(BankAdmin):
    """Campaigns."""


@admin.register(CampaignResponse, site=site)
class CampaignResponseAdmin(BankAdmin):
    """Who answered which campaign."""
