"""How the insurance tables are browsed."""

from django.contrib import admin

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.site import site
from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment


@admin.register(Policy, site=site)
class PolicyAdmin(BankAdmin):
    """Policies, each with what was paid and claimed."""

    unlisted = ("linked_account", "agent", "created_at")
    tables_shown = 4


@admin.register(PremiumPayment, site=site)
class PremiumPaymentAdmin(BankAdmin):
    """Premiums."""

    big = True


@admin.register(Claim, site=site)
class ClaimAdmin(BankAdmin):
    """Claims and their settlement."""

    unlisted = ("description", "processed_by")


@admin.register(Beneficiary, site=site)
class BeneficiaryAdmin(BankAdmin):
    """Who receives what a policy pays."""


@admin.register(PolicyEvent, site=site)
class PolicyEventAdmin(BankAdmin):
    """What happened to policies."""
