"""A customer's compliance file: the rows of compliance_db on one customer, within a limit."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.compliance_file import ROWS_SHOWN, ComplianceFile
from datahub.compliance.models import AmlCheck, AuditTrail, KycRecord, RuleViolation, SuspiciousActivityReport
from tests.admin.pages import get, page_url
from tests.datahub.rows import make_row
from tests.seeded import value

MAX_QUERIES = 22
RING_LEADER, SHOPKEEPER, MODEL = "CUST-00000007", "CUST-00000010", "CUST-00000001"


def file_of(client: Client, key: str) -> tuple[ComplianceFile, str]:
    response = get(client, page_url(Customer, key, "compliance"))
    assert response.status == 200
    assert len(response.queries) <= MAX_QUERIES, response.queries
    assert not [query for query in response.queries if " JOIN " in query]
    page: ComplianceFile = response.context["page"]
    return page, response.text


@pytest.mark.parametrize("key", [RING_LEADER, SHOPKEEPER, MODEL])
def test_it_has_every_check_and_shows_flagged_ones_first(client: Client, key: str) -> None:
    page, text = file_of(client, key)
    assert {check.pk for check in page.checks} == set(
        AmlCheck.objects.filter(customer_id=key).values_list("pk", flat=True)
    )
    assert page.checks == sorted(
        page.checks, key=lambda check: (check.aml_flag, check.check_date, check.pk), reverse=True
    )
    for check in page.checks[:ROWS_SHOWN]:
        assert f'href="{page_url(AmlCheck, check.pk)}"' in text


@pytest.mark.parametrize("key", [RING_LEADER, SHOPKEEPER])
def test_it_has_every_violation_by_customer_account_or_transaction(client: Client, key: str) -> None:
    accounts = list(Account.objects.filter(customer_id=key).values_list("pk", flat=True))
    posted = list(Transaction.objects.filter(account_id__in=accounts).values_list("pk", flat=True))
    found = RuleViolation.objects.filter(entity_id__in=[key, *accounts, *posted])
    page, _ = file_of(client, key)
    assert page.violations == list(found.order_by("-violation_date", "-pk"))
    assert page.violations


def test_the_organizer_is_reported_and_the_shopkeeper_is_not(client: Client) -> None:
    organizer, shopkeeper = (file_of(client, key)[0] for key in (RING_LEADER, SHOPKEEPER))
    assert [report.sar_status for report in organizer.reports] == ["filed"]
    assert shopkeeper.reports == []
    for page in (organizer, shopkeeper):
        assert any(check.aml_flag for check in page.checks)
    assert dict(organizer.counts)["Reports"] == "1, 1 filed"


def test_it_shows_the_identity_verification(client: Client) -> None:
    record = KycRecord.objects.get(customer_id=RING_LEADER)
    _, text = file_of(client, RING_LEADER)
    for word in (
        record.document_number,
        str(record.verification_date),
        "KYC verified",
        "High risk",
        str(record.verified_by),
    ):
        assert word in text


def test_its_audit_trail_includes_transactions_posted_by_staff(client: Client) -> None:
    _, text = file_of(client, RING_LEADER)
    by_hand = Transaction.objects.filter(account__customer_id=RING_LEADER).exclude(processed_by=None)
    entries = AuditTrail.objects.filter(entity_id__in=[RING_LEADER, *by_hand.values_list("pk", flat=True)])
    assert {entry.entity_type for entry in entries} == {"customer", "transaction"}
    newest = entries.latest("performed_at")
    assert f'href="{page_url(AuditTrail, newest.pk)}"' in text


def test_the_entity_of_a_violation_is_linked(client: Client) -> None:
    page, text = file_of(client, RING_LEADER)
    broken = next(violation for violation in page.violations if violation.entity_type == "transaction")
    assert f'href="{page_url(Transaction, broken.entity_id)}"' in text
    assert str(broken.rule) in text


def test_many_checks_take_no_more_queries(client: Client) -> None:
    busiest = value("compliance_db", "SELECT customer_id FROM aml_checks GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
    address = page_url(Customer, busiest, "compliance")
    before = len(get(client, address).queries)
    rows = [
        make_row(AmlCheck, customer=Customer.objects.get(pk=busiest), aml_flag=False, risk_level=None)
        for _ in range(120)
    ]
    try:
        page, text = file_of(client, busiest)
        assert len(get(client, address).queries) == before
        assert dict(page.counts)["Checks"].startswith("100 or more")
        assert text.count("/compliance/amlcheck/") < 20
    finally:
        for row in rows:
            row.delete()


def test_a_customer_without_compliance_rows_has_a_file(client: Client) -> None:
    stranger = make_row(Customer)
    try:
        page, text = file_of(client, stranger.pk)
        assert (page.checks, page.violations, page.reports, page.excerpts) == ([], [], [], [])
        assert "Identity never verified." in text
        assert "No rows in Suspicious activity reports" in text
    finally:
        stranger.delete()


def test_the_customers_page_links_to_it(client: Client) -> None:
    text = client.get(page_url(Customer, MODEL)).content.decode()
    assert f'href="{page_url(Customer, MODEL, "compliance")}"' in text


def test_a_user_without_permission_sees_no_file(filled_bank: None) -> None:
    newcomer = Client()
    newcomer.force_login(User.objects.create_user("new to compliance", is_staff=True))
    assert newcomer.get(page_url(Customer, MODEL, "compliance")).status_code == 403


def test_an_unknown_customer_has_no_file(client: Client) -> None:
    for key in ("nobody", "\x00"):
        assert client.get(page_url(Customer, key, "compliance")).status_code == 404
    assert SuspiciousActivityReport.objects.exists()
