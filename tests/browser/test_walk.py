"""Walks through the admin in a real browser: no page or file is missing, and amounts agree with the ledger."""

from decimal import Decimal

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions as expected

from datahub.accounts.models import Account, Customer, Transaction
from datahub.loans.models import Loan
from tests.browser.walking import drawn, follow, log_in, press, wait, wait_for_page
from tests.site import Site, SiteLogin

COLORS_DRAWN = """
    return [...document.querySelectorAll("[data-chart] canvas")].map((canvas) => {
        const {width, height} = canvas;
        const copy = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
        copy.drawImage(canvas, 0, 0);
        const pixels = new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer);
        const solid = pixels.filter((pixel) => pixel >>> 24 === 255);
        const times = new Map();
        solid.forEach((pixel) => times.set(pixel, (times.get(pixel) ?? 0) + 1));
        return [[...times].sort((one, other) => other[1] - one[1])[0]?.[0], times.size];
    });
"""
"""Returns each chart's most frequent color and its number of colors."""

LABELS = """
    const nodes = document.querySelector(".network-canvas")._cyreg.cy.nodes().toArray();
    const shown = nodes.filter((node) => node.style("text-opacity") > 0);
    const boxes = shown.map((node) => node.boundingBox(
        {includeEdges: false, includeLabels: true, includeNodes: false, includeOverlays: false}
    ));
    const meet = (one, other) => one.x1 < other.x2 && other.x1 < one.x2 && one.y1 < other.y2 && other.y1 < one.y2;
    const pairs = boxes.flatMap((one, place) => boxes.slice(place + 1).filter((other) => meet(one, other)));
    return [shown.length, pairs.length, nodes.length];
"""
"""Returns how many labels a network shows, how many pairs of them overlap, and how many nodes there are."""

CHARTED = [
    "",
    "charts/",
    "loans/loan/LOAN-00000001-1/change/",
    "insurance/policy/POL-00000006-1/change/",
    "compliance/suspiciousactivityreport/SAR-00000007-1/change/",
]
"""Pages with charts."""

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.hard]


@pytest.fixture(scope="module")
def account(customer: Customer) -> Account:
    """Return the first account of the customer."""
    return Account.objects.filter(customer=customer).earliest("account_id")


def test_from_the_login_to_a_statement_and_back(
    browser: Chrome, site: Site, login: SiteLogin, customer: Customer, account: Account
) -> None:
    browser.delete_all_cookies()
    log_in(browser, site.admin, login)
    assert f"{Customer.objects.count()}\nCustomers" in shown(browser)
    follow(browser, "/accounts/customer/")
    browser.get(f"{browser.current_url}?q={customer.pk}")  # a list begins with its newest rows, not with the first
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


def test_the_balances_of_a_statement_are_those_of_the_ledger(start_page: Chrome, site: Site, account: Account) -> None:
    start_page.get(f"{site.admin}accounts/account/{account.pk}/statement/")
    (*_, opening), *lines = rows(start_page, "tbody")
    *_, (*_, closing) = rows(start_page, "tfoot")
    balance = opening
    for debit, credit, shown_balance in lines:
        balance += credit - debit
        assert shown_balance == balance
    assert closing == balance
    ledger = Transaction.objects.filter(account=account).order_by("transaction_id").values_list("balance_after")
    assert [(shown_balance,) for *_, shown_balance in lines] == list(ledger)[-len(lines) :]


def test_from_a_customer_to_a_loan_and_the_statement_of_a_month_and_back(
    start_page: Chrome, site: Site, customer: Customer
) -> None:
    browser = start_page
    loan = Loan.objects.filter(customer=customer).earliest("loan_id")
    account, address = loan.linked_account_id, f"/loans/loan/{loan.pk}/change/"
    posted = Transaction.objects.filter(account=account, description__contains=loan.loan_number).latest("pk")
    month = f"/accounts/account/{account}/statement/?period={posted.transaction_date:%Y-%m}"
    follow(browser, "/accounts/customer/")
    browser.get(f"{browser.current_url}?q={customer.pk}")  # a list begins with its newest rows, not with the first
    follow(browser, f"/accounts/customer/{customer.pk}/change/")
    follow(browser, address)
    assert f"{loan.outstanding_balance:,.2f}" in shown(browser)
    assert len(browser.find_elements(By.CSS_SELECTOR, ".bank-steps li")) >= 6
    follow(browser, month)
    assert loan.loan_number in shown(browser)
    follow(browser, address)
    follow(browser, f"/accounts/transaction/{posted.pk}/change/")
    assert loan.loan_number in shown(browser)
    browser.back()
    follow(browser, f"/accounts/customer/{customer.pk}/change/")


@pytest.mark.parametrize("page", CHARTED)
def test_charts_are_drawn_in_the_colors_of_the_theme(start_page: Chrome, site: Site, page: str) -> None:
    start_page.get(f"{site.admin}{page}")
    wait_for_page(start_page)
    by_day = start_page.execute_script(COLORS_DRAWN)
    assert by_day
    assert all(colors > 2 for _, colors in by_day)
    start_page.execute_script("document.documentElement.classList.add('dark')")
    wait(start_page).until(lambda browser: browser.execute_script(COLORS_DRAWN)[0][0] != by_day[0][0])
    by_night = start_page.execute_script(COLORS_DRAWN)
    assert all(day[0] != night[0] for day, night in zip(by_day, by_night, strict=True))


