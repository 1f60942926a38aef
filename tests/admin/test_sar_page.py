"""The page of a suspicious activity report agrees with the transactions of its checks."""

from datetime import timedelta

import pytest
from django.test import Client

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.sar_page import DAYS_AROUND, SarPage
from datahub.compliance.models import AmlCheck, RuleViolation, SuspiciousActivityReport
from tests.admin.pages import get, page_url
from tests.datahub.rows import make_row
from tests.seeded import execute, value

MAX_QUERIES = 16
RING = "SAR-00000007-1"
"""Key of a storyline, which exists at every scale."""


def page_of(client: Client, key: str = RING) -> tuple[SarPage, str]:
    response = get(client, page_url(SuspiciousActivityReport, key))
    assert response.status == 200
    assert len(response.queries) <= MAX_QUERIES, response.queries
    assert not [query for query in response.queries if " JOIN " in query]
    page: SarPage = response.context["page"]
    return page, response.text


def named(key: str) -> list[str]:
    """Return the keys of the transactions of a report's checks."""
    found = AmlCheck.objects.filter(sar_id=key).exclude(transaction=None)
    return sorted(set(found.values_list("transaction_id", flat=True)))


def test_each_report_agrees_with_the_ledger(client: Client) -> None:
    for report in SuspiciousActivityReport.objects.all():
        page, text = page_of(client, report.pk)
        posted = ", ".join(f"'{key}'" for key in named(report.pk))
        amount = value(
            "accounts_db", f"SELECT sum(abs(transaction_amount)) FROM transactions WHERE transaction_id IN ({posted})"
        )
        assert page.reported_amount == amount == report.amount_involved
        assert page.amount_matches
        assert f"totaling {amount:,.2f} {page.currency}, the amount involved" in " ".join(text.split())
        assert {each.transaction.account_id for each in page.reported} == {report.account_id}


def test_a_report_with_another_amount_is_marked(client: Client) -> None:
    more = f"UPDATE suspicious_activity_reports SET amount_involved = amount_involved + 1 WHERE sar_id = '{RING}'"
    execute("compliance_db", more)
    try:
        page, text = page_of(client)
        assert not page.amount_matches
        assert "the report says" in text
    finally:
        execute("compliance_db", more.replace("+ 1", "- 1"))


def test_its_transactions_are_shown_by_time_among_surrounding_ones(client: Client) -> None:
    page, text = page_of(client)
    times = [each.transaction.transaction_date for each in page.surrounding]
    assert times == sorted(times)
    reported = [each.transaction.pk for each, is_reported in page.movements if is_reported]
    assert sorted(reported) == named(RING)
    days = timedelta(days=DAYS_AROUND)
    first, last = (page.reported[end].transaction.transaction_date for end in (0, -1))
    around = Transaction.objects.filter(
        account_id=page.report.account_id, transaction_date__range=(first - days, last + days)
    )
    assert {each.transaction.pk for each in page.surrounding} == set(around.values_list("pk", flat=True))
    assert text.count('class="bank-reported"') == len(reported)


def test_its_chart_is_the_balance_with_a_dot_at_each_transaction(client: Client) -> None:
    page, _ = page_of(client)
    assert page.chart is not None
    (balance,) = page.chart.series
    assert list(balance.values[1:]) == [each.transaction.balance_after for each in page.surrounding]
    assert balance.values[0] + page.surrounding[0].amount == balance.values[1]
    dots = [dot for dot, marked in zip(balance.values, page.chart.marks, strict=True) if marked]
    assert dots == [each.transaction.balance_after for each in page.reported]


def test_it_shows_exactly_the_checks_and_violations_that_led_to_it(client: Client) -> None:
    page, text = page_of(client)
    assert {check.sar_id for check in page.checks} == {RING}
    assert len(page.checks) == AmlCheck.objects.filter(sar_id=RING).count()
    that_led_to_it = RuleViolation.objects.filter(resolution_notes=f"Led to {RING}.")
    assert that_led_to_it
    for row in (*page.checks, *that_led_to_it):
        assert f'href="{page_url(type(row), row.pk)}"' in text
    entities = {page.report.customer_id, page.report.account_id, *named(RING)}
    assert {violation.entity_id for violation in page.violations} <= entities


def test_it_links_to_the_subject_and_the_compliance_file_and_back(client: Client) -> None:
    page, text = page_of(client)
    subject = page.report.customer_id
    for address in (
        page_url(Customer, subject),
        page_url(Customer, subject, "compliance"),
        page_url(Account, page.report.account_id),
    ):
        assert f'href="{address}"' in text
    for address in (page_url(Customer, subject), page_url(Customer, subject, "compliance")):
        assert f'href="{page_url(SuspiciousActivityReport, RING)}"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("status", "title"),
    [("filed", "Filed"), ("closed", "Closed"), ("draft", "Draft"), ("under_review", "Under Review")],
)
def test_its_last_step_is_its_status(client: Client, status: str, title: str) -> None:
    filed = {"filed_date": "2026-05-01"} if status == "filed" else {"filed_date": None}
    report = make_row(SuspiciousActivityReport, sar_status=status, report_date="2026-04-20", **filed)
    try:
        steps = page_of(client, report.pk)[0].steps
        assert [step.title for step in steps] == ["Report opened", title]
    finally:
        report.delete()


def test_a_report_without_checks_subject_or_account_has_a_page(client: Client) -> None:
    report = make_row(SuspiciousActivityReport, customer=None, account=None, amount_involved=None)
    try:
        page, text = page_of(client, report.pk)
        assert (page.reported, page.surrounding, page.chart, page.violations) == ([], [], None, [])
        assert "No check refers to a transaction." in text
    finally:
        report.delete()
