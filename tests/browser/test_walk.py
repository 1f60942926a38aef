"""A person walks through the bank in a real browser: every page and file is there, and the figures are the ledger's."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from datahub.accounts.models import Account, Customer, Transaction
from tests.browser.walking import follow, log_in
from tests.site import Site, new_login

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def customer(site: Site) -> Customer:
    """Return the customer whom every bank begins with."""
    return Customer.objects.earliest("customer_id")


@pytest.fixture(scope="module")
def account(customer: Customer) -> Account:
    """Return the first account of that customer."""
    return Account.objects.filter(customer=customer).earliest("account_id")


@pytest.fixture(autouse=True)
def nothing_went_wrong(browser: Chrome, site: Site) -> Iterator[None]:
    """Fail after a walk on which a page or a file was missing or failed, or the browser's console complained."""
    yield
    assert site.complaints == []
    assert browser.get_log("browser") == []


@pytest.fixture
def start_page(browser: Chrome, site: Site) -> Chrome:
    """Return the browser on the start page, after a login by the form."""
    browser.delete_all_cookies()
    log_in(browser, site.admin, new_login())
    return browser


def test_from_the_login_to_a_statement_and_back(
    start_page: Chrome, site: Site, customer: Customer, account: Account
) -> None:
    browser = start_page
    assert f"{Customer.objects.count()}\nCustomers" in shown(browser)
    follow(browser, "/accounts/customer/")
    follow(browser, f"/accounts/customer/{customer.pk}/change/")
    assert f"{customer.first_name} {customer.last_name}" in shown(browser)
    follow(browser, f"/accounts/account/{account.pk}/change/")
    assert account.account_number in shown(browser)
    follow(browser, f"/accounts/account/{account.pk}/statement/")
    assert account.account_number in shown(browser)
    follow(browser, f"/accounts/account/{account.pk}/change/")
    follow(browser, f"/accounts/customer/{customer.pk}/change/")
    follow(browser, "/accounts/customer/")
    follow(browser, "/admin/")
    assert browser.current_url == site.admin


def test_a_statement_goes_from_balance_to_balance_as_the_ledger_does(
    start_page: Chrome, site: Site, account: Account
) -> None:
    start_page.get(f"{site.admin}accounts/account/{account.pk}/statement/")
    (*_, opening), *lines = rows(start_page, "tbody")
    *_, (*_, closing) = rows(start_page, "tfoot")
    balance = opening
    for debit, credit, said in lines:
        balance += credit - debit
        assert said == balance
    assert closing == balance
    ledger = Transaction.objects.filter(account=account).order_by("transaction_id").values_list("balance_after")
    assert [(said,) for *_, said in lines] == list(ledger)[-len(lines) :]


def test_whoever_is_not_logged_in_is_led_to_the_login(browser: Chrome, site: Site, account: Account) -> None:
    browser.delete_all_cookies()
    for page in ("", "accounts/customer/", f"accounts/account/{account.pk}/statement/"):
        browser.get(f"{site.admin}{page}")
        assert browser.current_url.startswith(f"{site.admin}login/")


def shown(browser: Chrome) -> str:
    """Return what a person reads on the page."""
    return browser.find_element(By.TAG_NAME, "body").text


def rows(browser: Chrome, part: str) -> list[list[Decimal]]:
    """Return debit, credit and balance of each row of a statement, nothing as zero."""
    found = browser.find_elements(By.CSS_SELECTOR, f"main table {part} tr")
    return [[amount(cell.text) for cell in row.find_elements(By.TAG_NAME, "td")[-3:]] for row in found]


def amount(text: str) -> Decimal:
    """Return an amount as pages write it; zero for a cell that holds none."""
    digits = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
    return Decimal(digits) if digits.strip("-").replace(".", "").isdigit() else Decimal()
