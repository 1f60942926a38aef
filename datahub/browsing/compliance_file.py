"""A customer's compliance file: who they are, what was checked and found, what was reported, and who did what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model, prefetch_related_objects
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing import formats
from datahub.browsing.entity_records import newest_audit_entries, newest_violations
from datahub.browsing.links import list_url, page_url
from datahub.browsing.row_page import MOST_COUNTED, Excerpt, Value, excerpt, values
from datahub.compliance.models import AmlCheck, AuditTrail, KycRecord, RuleViolation, SuspiciousActivityReport
from datahub.customers.models import CustomerProfile
from datahub.insurance.models import Policy
from datahub.loans.models import Loan

if TYPE_CHECKING:
    from datahub.browsing.bank_admin import BankAdmin

ROWS_SHOWN = 12
OPEN = (RuleViolation.Status.OPEN, RuleViolation.Status.INVESTIGATING)


@dataclass(frozen=True)
class ComplianceFile:
    """What the page shows: checks with those that were flagged first, everything else newest first."""

    customer: Customer
    profile: CustomerProfile | None
    verification: list[Value]
    checks: list[AmlCheck]
    violations: list[RuleViolation]
    reports: list[SuspiciousActivityReport]
    excerpts: list[Excerpt]
    nothing: list[str]

    @property
    def name(self) -> str:
        """The name of the person or the company."""
        return str(self.profile or self.customer)

    @property
    def address(self) -> str:
        """The customer's page."""
        return page_url(Customer, self.customer.pk)

    @property
    def badges(self) -> list[SafeString]:
        """KYC status and risk, as customer relations know them."""
        if self.profile is None:
            return []
        status, risk = self.profile.kyc_status or "", self.profile.risk_rating or ""
        said = ((status, f"KYC {status}"), (risk, f"{risk} risk".capitalize()))
        return [formats.badge(value, text) for value, text in said if value]

    @property
    def figures(self) -> list[tuple[str, str]]:
        """How much there is, and how much of it matters."""
        flagged = sum(bool(check.aml_flag) for check in self.checks)
        unsettled = sum(violation.status in OPEN for violation in self.violations)
        filed = sum(report.sar_status == SuspiciousActivityReport.Status.FILED for report in self.reports)
        return [
            ("Checks", f"{_number(self.checks)}, {flagged} flagged"),
            ("Violations", f"{_number(self.violations)}, {unsettled} unsettled"),
            ("Reports", f"{_number(self.reports)}, {filed} filed"),
        ]


def gathered(admin: "BankAdmin", customer: Customer) -> ComplianceFile:
    """Return all that the page shows. Nothing is joined: each table is asked once, by its keys, for its newest rows."""
    checks = list(
        AmlCheck.objects.filter(customer_id=customer.pk).order_by(
            F("aml_flag").desc(nulls_last=True), "-check_date", "-pk"
        )[:MOST_COUNTED]
    )
    reports = _newest(SuspiciousActivityReport, customer)
    accounts = list(Account.objects.filter(customer_id=customer.pk).values_list("pk", flat=True))
    # Whatever transaction broke a rule was checked for it.
    checked = [check.transaction_id for check in checks]
    violations = newest_violations([customer.pk, *accounts, *checked])
    trail = newest_audit_entries([customer.pk, *accounts, *_contracts(customer), *_by_hand(accounts)])
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
        _values(admin, verifications),
        checks,
        violations,
        reports,
        [shown for shown in excerpts.values() if shown],
        [_title(model) for model, shown in excerpts.items() if not shown],
    )


def _newest(model: type[Any], customer: Customer) -> list[Any]:
    return list(model.objects.filter(customer_id=customer.pk).order_by("-pk")[:MOST_COUNTED])


def _contracts(customer: Customer) -> Iterator[str]:
    """Yield the keys of the customer's loans and policies."""
    for model in (Loan, Policy):
        yield from model.objects.filter(customer_id=customer.pk).values_list("pk", flat=True)


def _by_hand(accounts: list[str]) -> list[str]:
    """Return the keys of the newest transactions that somebody of the staff booked: these leave a trail."""
    booked = Transaction.objects.filter(account_id__in=accounts, processed_by__isnull=False)
    return list(booked.order_by("-transaction_date").values_list("pk", flat=True)[:MOST_COUNTED])


def _values(admin: "BankAdmin", verifications: list[KycRecord]) -> list[Value]:
    of_model = admin.of(KycRecord)
    if not of_model or not verifications:
        return []
    return values([column for column in of_model.shown if column.field.name != "customer"], verifications[0])


def _excerpt(admin: "BankAdmin", model: type[Model], rows: list[Any], customer: Customer) -> Excerpt | None:
    key = next((field for field in model._meta.concrete_fields if field.name == "customer"), None)
    # What names rows by their kind has no list of all that concerns one customer.
    address = list_url(model, customer__exact=customer.pk) if key else ""
    return excerpt(admin, rows, _title(model), address, (key, customer) if key else None, ROWS_SHOWN)


def _title(model: type[Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _number(rows: list[Any]) -> str:
    return f"{len(rows)}" if len(rows) < MOST_COUNTED else f"{MOST_COUNTED} or more"
