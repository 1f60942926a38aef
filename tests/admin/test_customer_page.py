"""The page of a customer: the rows of all six databases that refer to them."""

from datetime import date

import pytest
from django.test import Client

from datahub.accounts.models import Account, Customer, Transaction
from datahub.browsing.customer_page import SHOWN_AT_THE_TOP, CustomerPage, keys_to_customers
from datahub.browsing.dates import completed_years
from datahub.browsing.template_filters import email
from datahub.compliance.models import AuditTrail, RuleViolation
from datahub.customers.models import CustomerProfile
from datahub.employees.models import Employee
from datahub.insurance.models import Claim, Policy
from tests.admin.pages import ADMINS, get, list_url, page_url
from tests.datahub.contract import bank_models
from tests.datahub.rows import make_row

MODEL_CUSTOMER = "CUST-00000001"
REFERRING = [
    model
    for _, model in bank_models()
    if model not in SHOWN_AT_THE_TOP
    and any(field.related_model in (Customer, CustomerProfile) for field in model._meta.concrete_fields)
]
"""The tables with a foreign key to a customer or to a customer's profile."""


@pytest.fixture
def customer() -> Customer:
    return Customer.objects.get(pk=MODEL_CUSTOMER)


def page_of(client: Client, key: str = MODEL_CUSTOMER) -> tuple[CustomerPage, str]:
    response = get(client, page_url(Customer, key))
    assert response.status == 200
    assert len(response.queries) <= 25
    page: CustomerPage = response.context["page"]
    return page, response.text


def test_it_shows_contact_data_status_and_advisor(client: Client, customer: Customer) -> None:
    page, text = page_of(client)
    profile = CustomerProfile.objects.get(pk=MODEL_CUSTOMER)
    assert page.age == completed_years(customer.date_of_birth, date(2026, 6, 30))
    for word in (
        str(customer),
        email(customer.email),
        customer.phone,
        profile.city_line,
        "Premium",
        "KYC verified",
        "Low risk",
    ):
        assert word in text
    assert str(page.advisor) in text
    assert page_url(Employee, profile.assigned_agent_id) in text


def test_household_partners_link_to_each_other(client: Client) -> None:
    one, other = "CUST-00000003", "CUST-00000004"
    for here, there in ((one, other), (other, one)):
        page, text = page_of(client, here)
        assert page.partner is not None
        assert page.partner.pk == there
        assert f'href="{page_url(Customer, there)}"' in text


def test_a_customer_without_a_household_has_no_partner(client: Client) -> None:
    assert page_of(client)[0].partner is None


def test_it_shows_the_accounts_and_their_latest_transactions(client: Client, customer: Customer) -> None:
    page, text = page_of(client)
    accounts = list(Account.objects.filter(customer=customer).order_by("pk"))
    assert page.accounts == accounts
    latest = Transaction.objects.filter(account__in=accounts).order_by("-transaction_date").first()
    assert latest.pk in text
    for account in accounts:
        assert f"{account.balance:,.2f}" in text
        assert page_url(Account, account.pk, "statement") in text


@pytest.mark.parametrize("model", REFERRING, ids=lambda model: model.__name__)
def test_it_shows_the_rows_of_every_table_that_refers_to_the_customer(
    client: Client, customer: Customer, model
) -> None:  # type: ignore[no-untyped-def]
    target = model._meta.get_field("customer").related_model
    row = make_row(model, customer=target.objects.get(pk=customer.pk))
    try:
        _, text = page_of(client)
        assert page_url(model, row.pk) in text
        assert list_url(model, customer__exact=customer.pk) in text
    finally:
        row.delete()


def test_it_shows_claims_of_policies_and_audit_entries_of_accounts_and_policies(
    client: Client, customer: Customer
) -> None:
    policy = make_row(Policy, customer=customer)
    account = Account.objects.filter(customer=customer).first()
    rows = [
        make_row(Claim, policy=policy),
        make_row(RuleViolation, entity_type="account", entity_id=account.pk),
        make_row(AuditTrail, entity_type="policy", entity_id=policy.pk),
        make_row(AuditTrail, entity_type="customer", entity_id=customer.pk),
    ]
    try:
        _, text = page_of(client)
        for row in rows:
            assert page_url(type(row), row.pk) in text
    finally:
        for row in [*rows, policy]:
            row.delete()


def test_every_foreign_key_to_a_customer_is_followed() -> None:
    """A new table is found by its key."""
    assert {key.model for key in keys_to_customers(ADMINS[Customer])} == set(REFERRING)


def test_a_customer_without_profile_or_account_has_a_page(client: Client) -> None:
    stranger = make_row(Customer)
    page, text = page_of(client, stranger.pk)
    assert (page.profile, page.accounts, page.totals) == (None, [], [])
    assert "No accounts." in text
    stranger.delete()


@pytest.mark.parametrize(("until", "age"), [(date(2026, 2, 28), 25), (date(2026, 3, 1), 26), (date(2028, 2, 29), 28)])
def test_a_customer_born_on_a_leap_day_is_a_year_older_on_march_1(until: date, age: int) -> None:
    assert completed_years(date(2000, 2, 29), until) == age
