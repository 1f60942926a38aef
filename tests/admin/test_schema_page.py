"""The page of the schema has every table and column with its comment, and finds words in them."""

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from datahub.accounts.models import Account, Customer
from datahub.browsing.model_fields import columns
from tests.admin.pages import MODELS, get, list_url

ADDRESS = "admin:schema"


def found(client: Client, term: str) -> dict[str, list[str]]:
    """Return the columns by table that a search finds."""
    databases = get(client, reverse(ADDRESS), q=term).context["databases"]
    return {table.name: [name for name, _ in table.columns] for each in databases for table in each.tables}


def test_every_table_leads_to_its_list_and_shows_every_column(client: Client) -> None:
    text = get(client, reverse(ADDRESS)).text
    for model in MODELS:
        assert f'href="{list_url(model)}" data-table="{model._meta.db_table}"' in text
        assert escape(model._meta.db_table_comment) in text
        for field in columns(model):
            assert escape(field.db_comment) in text


def test_a_search_finds_words_in_names_and_comments_in_any_case_and_order(client: Client) -> None:
    assert found(client, "MCC merchant") == {"transactions": ["merchant_category"]}
    assert found(client, "account_relationships") == {
        "account_relationships": [field.column for field in columns(Account._meta.get_field("links").related_model)]
    }
    assert set(found(client, "interest_rate")) >= {"loans"}


def test_views_are_shown_and_found_too(client: Client) -> None:
    databases = get(client, reverse(ADDRESS), q="payroll share").context["databases"]
    assert {view.name: view.columns for each in databases for view in each.views} == {
        "analytics.headcount_by_department": [
            ("payroll_share_of_budget", "Annual payroll / budget, a fraction; null without a budget")
        ]
    }


def test_a_search_that_finds_nothing_says_so(client: Client) -> None:
    response = get(client, reverse(ADDRESS), q="<b>zebra")
    assert response.context["databases"] == []
    assert "No table or column has “&lt;b&gt;zebra”" in response.text


def test_a_user_sees_the_tables_that_it_may_view() -> None:
    clerk = User.objects.create_user("schema clerk", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_customer"))
    browser = Client()
    browser.force_login(clerk)
    assert list(found(browser, "")) == [Customer._meta.db_table]
    # A view may read any table of its database.
    (accounts,) = get(browser, reverse(ADDRESS)).context["databases"]
    assert accounts.views == []


def test_the_start_page_leads_to_it(client: Client) -> None:
    assert reverse(ADDRESS) in get(client, reverse("admin:index")).text
