"""The cases of the answer key: participants, bookings with their days, and the findings of the bank's compliance."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Max, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.added_pages import Mark
from datahub.browsing.dates import date_of
from datahub.browsing.entity_records import newest_violations
from datahub.browsing.links import page_url
from datahub.browsing.network_people import People, load_people
from datahub.compliance.models import AmlCheck, RuleViolation, SuspiciousActivityReport
from seeding.models import PlantedTransaction
from seeding.pages.case_texts import CASE_TEXTS, CaseText
from seeding.pages.permissions import may_see_answers

TWIN_SUFFIX = "-T"
"""The id of a twin is that of its case, and this."""


@dataclass(frozen=True)
class CaseLine:
    """A case in the list of cases."""

    case_id: str
    kind: str
    planted: bool
    transactions: int
    customers: int
    subject: str

    @property
    def address(self) -> str:
        """The address of its page."""
        return case_url(self.case_id)

    @property
    def subject_address(self) -> str:
        """The address of the page of the customer whom it is about."""
        return page_url(Customer, self.subject)


@dataclass(frozen=True)
class PlantedCase:
    """A case or a twin with its rows of the answer key, and what they refer to; `transactions` are in order of time."""

    case_id: str
    answers: list[PlantedTransaction]
    transactions: list[Transaction]
    accounts: dict[str, Account]
    people: People

    @property
    def kind(self) -> PlantedTransaction.Kind:
        """The kind of case."""
        return PlantedTransaction.Kind(self.answers[0].kind)

    @property
    def planted(self) -> bool:
        """Whether it is a case; else a twin."""
        return self.answers[0].planted

    @property
    def text(self) -> CaseText:
        """What happens, and what a solver should find."""
        return CASE_TEXTS[self.kind]

    @property
    def title(self) -> str:
        """The kind, and whether it is a twin."""
        return f"{capfirst(self.kind.label.lower())}{'' if self.planted else ', innocent twin'}"

    @property
    def subjects(self) -> set[str]:
        """The keys of the customers whom the case is about."""
        return {answer.customer_id for answer in self.answers if answer.subject}

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day; None if no transaction has one."""
        days = [date_of(row.transaction_date) for row in self.transactions if row.transaction_date]
        return (min(days), max(days)) if days else None

    @property
    def participants(self) -> list[tuple[str, str, str, str, str, int]]:
        """Name, part, addresses of customer and account, the account, and the number of rows: the subject first."""
        rows: dict[tuple[str, str, bool], int] = {}
        for answer in self.answers:
            place = (answer.customer_id, answer.account_id, answer.subject)
            rows[place] = rows.get(place, 0) + 1
        ordered = sorted(rows.items(), key=lambda item: (not item[0][2], item[0]))
        return [
            (
                self.name(customer),
                "subject" if subject else "takes part",
                page_url(Customer, customer),
                page_url(Account, account),
                account,
                number,
            )
            for (customer, account, subject), number in ordered
        ]

    @property
    def rows(self) -> list[tuple[Transaction, str, str, str]]:
        """The transactions with their addresses, the currency, and the name of the owner."""
        return [
            (row, page_url(Transaction, row.pk), self._currency(row), self._owner(row)) for row in self.transactions
        ]

    def name(self, customer: str) -> str:
        """Return the name of a customer; the key where the row is missing."""
        return self.people.name(customer) if customer in self.people.customers else customer

    def _currency(self, row: Transaction) -> str:
        return (self.accounts[row.account_id].currency or "") if row.account_id in self.accounts else ""

    def _owner(self, row: Transaction) -> str:
        return self.name(self.accounts[row.account_id].customer_id) if row.account_id in self.accounts else ""


@dataclass(frozen=True)
class ComplianceFindings:
    """The findings of the bank's compliance on a case: violations, flagged checks and reports, as links with a text."""

    violations: list[RuleViolation]
    checks: list[AmlCheck]
    reports: list[SuspiciousActivityReport]

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Titles with the texts and addresses of the rows."""
        return [
            (
                "Rule violations",
                [(f"{row.pk} ({row.rule_id})", page_url(RuleViolation, row.pk)) for row in self.violations],
            ),
            ("Flagged checks", [(row.pk, page_url(AmlCheck, row.pk)) for row in self.checks]),
            ("Reports", [(row.pk, page_url(SuspiciousActivityReport, row.pk)) for row in self.reports]),
        ]


def case_url(case_id: str) -> str:
    """Return the address of the page of a case."""
    return reverse("admin:answer_case", args=[case_id])


def other_of_pair(case_id: str) -> str:
    """Return the id of a case's twin, or of a twin's case."""
    return case_id.removesuffix(TWIN_SUFFIX) if case_id.endswith(TWIN_SUFFIX) else f"{case_id}{TWIN_SUFFIX}"


def case_rows(kind: str) -> Any:
    """Return a query of the id, kind, planted, transactions, customers and subject_id of each case and twin, in order.

    An empty `kind` stands for all kinds.
    """
    subject = Max(Case(When(subject=True, then="customer_id"), default=Value("")))
    of_kind = PlantedTransaction.objects.filter(kind=kind) if kind else PlantedTransaction.objects.all()
    grouped = of_kind.order_by("case_id").values("case_id", "kind", "planted")
    return grouped.annotate(transactions=Count("pk"), customers=Count("customer_id", distinct=True), subject_id=subject)


def case_line(row: dict[str, Any]) -> CaseLine:
    """Return a case of the list from its row."""
    kind = capfirst(PlantedTransaction.Kind(row["kind"]).label.lower())
    return CaseLine(row["case_id"], kind, row["planted"], row["transactions"], row["customers"], row["subject_id"])


def load_case(case_id: str) -> PlantedCase | None:
    """Return a case or a twin by its id; None if there is none."""
    answers = list(PlantedTransaction.objects.filter(case_id=case_id).order_by("pk"))
    if not answers:
        return None
    keys = [answer.pk for answer in answers]
    accounts = Account.objects.in_bulk({answer.account_id for answer in answers})
    transactions = Transaction.objects.filter(pk__in=keys).order_by("transaction_date", "pk")
    people = load_people({answer.customer_id for answer in answers})
    return PlantedCase(case_id, answers, list(transactions), accounts, people)


def load_findings(case: PlantedCase) -> ComplianceFindings:
    """Return the violations and flagged checks of a case's accounts and transactions, and the reports they led to."""
    transactions = [answer.pk for answer in case.answers]
    checks = AmlCheck.objects.filter(transaction_id__in=transactions, aml_flag=True).order_by("pk")
    reported = {check.sar_id for check in checks if check.sar_id}
    days = case.days
    violations = [
        violation
        for violation in newest_violations([*case.accounts, *transactions])
        if days and violation.violation_date and days[0] <= date_of(violation.violation_date) <= days[1]
    ]
    reports = SuspiciousActivityReport.objects.filter(pk__in=reported).order_by("pk")
    return ComplianceFindings(violations[::-1], list(checks), list(reports))


def planted_marks(request: HttpRequest, customer_ids: Collection[str]) -> dict[str, Mark]:
    """Return the marks of customers' planted transactions and of those of twins; none if the user may not know."""
    if not may_see_answers(request):
        return {}
    return dict(_marks(PlantedTransaction.objects.filter(customer_id__in=customer_ids)))


def _marks(answers: QuerySet[PlantedTransaction]) -> Iterator[tuple[str, Mark]]:
    for answer in answers:
        yield answer.pk, Mark(answer.case_id, case_url(answer.case_id), answer.planted)
