"""The page of a suspicious activity report: its transactions, and the checks and rule violations that led to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.utils.safestring import SafeString

from datahub.accounts.models import Customer, Transaction
from datahub.browsing import formats
from datahub.browsing.amounts import ZERO, total
from datahub.browsing.badges import status_badge
from datahub.browsing.chart_data import Chart, ChartKind, Series
from datahub.browsing.dates import date_of, start_of_day
from datahub.browsing.entity_records import newest_violations
from datahub.browsing.ledger_entries import LedgerEntry
from datahub.browsing.links import page_url, referring_list_url
from datahub.browsing.model_fields import AnyField
from datahub.browsing.row_page import MAX_COUNTED, Excerpt, LabeledValue, labeled_values, make_excerpt
from datahub.browsing.steps import Step
from datahub.browsing.table_admin import TableAdmin
from datahub.choices import Tone
from datahub.compliance.models import AmlCheck, RuleViolation, SuspiciousActivityReport
from datahub.customers.models import CustomerProfile

ROWS_SHOWN = 20
DAYS_AROUND = 7
"""Days before the first and after the last reported transaction whose other transactions are shown."""
MAX_DAYS_TO_VIOLATION = 1
"""Days within which a rule violation follows the transaction that broke the rule."""
FACTS = ("account", "activity_type", "report_date", "filed_date", "regulatory_tier", "filed_by")
"""Columns at the top of the page."""
Status = SuspiciousActivityReport.Status


@dataclass(frozen=True)
class SarPage:
    """The contents of the page. `surrounding` are all entries of the account around those reported, by time."""

    report: SuspiciousActivityReport
    profile: CustomerProfile | None
    facts: list[LabeledValue]
    checks: list[AmlCheck]
    reported: list[LedgerEntry]
    surrounding: list[LedgerEntry]
    violations: list[RuleViolation]
    excerpts: list[Excerpt]

    @property
    def status(self) -> SafeString | str:
        """The badge of the report's status."""
        return status_badge(self.report, "sar_status")

    @property
    def currency(self) -> str:
        """The currency of the account."""
        account = self.report._state.fields_cache.get("account")
        return getattr(account, "currency", None) or ""

    @property
    def subject_address(self) -> str:
        """The address of the subject's page."""
        return page_url(Customer, self.report.customer_id)

    @property
    def file_address(self) -> str:
        """The address of the subject's compliance file."""
        return page_url(Customer, self.report.customer_id, "compliance")

    @property
    def reported_amount(self) -> Decimal:
        """The sum of the reported transactions without their signs."""
        return total(abs(each.amount) for each in self.reported)

    @property
    def amount_matches(self) -> bool:
        """Whether the report's amount is the sum of its transactions."""
        return self.reported_amount == self.report.amount_involved

    @property
    def movements(self) -> list[tuple[LedgerEntry, bool]]:
        """The surrounding entries, and whether each was reported."""
        reported = {each.transaction.pk for each in self.reported}
        return [(each, each.transaction.pk in reported) for each in self.surrounding]

    @property
    def steps(self) -> list[Step]:
        """The steps from the first transaction to the report's outcome."""
        return [*sorted(_steps(self), key=lambda step: step.day or date.max), _outcome(self.report)]

    @cached_property
    def chart(self) -> Chart | None:
        """The account's balance around the reported transactions; None without any."""
        if not self.surrounding:
            return None
        first = self.surrounding[0]
        before = (first.transaction.balance_after or ZERO) - first.amount
        return Chart(
            key="balance-around",
            title="Balance of the account",
            kind=ChartKind.BALANCES,
            labels=[each.day.isoformat() for each in (first, *self.surrounding)],
            series=(Series("balance", [before, *(each.transaction.balance_after for each in self.surrounding)]),),
            marks=[False, *(reported for _, reported in self.movements)],
        )


