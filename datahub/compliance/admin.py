"""How the compliance tables are browsed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import sar_page
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.site import site
from datahub.browsing.soft_keys import GenericKey
from datahub.compliance.models import (
    AmlCheck,
    AuditTrail,
    ComplianceRule,
    KycRecord,
    RegulatoryReport,
    RuleViolation,
    SuspiciousActivityReport,
)
from datahub.insurance.models import Policy
from datahub.loans.models import Loan

ENTITIES = {"customer": Customer, "account": Account, "transaction": Transaction, "loan": Loan, "policy": Policy}
"""What `entity_type` says of an `entity_id`."""


@admin.register(KycRecord, site=site)
class KycRecordAdmin(BankAdmin):
    """What is known of customers, and since when."""


@admin.register(ComplianceRule, site=site)
class ComplianceRuleAdmin(BankAdmin):
    """The rules that the ledger is held against."""

    currency = ""  # thresholds are amounts or numbers of rows


@admin.register(RuleViolation, site=site)
class RuleViolationAdmin(BankAdmin):
    """What the rules found."""

    list_exclude = ("resolution_notes",)
    soft_keys = {"entity_id": GenericKey("entity_type", ENTITIES)}


@admin.register(AmlCheck, site=site)
class AmlCheckAdmin(BankAdmin):
    """Screenings of customers and their transactions."""

    index_only = True


@admin.register(SuspiciousActivityReport, site=site)
class SuspiciousActivityReportAdmin(BankAdmin):
    """Reports to the authorities; the page of one tells what led to it."""

    list_exclude = ("description",)
    currency = "account.currency"
    prefetched_keys = ("account",)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Tell the story of a report."""
        report = self.get_row_with_related(request, object_id)
        assert isinstance(report, SuspiciousActivityReport)
        context = self.page_context(request, report, f"Report {report.pk}", page=sar_page.load_sar_page(self, report))
        return TemplateResponse(request, "browsing/sar.html", context)


@admin.register(RegulatoryReport, site=site)
class RegulatoryReportAdmin(BankAdmin):
    """Quarterly reports."""


@admin.register(AuditTrail, site=site)
class AuditTrailAdmin(BankAdmin):
    """Who did what to which row."""

    index_only = True
    soft_keys = {"entity_id": GenericKey("entity_type", ENTITIES)}
