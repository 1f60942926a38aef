"""The page of a suspicious activity report: what was seen, by which checks, in which rows of the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Model, prefetch_related_objects
from django.utils.safestring import SafeString

from datahub.accounts.models import Customer, Transaction
from datahub.browsing import formats
from datahub.browsing.chart_data import Chart, Kind, Series
from datahub.browsing.dates import day_of, midnight
from datahub.browsing.entity_records import newest_violations
from datahub.browsing.ledger_entries import Booking
from datahub.browsing.links import list_of_referring, page_url
from datahub.browsing.model_fields import AnyField
from datahub.browsing.row_page import MOST_COUNTED, Excerpt, Value, excerpt, values
from datahub.browsing.steps import AHEAD, BAD, WATCH, Step
from datahub.compliance.models import AmlCheck, RuleViolation, SuspiciousActivityReport
from datahub.customers.models import CustomerProfile

if TYPE_CHECKING:
    from datahub.browsing.bank_admin import BankAdmin

ROWS_SHOWN = 20
DAYS_AROUND = 7
"""Days before the first and after the last of the transactions of which the account's rows are shown, too."""
CAUGHT_WITHIN_DAYS = 1
NOTHING = Decimal("0.00")
FACTS = ("account", "activity_type", "report_date", "filed_date", "regulatory_tier", "filed_by")
"""Columns that stand at the top of the page."""
Status = SuspiciousActivityReport.Status


@dataclass(frozen=True)
class SarPage:
    """What the page shows. `around` are the account's rows from some days before to some days after, in their order."""

    report: SuspiciousActivityReport
    profile: CustomerProfile | None
    facts: list[Value]
    checks: list[AmlCheck]
    involved: list[Booking]
    around: list[Booking]
    violations: list[RuleViolation]
    excerpts: list[Excerpt]

    @property
    def status(self) -> SafeString:
        """The status of the report."""
        status = self.report.sar_status or ""
        return formats.badge(status, self.report.get_sar_status_display() or formats.NOTHING)

    @property
    def currency(self) -> str:
        """The currency of the account."""
        account = self.report._state.fields_cache.get("account")
        return getattr(account, "currency", None) or ""

    @property
    def subject_address(self) -> str:
        """The page of the subject."""
        return page_url(Customer, self.report.customer_id)

    @property
    def file_address(self) -> str:
        """The compliance file of the subject."""
        return page_url(Customer, self.report.customer_id, "compliance")

    @property
    def sum(self) -> Decimal:
        """What the transactions amount to, without sign."""
        return sum((abs(each.amount) for each in self.involved), NOTHING)

    @property
    def agrees(self) -> bool:
        """Whether the report says the same amount."""
        return self.sum == self.report.amount_involved

    @property
    def movements(self) -> list[tuple[Booking, bool]]:
        """The account's rows, and whether each is one of those that were reported."""
        reported = {each.transaction.pk for each in self.involved}
        return [(each, each.transaction.pk in reported) for each in self.around]

    @property
    def steps(self) -> list[Step]:
        """How it came to the report, step by step."""
        return [*sorted(_steps(self), key=lambda step: step.day or date.max), _outcome(self.report)]

    @cached_property
    def chart(self) -> Chart | None:
        """The balance around the transactions; None where there is no row."""
        if not self.around:
            return None
        first = self.around[0]
        before = (first.transaction.balance_after or NOTHING) - first.amount
        return Chart(
            key="balance-around",
            title="Balance of the account",
            kind=Kind.BALANCES,
            labels=[each.day.isoformat() for each in (first, *self.around)],
            series=(Series("balance", [before, *(each.transaction.balance_after for each in self.around)]),),
            marks=[False, *(reported for _, reported in self.movements)],
        )


def gathered(admin: "BankAdmin", report: SuspiciousActivityReport) -> SarPage:
    """Return all that the page of a report shows. Nothing is joined: each table is asked once, by its keys."""
    checks = list(AmlCheck.objects.filter(sar_id=report.pk).order_by("check_date", "pk")[:MOST_COUNTED])
    involved = _bookings(pk__in={check.transaction_id for check in checks if check.transaction_id})
    around = _around(report, involved)
    violations = _violations(report, involved)
    prefetch_related_objects(checks, "reviewed_by")
    prefetch_related_objects(violations, "rule", "resolved_by")
    key: AnyField = AmlCheck._meta.get_field("sar")
    all_checks = list_of_referring(key, report.pk)
    shown = [
        excerpt(admin, checks, "Checks that led to it", all_checks, (key, report), ROWS_SHOWN),
        excerpt(admin, violations, "Rules that were broken then", "", number=ROWS_SHOWN),
    ]
    return SarPage(
        report,
        CustomerProfile.objects.filter(pk=report.customer_id).first() if report.customer_id else None,
        values([column for column in admin.shown if column.field.name in FACTS], report),
        checks,
        involved,
        around,
        violations,
        [each for each in shown if each],
    )


def _bookings(**lookups: Any) -> list[Booking]:
    """Return rows of the ledger in the order of time."""
    rows = Transaction.objects.filter(transaction_date__isnull=False, **lookups).order_by("transaction_date", "pk")
    return [Booking(row, day_of(row.transaction_date)) for row in rows[:MOST_COUNTED] if row.transaction_date]


def _around(report: SuspiciousActivityReport, involved: list[Booking]) -> list[Booking]:
    if not involved or report.account_id is None:
        return []
    first, last = (involved[end].transaction.transaction_date for end in (0, -1))
    assert first is not None, "bookings have a time"
    assert last is not None, "bookings have a time"
    days = timedelta(days=DAYS_AROUND)
    return _bookings(account_id=report.account_id, transaction_date__range=(first - days, last + days))


def _violations(report: SuspiciousActivityReport, involved: list[Booking]) -> list[RuleViolation]:
    """Return the violations by the subject, the account and the transactions, while these were booked."""
    if not involved:
        return []
    keys = [report.customer_id, report.account_id, *(each.transaction.pk for each in involved)]
    first, past = involved[0].day, involved[-1].day + timedelta(days=1 + CAUGHT_WITHIN_DAYS)
    return newest_violations(keys, since=midnight(first), before=midnight(past))


def _steps(page: SarPage) -> Iterator[Step]:
    report, money = page.report, formats.plain_amount
    if page.involved:
        first, last = page.involved[0], page.involved[-1]
        yield Step(first.day, "First transaction", money(abs(first.amount)), address=first.address)
        yield Step(last.day, "Last transaction", f"{money(page.sum)} in all", address=last.address)
    flagged = [check for check in page.checks if check.aml_flag and check.check_date]
    if flagged:
        assert flagged[0].check_date is not None, "checks without a date were left out"
        words = f"{len(flagged)} check{'s' if len(flagged) > 1 else ''}, reviewed"
        yield Step(day_of(flagged[0].check_date), "Flagged", words, tone=WATCH, address=_page(flagged[0]))
    yield Step(report.report_date, "Report begun", str(report.get_regulatory_tier_display() or ""))


def _outcome(report: SuspiciousActivityReport) -> Step:
    match report.sar_status:
        case Status.FILED:
            by = f"by {report.filed_by}" if report.filed_by else ""
            return Step(report.filed_date, "Filed", by, tone=BAD)
        case Status.CLOSED:
            return Step(None, "Closed", "found innocent, never filed")
    return Step(None, str(report.get_sar_status_display() or "Open"), "to be filed or closed", tone=AHEAD)


def _page(row: Model) -> str:
    return page_url(type(row), row.pk)
