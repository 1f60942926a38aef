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

    list_exclude = ("address", "email", "phone", "created_at", "updated_at")


@admin.register(Interaction, site=site)
class InteractionAdmin(BankAdmin):
    """Calls, mails, chats and visits."""

    index_only = True
    list_exclude = ("notes",)


@admin.register(SatisfactionSurvey, site=site)
class SatisfactionSurveyAdmin(BankAdmin):
    """What customers answered."""


@admin.register(Complaint, site=site)
class ComplaintAdmin(BankAdmin):
    """Complaints and how they were settled."""

    list_exclude = ("description",)


@admin.register(Campaign, site=site)
class CampaignAdmin(BankAdmin):
    """Campaigns."""


@admin.register(CampaignResponse, site=site)
class CampaignResponseAdmin(BankAdmin):
    """Who answered which campaign."""
