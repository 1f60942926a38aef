"""How the insurance tables are browsed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from datahub.browsing import policy_page
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.site import site
from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment


@admin.register(Policy, site=site)
class PolicyAdmin(BankAdmin):
    """Policies; the page of one tells what was paid and claimed."""

    list_exclude = ("linked_account", "agent", "created_at")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Tell the life of a policy."""
        policy = self.get_row_with_related(request, object_id)
        assert isinstance(policy, Policy)
        page = policy_page.load_policy_page(self, policy)
        context = self.page_context(request, policy, f"Policy {policy.policy_number}", page=page)
        return TemplateResponse(request, "browsing/policy.html", context)


@admin.register(PremiumPayment, site=site)
class PremiumPaymentAdmin(BankAdmin):
    """Premiums."""

    index_only = True


@admin.register(Claim, site=site)
class ClaimAdmin(BankAdmin):
    """Claims and their settlement."""

    list_exclude = ("description", "processed_by")


@admin.register(Beneficiary, site=site)
class BeneficiaryAdmin(BankAdmin):
    """Who receives what a policy pays."""


@admin.register(PolicyEvent, site=site)
class PolicyEventAdmin(BankAdmin):
    """What happened to policies."""