def load_sar_page(admin: TableAdmin, report: SuspiciousActivityReport) -> SarPage:
    """Return what the page of a report shows, with one query per table."""
    checks = list(AmlCheck.objects.filter(sar_id=report.pk).order_by("check_date", "pk")[:MAX_COUNTED])
    reported = _entries(pk__in={check.transaction_id for check in checks if check.transaction_id})
    surrounding = _surrounding(report, reported)
    violations = _violations(report, reported)
    prefetch_related_objects(checks, "reviewed_by")
    prefetch_related_objects(violations, "rule", "resolved_by")
    key: AnyField = AmlCheck._meta.get_field("sar")
    all_checks = referring_list_url(key, report.pk)
    excerpts = [
        make_excerpt(admin, checks, "Checks that led to this report", all_checks, (key, report), ROWS_SHOWN),
        make_excerpt(admin, violations, "Rule violations at that time", "", number=ROWS_SHOWN),
    ]
    return SarPage(
        report,
        CustomerProfile.objects.filter(pk=report.customer_id).first() if report.customer_id else None,
        labeled_values([column for column in admin.columns if column.field.name in FACTS], report),
        checks,
        reported,
        surrounding,
        violations,
        [each for each in excerpts if each],
    )


def _entries(**lookups: Any) -> list[LedgerEntry]:
    """Return ledger entries by time."""
    rows = Transaction.objects.filter(transaction_date__isnull=False, **lookups).order_by("transaction_date", "pk")
    return [LedgerEntry(row, date_of(row.transaction_date)) for row in rows[:MAX_COUNTED] if row.transaction_date]


def _surrounding(report: SuspiciousActivityReport, reported: list[LedgerEntry]) -> list[LedgerEntry]:
    if not reported or report.account_id is None:
        return []
    first, last = (reported[end].transaction.transaction_date for end in (0, -1))
    assert first is not None, "the query excludes rows without a date"
    assert last is not None, "the query excludes rows without a date"
    days = timedelta(days=DAYS_AROUND)
    return _entries(account_id=report.account_id, transaction_date__range=(first - days, last + days))


def _violations(report: SuspiciousActivityReport, reported: list[LedgerEntry]) -> list[RuleViolation]:
    """Return the rule violations by the subject, the account and the transactions in the time of the transactions."""
    if not reported:
        return []
    keys = [report.customer_id, report.account_id, *(each.transaction.pk for each in reported)]
    first, end = reported[0].day, reported[-1].day + timedelta(days=1 + MAX_DAYS_TO_VIOLATION)
    return newest_violations(keys, since=start_of_day(first), before=start_of_day(end))


def _steps(page: SarPage) -> Iterator[Step]:
    report, amount = page.report, formats.plain_amount
    if page.reported:
        first, last = page.reported[0], page.reported[-1]
        yield Step(first.day, "First transaction", amount(abs(first.amount)), address=first.address)
        yield Step(last.day, "Last transaction", f"{amount(page.reported_amount)} in total", address=last.address)
    flagged = [check for check in page.checks if check.aml_flag and check.check_date]
    if flagged:
        assert flagged[0].check_date is not None, "checks without a date were left out"
        detail = f"{len(flagged)} check{'s' if len(flagged) > 1 else ''}, reviewed"
        yield Step(date_of(flagged[0].check_date), "Flagged", detail, tone=Tone.WARNING, address=_page_url(flagged[0]))
    yield Step(report.report_date, "Report opened", str(report.get_regulatory_tier_display() or ""))


def _outcome(report: SuspiciousActivityReport) -> Step:
    match report.sar_status:
        case Status.FILED:
            by = f"by {report.filed_by}" if report.filed_by else ""
            return Step(report.filed_date, "Filed", by)
        case Status.CLOSED:
            return Step(None, "Closed", "not suspicious, never filed")
    return Step(None, str(report.get_sar_status_display() or "Open"), "to be filed or closed", tone=Tone.NEUTRAL)


def _page_url(row: Model) -> str:
    return page_url(type(row), row.pk)
