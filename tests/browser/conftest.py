"""A browser and the site of a small bank; without Chromium the tests are skipped, or fail if REQUIRE_BROWSER is set."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from selenium.webdriver import Chrome

from datahub.accounts.models import Customer
from tests.browser.chromium import INSTALL, installed_chromium, running_chromium
from tests.browser.walking import asked, wait_for_page
from tests.seeded import small_bank
from tests.site import Site, SiteLogin, new_login, running_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    """Return a browser that all tests share, cookies included."""
    chromium = installed_chromium()
    if chromium is None:
        missing = f"Chromium or its driver is not installed; {INSTALL}"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with running_chromium(chromium) as driver:
        yield driver


@pytest.fixture(scope="module")
def site(browser: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of a small bank, run with DEBUG off."""
    small_bank()
    with running_site(tmp_path_factory.mktemp("site") / "log", DEBUG="off") as site:
        yield site


@pytest.fixture(scope="module")
def customer(site: Site) -> Customer:
    """Return the first customer."""
    return Customer.objects.earliest("customer_id")


@pytest.fixture(autouse=True)
def nothing_went_wrong(browser: Chrome, site: Site) -> Iterator[None]:
    """Fail if a page was missing or failed, the console has a message, or a request went to another site."""
    browser.get_log("performance")
    yield
    elsewhere = [address for address in asked(browser) if not site.admin.startswith(address)]
    assert elsewhere == []
    assert site.log_lines == []
    assert browser.get_log("browser") == []


@pytest.fixture(scope="session")
def login() -> SiteLogin:
    """Return the name and password of a user of the site."""
    return new_login()


@pytest.fixture
def start_page(browser: Chrome, site: Site, login: SiteLogin) -> Chrome:
    """Return the browser on the start page, with the cookie of a session: the form is what one test is about."""
    visitor = Client()
    visitor.force_login(User.objects.get(username=login.name))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": visitor.cookies[settings.SESSION_COOKIE_NAME].value}
    browser.delete_all_cookies()
    browser.execute_cdp_cmd("Network.setCookie", {**cookie, "url": site.admin})
    browser.get(site.admin)
    wait_for_page(browser)
    return browser
