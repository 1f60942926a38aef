"""The admins of customer_db: profiles, service and campaigns. Their order is that of the sidebar."""

from django.contrib import admin

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.chart_data import ChartKind
from datahub.browsing.charts import ValueShares
from datahub.browsing.lookups import Key, Name
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
    """Customers as marketing and service know them."""

    found_by = (Name("full_name"),)
    summary = ("customer_segment", "customer_status", "city")
    list_exclude = ("address", "postal_code", "country", "email", "phone", "created_at", "updated_at")
    charts = (ValueShares("customer_segment", ChartKind.DOUGHNUT, title="Customers by segment"),)


@admin.register(Interaction, site=site)
class InteractionAdmin(BankAdmin):
    """Calls, emails, chats, branch visits and complaints."""

    index_only = True
    list_exclude = ("notes",)


@admin.register(SatisfactionSurvey, site=site)
class SatisfactionSurveyAdmin(BankAdmin):
    """Customers' ratings of interactions."""


@admin.register(Complaint, site=site)
class ComplaintAdmin(BankAdmin):
    """Complaints and their resolution."""

    found_by = (Key("complaint_id", ("CMP-",)),)
    summary = ("complaint_type", "status", "filed_date")

    list_exclude = ("description",)
    milestones = {"filed_date": "Complaint: {row.complaint_type}"}


@admin.register(Campaign, site=site)
class CampaignAdmin(BankAdmin):
    """Marketing campaigns."""

    found_by = (Name("campaign_name"),)
    summary = ("campaign_type",)


@admin.register(CampaignResponse, site=site)
class CampaignResponseAdmin(BankAdmin):
    """Customers' responses to campaigns."""
