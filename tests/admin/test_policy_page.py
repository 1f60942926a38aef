"""The page of a policy explains its status and agrees with premiums, claims and ledger."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.chart_data import ChartKind
from datahub.browsing.policy_page import PolicyPage
from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment
from tests.admin.pages import get, list_url, page_url
from tests.datahub.rows import make_row
from tests.seeded import value

MAX_QUERIES = 16
STORM, LIFE, HEALTH = "POL-00000006-1", "POL-00000001-1", "POL-00000003-1"
"""Keys of storylines, which exist at every scale."""
BEGAN = date(2026, 1, 2)


def page_of(client: Client, key: str) -> tuple[PolicyPage, str]:
    response = get(client, page_url(Policy, key))
    assert response.status == 200
    assert len(response.queries) <= MAX_QUERIES, response.queries
    assert not [query for query in response.queries if " JOIN " in query]
    page: PolicyPage = response.context["page"]
    return page, response.text


def of(status: str, more: str = "true") -> str:
    """Return the key of the first policy with a status."""
    return str(
        value("insurance_db", f"SELECT min(policy_id) FROM policies WHERE policy_status = '{status}' AND {more}")
    )


def premiums(key: str, of: str, status: str = "completed") -> Decimal:
    counted = f"FROM premium_payments WHERE policy_id = '{key}' AND payment_status = '{status}'"
    return Decimal(value("insurance_db", f"SELECT coalesce({of}, 0) {counted}"))


@pytest.mark.parametrize("status", ["active", "lapsed", "cancelled", "matured"])
def test_it_shows_the_premiums(client: Client, status: str) -> None:
    key = of(status)
    page, text = page_of(client, key)
    assert page.premiums.paid == premiums(key, "sum(amount)")
    assert page.premiums.failed == premiums(key, "count(*)", "failed")
    assert f"{premiums(key, 'count(*)')} paid" in text
    assert f"{page.policy.coverage_amount:,.2f}" in text
    for row in PremiumPayment.objects.filter(policy_id=key):
        assert f'href="{page_url(PremiumPayment, row.pk)}"' in text


def test_a_paid_claim_is_among_the_ledger_entries(client: Client) -> None:
    page, text = page_of(client, STORM)
    (claim,) = page.claims
    assert "Storm" in claim.description
    numbers = (page.policy.policy_number, claim.claim_number)
    account = page.policy.linked_account_id
    carrying = " OR ".join(f"description LIKE '%{number}%'" for number in numbers)
    found = f"FROM transactions WHERE account_id = '{account}' AND ({carrying})"
    assert len(page.ledger_entries) == value("accounts_db", f"SELECT count(*) {found}")
    assert page.ledger_entries.credits == claim.approved_amount
    assert -page.ledger_entries.debits == claim.approved_amount + page.premiums.paid
    for entry in page.ledger_entries.rows:
        assert f'href="{page_url(Transaction, entry.transaction.pk)}"' in text
    for address in (page_url(Claim, claim.pk), page_url(Account, account)):
        assert f'href="{address}"' in text


def test_an_active_policy_shows_the_last_and_the_next_renewal(client: Client) -> None:
    page, text = page_of(client, STORM)
    last = PolicyEvent.objects.filter(policy_id=STORM, event_type="renewal").latest("event_date")
    assert f"{last.description}." in text
    assert (page.steps[0].title, page.steps[-1].title) == ("Start", "Next renewal")
    days = [step.day for step in page.steps if step.day]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("status", "event", "word"), [("lapsed", "lapse", "Lapsed"), ("cancelled", "cancellation", "Cancelled")]
)
def test_a_lapsed_or_cancelled_policy_shows_the_event_that_ended_it(
    client: Client, status: str, event: str, word: str
) -> None:
    key = of(status)
    page, text = page_of(client, key)
    cause = PolicyEvent.objects.get(policy_id=key, event_type=event)
    assert (page.steps[-1].title, page.steps[-1].day) == (word, cause.event_date)
    assert f"({cause.event_date})" in text


def test_a_life_policy_ends_with_the_death_claim(client: Client) -> None:
    policy = make_row(Policy, policy_type="life", policy_status="matured", start_date=BEGAN, end_date=date(2040, 1, 1))
    claim = make_row(
        Claim,
        policy=policy,
        claim_type="death",
        status="paid",
        approved_amount=3_000,
        claim_date=date(2026, 5, 4),
        settlement_date=date(2026, 6, 1),
    )
    try:
        page, text = page_of(client, policy.pk)
        assert "Ended by death on 2026-05-04." in text
        assert (page.steps[-1].title, page.steps[-1].day) == ("Matured", date(2026, 5, 4))
    finally:
        claim.delete()
        policy.delete()


def test_a_travel_policy_matures_at_the_end_of_its_term(client: Client) -> None:
    policy = make_row(
        Policy, policy_type="travel", policy_status="matured", start_date=BEGAN, end_date=date(2026, 5, 4)
    )
    try:
        assert "Its term ended on 2026-05-04." in page_of(client, policy.pk)[1]
    finally:
        policy.delete()


def test_its_chart_adds_up_to_premiums_and_approved_claims(client: Client) -> None:
    for key in (STORM, LIFE, HEALTH, of("lapsed")):
        page, _ = page_of(client, key)
        assert page.chart is not None
        paid, granted = page.chart.series
        assert page.chart.kind is ChartKind.PAIRS
        assert sum(paid.values) == page.premiums.paid
        assert sum(granted.values) == page.approved
        assert len(page.chart.labels) == len(paid.values) <= 6


def test_the_chart_counts_premiums_by_policy_year(client: Client) -> None:
    page, _ = page_of(client, HEALTH)
    assert page.chart is not None
    in_a_year = {"monthly": 12, "quarterly": 4, "annual": 1}[page.policy.premium_frequency]
    assert set(page.chart.series[0].values[:-1]) == {in_a_year * page.policy.premium_amount}


def test_it_shows_beneficiaries_and_links_to_all_premiums(client: Client) -> None:
    _, text = page_of(client, LIFE)
    for row in Beneficiary.objects.filter(policy_id=LIFE):
        assert row.beneficiary_name in text
    assert list_url(PremiumPayment, policy__exact=LIFE) in text


def test_a_policy_without_a_linked_account_says_so(client: Client) -> None:
    page, text = page_of(client, of("active", "linked_account_id IS NULL"))
    assert page.ledger_entries.rows == []
    assert "This policy has no linked account" in text


def test_a_policy_without_related_rows_has_a_page(client: Client) -> None:
    bare = make_row(Policy, policy_status="active")
    page, text = page_of(client, bare.pk)
    assert (page.chart, page.claims, page.premiums.squares) == (None, [], [])
    assert "No claims." in text
    bare.delete()


def test_customer_claim_and_statement_link_to_the_policy(client: Client) -> None:
    policy = Policy.objects.get(pk=STORM)
    statement = page_url(Account, policy.linked_account_id, "statement")
    for address in (
        page_url(Customer, policy.customer_id),
        page_url(Claim, Claim.objects.get(policy=policy).pk),
        f"{statement}?from=2020-01-01&to=2030-01-01",
    ):
        assert f'href="{page_url(Policy, STORM)}"' in client.get(address).content.decode(), address


def test_the_statement_links_a_settlement_to_its_claim(client: Client) -> None:
    claim = Claim.objects.get(policy_id=STORM)
    statement = page_url(Account, Policy.objects.get(pk=STORM).linked_account_id, "statement")
    text = client.get(f"{statement}?from=2020-01-01&to=2030-01-01").content.decode()
    assert f'href="{page_url(Claim, claim.pk)}">Settlement of claim {claim.claim_number}' in text
