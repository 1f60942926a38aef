"""The admins of insurance_db: policies, premiums, claims and events. Their order is that of the sidebar."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.chart_data import ChartKind
from datahub.browsing.charts import ValueShares
from datahub.browsing.lookups import Amount, Key
from datahub.browsing.loss_ratios import LossRatios
from datahub.browsing.policy_page import load_policy_page
from datahub.browsing.site import site
from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment


@admin.register(Policy, site=site)
class PolicyAdmin(BankAdmin):
    """Policies; a policy's page shows its premiums, claims and events."""

    found_by = (Key("policy_id", ("POL-",)), Key("policy_number", ("PL",)), Amount("premium_amount"))
    summary = ("policy_number", "policy_type", "policy_status", "premium_amount")
    list_exclude = ("insured_birth_date", "linked_account", "agent", "created_at")
    size_on_top = True
    milestones = {"start_date": "{row.policy_type} insurance started"}
    charts = (ValueShares("policy_type", ChartKind.BARS), LossRatios())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page of a policy."""
        policy = self.get_row_with_related(request, object_id)
        assert isinstance(policy, Policy)
        page = load_policy_page(self, policy)
        context = self.page_context(request, policy, f"Policy {policy.policy_number}", page=page)
        return TemplateResponse(request, "browsing/policy.html", context)


@admin.register(PremiumPayment, site=site)
class PremiumPaymentAdmin(BankAdmin):
    """Premium payments."""

    found_by = (Key("payment_id", ("PAY-",)),)
    summary = ("amount", "payment_date", "payment_status")

    index_only = True


@admin.register(Claim, site=site)
class ClaimAdmin(BankAdmin):
    """Claims and their settlement."""

    found_by = (Key("claim_id", ("CLM-",)), Key("claim_number", ("CL",)), Amount("claim_amount"))
    summary = ("claim_number", "claim_type", "claim_amount", "status")
    list_exclude = ("description", "processed_by")
    milestones = {"claim_date": "{row.claim_type} claim"}


@admin.register(Beneficiary, site=site)
class BeneficiaryAdmin(BankAdmin):
    """Beneficiaries of life policies."""


@admin.register(PolicyEvent, site=site)
class PolicyEventAdmin(BankAdmin):
    """Renewals, modifications, lapses, cancellations and reinstatements."""