def test_charts_are_not_animated_for_reduced_motion(start_page: Chrome, site: Site) -> None:
    reduced = {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]}
    start_page.execute_cdp_cmd("Emulation.setEmulatedMedia", reduced)
    try:
        start_page.get(site.admin)
        wait_for_page(start_page)
        drawn = "return [...document.querySelectorAll('[data-chart] canvas')].map((c) => Chart.getChart(c).options)"
        assert start_page.execute_script(f"{drawn}.map((options) => options.animation === false)")
        still = start_page.execute_script(f"{drawn}.every((options) => options.animation === false)")
        assert still
    finally:
        start_page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_without_scripts_a_chart_is_a_table(start_page: Chrome, site: Site) -> None:
    start_page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        start_page.get(site.admin)
        table = start_page.find_element(By.CSS_SELECTOR, ".bank-chart-bars table")
        assert table.is_displayed()
        assert "%" in table.text
        assert table.size["height"] > 100
    finally:
        start_page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_an_anonymous_user_is_redirected_to_the_login(browser: Chrome, site: Site, account: Account) -> None:
    browser.delete_all_cookies()
    for page in ("", "accounts/customer/", f"accounts/account/{account.pk}/statement/"):
        browser.get(f"{site.admin}{page}")
        assert browser.current_url.startswith(f"{site.admin}login/")


def shown(browser: Chrome) -> str:
    """Return the visible text of the page."""
    return browser.find_element(By.TAG_NAME, "body").text


def rows(browser: Chrome, part: str) -> list[list[Decimal]]:
    """Return debit, credit and balance of each row of a statement; zero for an empty cell."""
    found = browser.find_elements(By.CSS_SELECTOR, f"main table {part} tr")
    return [[amount(cell.text) for cell in row.find_elements(By.TAG_NAME, "td")[-3:]] for row in found]


def amount(text: str) -> Decimal:
    """Return the amount in a cell; zero if it has none."""
    digits = text.replace(",", "").replace("\N{MINUS SIGN}", "-")
    return Decimal(digits) if digits.strip("-").replace(".", "").isdigit() else Decimal()


def test_arrow_keys_lead_through_a_story_and_the_query_can_be_copied(start_page: Chrome, site: Site) -> None:
    browser = start_page
    follow(browser, "/admin/tours/household/1/")
    press(browser, Keys.ARROW_RIGHT)
    assert browser.current_url == f"{site.admin}tours/household/2/"
    press(browser, Keys.ARROW_LEFT)
    assert browser.current_url == f"{site.admin}tours/household/1/"
    browser.execute_script("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    browser.find_element(By.CSS_SELECTOR, "[data-copy='tour-sql']").click()
    wait(browser).until(lambda browser: "Copied" in shown(browser))
    copied = browser.execute_script("return window.copied")
    assert copied.startswith("SELECT customer_id")
    assert copied == browser.find_element(By.ID, "tour-sql").text
    follow(browser, "/admin/accounts/customer/CUST-00000003/change/")
    follow(browser, "/admin/accounts/customer/CUST-00000003/network/")
    assert drawn(browser) > 100


def test_the_slider_shows_how_a_case_came_about(start_page: Chrome, site: Site) -> None:
    browser = start_page
    browser.get(f"{site.admin}answers/CASE-00000-900/network/")
    wait_for_page(browser)
    slider, *_ = browser.find_elements(By.CSS_SELECTOR, "input[type=range]")
    output, *_ = browser.find_elements(By.CSS_SELECTOR, "output")
    assert "14 of 14 transactions" in output.text
    whole = drawn(browser)
    slider.send_keys(Keys.HOME)
    wait(browser).until(lambda _: "3 of 14 transactions" in output.text)
    wait(browser).until(lambda browser: 0 < drawn(browser) < whole)


def test_a_table_of_the_diagram_leads_to_its_list(start_page: Chrome, site: Site) -> None:
    browser = start_page
    browser.get(f"{site.admin}schema/")
    wait(browser).until(lambda browser: browser.find_elements(By.CSS_SELECTOR, ".schema-diagram .node[aria-label]"))
    table = browser.find_element(By.CSS_SELECTOR, ".schema-diagram .node[aria-label^='loans ']")
    width = table.rect["width"]
    browser.find_element(By.CSS_SELECTOR, "[data-zoom='in']").click()
    assert table.rect["width"] > width
    here = browser.find_element(By.TAG_NAME, "html")
    browser.execute_script("arguments[0].focus()", table)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    wait(browser).until(expected.staleness_of(here))
    assert browser.current_url == f"{site.admin}loans/loan/"


def test_labels_of_a_network_do_not_lie_on_each_other(start_page: Chrome, site: Site) -> None:
    browser = start_page
    browser.get(f"{site.admin}accounts/customer/CUST-00000003/network/")
    wait_for_page(browser)
    shown, overlaps, found = browser.execute_script(LABELS)
    assert overlaps == 0
    assert 2 < shown <= found
