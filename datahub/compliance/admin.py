"""The admins of compliance_db: verification, rules, checks, reports and the audit trail, in the sidebar's order."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.chart_data import ChartKind
from datahub.browsing.charts import ValueShares
from datahub.browsing.lookups import Amount, Key, Name
from datahub.browsing.sar_page import load_sar_page
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

Entity = AuditTrail.Entity
ENTITY_KEY = GenericKey(
    "entity_type",
    {
        Entity.CUSTOMER: Customer,
        Entity.ACCOUNT: Account,
        Entity.TRANSACTION: Transaction,
        Entity.LOAN: Loan,
        Entity.POLICY: Policy,
    },
)
"""The key in `entity_id`, of the type in `entity_type`."""


@admin.register(KycRecord, site=site)
class KycRecordAdmin(BankAdmin):
    """Identity verifications."""

    found_by = (Key("kyc_id", ("KYC-",)),)
    summary = ("kyc_status", "verification_date")

    milestones = {"verification_date": "Identity verified"}


@admin.register(ComplianceRule, site=site)
class ComplianceRuleAdmin(BankAdmin):
    """The rules that transactions are checked against."""

    found_by = (Name("rule_name"),)
    summary = ("rule_type",)

    currency = ""  # a threshold is an amount or a number of transactions


@admin.register(RuleViolation, site=site)
class RuleViolationAdmin(BankAdmin):
    """Violations of the rules."""

    found_by = (Key("violation_id", ("VIO-",)),)
    summary = ("violation_date", "severity", "status")

    list_exclude = ("resolution_notes",)
    soft_keys = {"entity_id": ENTITY_KEY}
    charts = (ValueShares("status", ChartKind.BARS),)


@admin.register(AmlCheck, site=site)
class AmlCheckAdmin(BankAdmin):
    """Checks of customers and transactions against money laundering."""

    found_by = (Key("check_id", ("AML-",)),)
    summary = ("check_type", "check_date")
    charted = ("sar__isnull",)

    index_only = True


@admin.register(SuspiciousActivityReport, site=site)
class SuspiciousActivityReportAdmin(BankAdmin):
    """Suspicious activity reports; a report's page shows the transactions and checks that led to it."""

    found_by = (Key("sar_id", ("SAR-",)), Amount("amount_involved"))
    summary = ("activity_type", "sar_status", "amount_involved")
    list_exclude = ("description",)
    currency = "account.currency"
    prefetched_keys = ("account",)
    milestones = {"report_date": "Suspicious activity report"}
    charts = (ValueShares("sar_status", ChartKind.BARS),)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page of a report."""
        report = self.get_row_with_related(request, object_id)
        assert isinstance(report, SuspiciousActivityReport)
        context = self.page_context(request, report, f"Report {report.pk}", page=load_sar_page(self, report))
        return TemplateResponse(request, "browsing/sar.html", context)


@admin.register(RegulatoryReport, site=site)
class RegulatoryReportAdmin(BankAdmin):
    """Quarterly reports to the regulator."""

    found_by = (Key("report_id", ("REG-",)),)
    summary = ("report_type", "reporting_period_end", "status")


@admin.register(AuditTrail, site=site)
class AuditTrailAdmin(BankAdmin):
    """What employees did to which rows."""

    index_only = True
    soft_keys = {"entity_id": ENTITY_KEY}
