"""An error gets a page of the bank with a way home; a database that does not answer is no mystery."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from config.server import known_login
from datahub.accounts.models import Account
from datahub.loans.models import Loan
from tests.admin.pages import list_url

HOME = reverse("admin:index")
SEARCH = f'<form action="{reverse("search")}" role="search">'


@pytest.fixture
def browser(client: Client) -> Iterator[Client]:
    """Return a client that gets the page of an error instead of the exception."""
    client.raise_request_exception = False
    yield client
    client.raise_request_exception = True


@pytest.fixture
def stranger() -> Client:
    """Return a client that has not logged in and gets the page of an error instead of the exception."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize("address", ["/nothing/", "/admin/nothing/", "/admin/loans/nothing/"])
def test_a_missing_page_leads_home(browser: Client, address: str) -> None:
    response = browser.get(address)
    page = response.content.decode()
    assert response.status_code == 404
    assert f'href="{HOME}"' in page
    assert "There is no such page" in page
    assert SEARCH in page


def test_a_page_that_fails_leads_home(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ValueError

    monkeypatch.setattr("datahub.browsing.site.load_overview", fail)
    response = browser.get(HOME)
    assert response.status_code == 500
    assert f'href="{HOME}"' in response.content.decode()
    assert SEARCH in response.content.decode()


def test_what_makes_no_sense_and_what_is_not_allowed_can_search_too(browser: Client, viewer_client: Client) -> None:
    for visitor, address, status in (
        (browser, f"{reverse('admin:autocomplete')}?term=%00", 400),
        (viewer_client, reverse("admin:query"), 403),
    ):
        response = visitor.get(address)
        assert response.status_code == status
        assert SEARCH in response.content.decode()


def test_the_search_is_for_those_who_have_logged_in(stranger: Client) -> None:
    page = stranger.get("/nothing/").content.decode()
    assert "There is no such page" in page
    assert f'href="{HOME}"' in page
    assert "<form" not in page


def test_a_form_without_its_token_has_a_page_of_the_bank(stranger: Client) -> None:
    response = stranger.post(f"{HOME}login/", {"username": "superuser", "password": "never used"})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()
    assert f'href="{HOME}"' in response.content.decode()


def test_a_missing_page_asks_no_database(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections["default"]
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    assert browser.get("/nothing/").status_code == 404


def test_a_page_whose_table_is_locked_says_that_the_bank_is_being_replaced(browser: Client) -> None:
    with connections["loans_db"].cursor() as cursor:
        cursor.execute("SET lock_timeout = '10ms'")
    server = settings.BANK_SERVER
    try:
        with known_login(server).connect(server.database_name("loans_db")) as other, other.transaction():
            other.execute("LOCK TABLE loans IN ACCESS EXCLUSIVE MODE")
            response = browser.get(list_url(Loan))
    finally:
        with connections["loans_db"].cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
    assert response.status_code == 503
    assert response["Retry-After"]
    page = response.content.decode()
    assert "The bank is being replaced" in page
    assert 'http-equiv="refresh"' not in page  # a page that reloads takes the focus away
    assert f'<meta name="retry-after" content="{response["Retry-After"]}">' in page


def test_a_page_without_a_server_says_how_to_start_it(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connections["accounts_db"]
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    response = browser.get(list_url(Account))
    assert response.status_code == 503
    assert "manage.py postgres start" in response.content.decode()


def test_the_icon_of_the_site_is_where_browsers_look_for_it(browser: Client) -> None:
    response = browser.get("/favicon.ico", follow=False)
    assert (response.status_code, response["Location"]) == (302, "/static/browsing/favicon.svg")


def test_a_login_without_a_page_to_go_to_leads_to_the_start_page(superuser: object) -> None:
    from_nowhere = Client()
    user = {"username": "superuser", "password": "never used"}
    response = from_nowhere.post(f"{HOME}login/", user)
    assert (response.status_code, response["Location"]) == (302, HOME)


@pytest.mark.parametrize("term", ["\x00", "a\x00b"])
def test_a_zero_byte_in_a_search_for_related_rows_is_no_error(browser: Client, term: str) -> None:
    parameters = {"app_label": "accounts", "model_name": "account", "field_name": "customer", "term": term}
    assert browser.get(reverse("admin:autocomplete"), parameters).status_code == 400
