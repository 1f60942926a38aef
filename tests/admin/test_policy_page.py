"""The page of a policy: why it stands as it does, and that premiums, claims and the ledger say the same."""

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

QUERIES_AT_MOST = 16
STORM, LIFE, HEALTH = "POL-00000006-1", "POL-00000001-1", "POL-00000003-1"
"""Of the storylines: they are there at every scale."""
BEGAN = date(2026, 1, 2)


def page_of(client: Client, key: str) -> tuple[PolicyPage, str]:
    answer = get(client, page_url(Policy, key))
    assert answer.status == 200
    assert len(answer.queries) <= QUERIES_AT_MOST, answer.queries
    assert not [query for query in answer.queries if " JOIN " in query]
    page: PolicyPage = answer.response.context["page"]
    return page, answer.text


def of(status: str, more: str = "true") -> str:
    """Return the first policy with a status."""
    return str(
        value("insurance_db", f"SELECT min(policy_id) FROM policies WHERE policy_status = '{status}' AND {more}")
    )


def premiums(key: str, of: str, status: str = "completed") -> Decimal:
    counted = f"FROM premium_payments WHERE policy_id = '{key}' AND payment_status = '{status}'"
    return Decimal(value("insurance_db", f"SELECT coalesce({of}, 0) {counted}"))


@pytest.mark.parametrize("status", ["active", "lapsed", "cancelled", "matured"])
def test_it_says_what_was_paid(client: Client, status: str) -> None:
    key = of(status)
    page, text = page_of(client, key)
    assert page.premiums.paid == premiums(key, "sum(amount)")
    assert page.premiums.failed == premiums(key, "count(*)", "failed")
    assert f"{premiums(key, 'count(*)')} paid" in text
    assert f"{page.policy.coverage_amount:,.2f}" in text
    for row in PremiumPayment.objects.filter(policy_id=key):
        assert f'href="{page_url(PremiumPayment, row.pk)}"' in text


def test_a_paid_claim_is_in_the_ledger_and_passed_on(client: Client) -> None:
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
    for booking in page.ledger_entries.rows:
        assert f'href="{page_url(Transaction, booking.transaction.pk)}"' in text
    for way in (page_url(Claim, claim.pk), page_url(Account, account)):
        assert f'href="{way}"' in text


def test_an_active_policy_says_when_it_was_renewed_and_goes_on(client: Client) -> None:
    page, text = page_of(client, STORM)
    last = PolicyEvent.objects.filter(policy_id=STORM, event_type="renewal").latest("event_date")
    assert f"{last.description}." in text
    assert (page.steps[0].title, page.steps[-1].title) == ("Start", "Next renewal")
    days = [step.day for step in page.steps if step.day]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("status", "event", "word"), [("lapsed", "lapse", "Lapsed"), ("cancelled", "cancellation", "Cancelled")]
)
def test_a_policy_that_ended_early_names_the_event_that_ended_it(
    client: Client, status: str, event: str, word: str
) -> None:
    key = of(status)
    page, text = page_of(client, key)
    cause = PolicyEvent.objects.get(policy_id=key, event_type=event)
    assert (page.steps[-1].title, page.steps[-1].day) == (word, cause.event_date)
    assert f"({cause.event_date})" in text


def test_a_life_policy_ends_with_the_death_of_the_insured(client: Client) -> None:
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


def test_a_journey_that_is_over_matured_in_its_term(client: Client) -> None:
    policy = make_row(
        Policy, policy_type="travel", policy_status="matured", start_date=BEGAN, end_date=date(2026, 5, 4)
    )
    try:
        assert "Its term ended on 2026-05-04." in page_of(client, policy.pk)[1]
    finally:
        policy.delete()


def test_its_chart_adds_up_to_what_was_paid_and_granted(client: Client) -> None:
    for key in (STORM, LIFE, HEALTH, of("lapsed")):
        page, _ = page_of(client, key)
        assert page.chart is not None
        paid, granted = page.chart.series
        assert page.chart.kind is ChartKind.PAIRS
        assert sum(paid.values) == page.premiums.paid
        assert sum(granted.values) == page.approved
        assert len(page.chart.labels) == len(paid.values) <= 6


def test_a_premium_belongs_to_the_year_of_the_policy_that_it_is_paid_for(client: Client) -> None:
    page, _ = page_of(client, HEALTH)
    assert page.chart is not None
    assert set(page.chart.series[0].values[:-1]) == {4 * page.policy.premium_amount}


def test_whom_it_benefits_and_what_happened_is_shown_with_ways_to_all_of_it(client: Client) -> None:
    _, text = page_of(client, LIFE)
    for row in Beneficiary.objects.filter(policy_id=LIFE):
        assert row.beneficiary_name in text
    assert list_url(PremiumPayment, policy__exact=LIFE) in text


def test_an_unlinked_policy_says_that_it_is_paid_elsewhere(client: Client) -> None:
    page, text = page_of(client, of("active", "linked_account_id IS NULL"))
    assert page.ledger_entries.rows == []
    assert "This policy has no linked account" in text


def test_a_policy_without_anything_has_a_page(client: Client) -> None:
    bare = make_row(Policy, policy_status="active")
    page, text = page_of(client, bare.pk)
    assert (page.chart, page.claims, page.premiums.squares) == (None, [], [])
    assert "No claims." in text
    bare.delete()


def test_every_way_to_a_policy_leads_to_its_page(client: Client) -> None:
    policy = Policy.objects.get(pk=STORM)
    statement = page_url(Account, policy.linked_account_id, "statement")
    for way in (
        page_url(Customer, policy.customer_id),
        page_url(Claim, Claim.objects.get(policy=policy).pk),
        f"{statement}?from=2020-01-01&to=2030-01-01",
    ):
        assert f'href="{page_url(Policy, STORM)}"' in client.get(way).content.decode(), way


def test_a_settlement_leads_from_the_statement_to_its_claim(client: Client) -> None:
    claim = Claim.objects.get(policy_id=STORM)
    statement = page_url(Account, Policy.objects.get(pk=STORM).linked_account_id, "statement")
    text = client.get(f"{statement}?from=2020-01-01&to=2030-01-01").content.decode()
    assert f'href="{page_url(Claim, claim.pk)}">Settlement of claim {claim.claim_number}' in text
