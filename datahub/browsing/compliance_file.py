"""A customer's compliance file: identity verification, checks, rule violations, reports and the audit trail."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Model, prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.badges import status_badge
from datahub.browsing.entity_records import newest_audit_entries, newest_violations
from datahub.browsing.links import list_url, page_url
from datahub.browsing.row_page import MAX_COUNTED, Excerpt, LabeledValue, labeled_values, make_excerpt
from datahub.browsing.table_admin import TableAdmin
from datahub.compliance.models import AmlCheck, AuditTrail, KycRecord, RuleViolation, SuspiciousActivityReport
from datahub.customers.models import CustomerProfile
from datahub.insurance.models import Policy
from datahub.loans.models import Loan

ROWS_SHOWN = 12
OPEN_STATUSES = (RuleViolation.Status.OPEN, RuleViolation.Status.INVESTIGATING)


@dataclass(frozen=True)
class ComplianceFile:
    """The contents of the page: flagged checks before the others, everything else newest first."""

    customer: Customer
    profile: CustomerProfile | None
    verification: list[LabeledValue]
    checks: list[AmlCheck]
    violations: list[RuleViolation]
    reports: list[SuspiciousActivityReport]
    excerpts: list[Excerpt]
    empty_tables: list[str]

    @property
    def name(self) -> str:
        """The name of the person or the company."""
        return str(self.profile or self.customer)

    @property
    def address(self) -> str:
        """The address of the customer's page."""
        return page_url(Customer, self.customer.pk)

    @property
    def badges(self) -> list[SafeString | str]:
        """The badges of KYC status and risk rating in the customer's profile."""
        if self.profile is None:
            return []
        shown = (("kyc_status", "KYC {}"), ("risk_rating", "{} risk"))
        return [status_badge(self.profile, column, text) for column, text in shown if getattr(self.profile, column)]

    @property
    def counts(self) -> list[tuple[str, str]]:
        """The numbers of checks, violations and reports, and how many of them need attention."""
        flagged = sum(bool(check.aml_flag) for check in self.checks)
        unresolved = sum(violation.status in OPEN_STATUSES for violation in self.violations)
        filed = sum(report.sar_status == SuspiciousActivityReport.Status.FILED for report in self.reports)
        return [
            ("Checks", _count(self.checks, flagged, "flagged")),
            ("Violations", _count(self.violations, unresolved, "open")),
            ("Reports", _count(self.reports, filed, "filed")),
        ]


def load_compliance_file(admin: TableAdmin, customer: Customer) -> ComplianceFile:
    """Return what the page shows, with one query per table for its newest rows."""
    checks = list(
        AmlCheck.objects.filter(customer_id=customer.pk).order_by(
            F("aml_flag").desc(nulls_last=True), "-check_date", "-pk"
        )[:MAX_COUNTED]
    )
    reports = _newest(SuspiciousActivityReport, customer)
    accounts = list(Account.objects.filter(customer_id=customer.pk).values_list("pk", flat=True))
    # Every transaction that broke a rule has a check.
    checked = [check.transaction_id for check in checks]
    violations = newest_violations([customer.pk, *accounts, *checked])
    trail = newest_audit_entries([customer.pk, *accounts, *_contracts(customer), *_posted_by_staff(accounts)])
    verifications = _newest(KycRecord, customer)
    for rows, keys in (
        (verifications, ("verified_by",)),
        (checks, ("reviewed_by",)),
        (violations, ("rule", "resolved_by")),
        (reports, ("account", "filed_by")),
        (trail, ("performed_by",)),
    ):
        prefetch_related_objects(rows, *keys)
    excerpts = {
        model: _excerpt(admin, model, rows, customer)
        for model, rows in (
            (SuspiciousActivityReport, reports),
            (RuleViolation, violations),
            (AmlCheck, checks),
            (AuditTrail, trail),
        )
    }
    return ComplianceFile(
        customer,
        CustomerProfile.objects.filter(pk=customer.pk).first(),
        _verification(admin, verifications),
        checks,
        violations,
        reports,
        [excerpt for excerpt in excerpts.values() if excerpt],
        [_title(model) for model, excerpt in excerpts.items() if not excerpt],
    )


def _newest(model: type[Any], customer: Customer) -> list[Any]:
    return list(model.objects.filter(customer_id=customer.pk).order_by("-pk")[:MAX_COUNTED])


def _contracts(customer: Customer) -> Iterator[str]:
    """Yield the keys of the customer's loans and policies."""
    for model in (Loan, Policy):
        yield from model.objects.filter(customer_id=customer.pk).values_list("pk", flat=True)


def _posted_by_staff(accounts: list[str]) -> list[str]:
    """Return the keys of the newest transactions that an employee posted: only these have audit entries."""
    posted = Transaction.objects.filter(account_id__in=accounts, processed_by__isnull=False)
    return list(posted.order_by("-transaction_date").values_list("pk", flat=True)[:MAX_COUNTED])


def _verification(admin: TableAdmin, verifications: list[KycRecord]) -> list[LabeledValue]:
    of_model = admin.admin_of(KycRecord)
    if not of_model or not verifications:
        return []
    columns = [column for column in of_model.columns if column.field.name != "customer"]
    key, *values = labeled_values(columns, verifications[0])
    return [replace(key, label=capfirst(str(KycRecord._meta.verbose_name))), *values]


def _excerpt(admin: TableAdmin, model: type[Model], rows: list[Any], customer: Customer) -> Excerpt | None:
    key = next((field for field in model._meta.concrete_fields if field.name == "customer"), None)
    # A table with a soft key instead has no list of all rows on one customer.
    address = list_url(model, customer__exact=customer.pk) if key else ""
    return make_excerpt(admin, rows, _title(model), address, (key, customer) if key else None, ROWS_SHOWN)


def _title(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _count(rows: list[Any], part: int, adjective: str) -> str:
    """Return a text such as "5, none open"."""
    number = f"{len(rows)}" if len(rows) < MAX_COUNTED else f"{MAX_COUNTED} or more"
    return f"{number}, {part or 'none'} {adjective}" if rows else number
