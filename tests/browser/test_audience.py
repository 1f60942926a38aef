"""A viewer walks through all that an audience is shown: search, customer, network, story, chart, list, file, SQL."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected

from datahub.accounts.models import Customer
from tests.browser.axe import DESKTOP, PHONE, resize, show_in, width_needed
from tests.browser.test_walk import drawn, press
from tests.browser.walking import follow, wait, wait_for_page
from tests.site import Site

FILE = "return fetch(arguments[0]).then((answer) => answer.text())"

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(params=[("light", DESKTOP), ("dark", PHONE)], ids=["light desktop", "dark phone"])
def screen(request: pytest.FixtureRequest, start_page: Chrome) -> Iterator[int]:
    """Give the browser a theme and the width of a screen, which is returned."""
    theme, width = request.param
    show_in(start_page, theme)
    resize(start_page, width)
    yield width
    resize(start_page, DESKTOP)
    show_in(start_page, "light")


def test_a_viewer_walks_from_the_search_to_a_query(
    start_page: Chrome, site: Site, screen: int, customer: Customer
) -> None:
    browser = start_page
    browser.get(site.admin)
    find(browser, customer)
    follow(browser, f"/accounts/customer/{customer.pk}/network/")
    assert drawn(browser) > 100
    fits(browser, screen)
    a_story(browser, site)
    fits(browser, screen)
    channel = a_chart_leads_to_its_rows(browser, site)
    fits(browser, screen)
    count, statement = the_file_has_the_rows(browser)
    assert channel in statement
    follow_from_start(browser, site, "/admin/sql/")
    assert ask(browser, f"SELECT count(*) AS number FROM ({statement}) AS listed") == count
    fits(browser, screen)
    wrong = ask_wrongly(browser, "SELECT nothing FROM transactions")
    assert wrong == 'column "nothing" does not exist, at character 8'
    fits(browser, screen)


def find(browser: Chrome, customer: Customer) -> None:
    """Search for a customer's address and open the page that is found."""
    browser.find_element(By.ID, "bank-find").send_keys(customer.email or "", Keys.ENTER)
    wait(browser).until(expected.url_contains("/search/?q="))
    wait_for_page(browser)
    follow(browser, f"/accounts/customer/{customer.pk}/change/")


def a_story(browser: Chrome, site: Site) -> None:
    """Begin a story from the start page and go on by a key."""
    follow_from_start(browser, site, "/admin/tours/")
    follow(browser, "/admin/tours/household/1/")
    press(browser, Keys.ARROW_RIGHT)
    assert browser.current_url.endswith("/tours/household/2/")


def a_chart_leads_to_its_rows(browser: Chrome, site: Site) -> str:
    """Open the rows of a month from the table of a chart, by the keyboard, and return their channel."""
    follow_from_start(browser, site, "/admin/charts/")
    figure = browser.find_element(By.CSS_SELECTOR, "#ledger-rows-by-month figure")
    link = figure.find_element(By.CSS_SELECTOR, "tbody tr:last-child a")
    browser.execute_script("arguments[0].focus()", link)
    assert link.is_displayed()
    here = browser.find_element(By.TAG_NAME, "html")
    link.send_keys(Keys.ENTER)
    wait(browser).until(expected.staleness_of(here))
    wait_for_page(browser)
    channel: str = browser.execute_script("return new URL(location.href).searchParams.get('channel__exact')")
    return channel


def the_file_has_the_rows(browser: Chrome) -> tuple[int, str]:
    """Return how many rows the list's file has, and the list's statement."""
    address = browser.find_element(By.CSS_SELECTOR, ".bank-take a[download]").get_attribute("href")
    lines = browser.execute_script(FILE, address).splitlines()
    assert lines[0].startswith("transaction_id,")
    assert len(browser.find_elements(By.CSS_SELECTOR, "#result_list tbody tr")) == min(len(lines) - 1, 50)
    statement = browser.find_element(By.ID, "list-sql").get_attribute("textContent") or ""
    return len(lines) - 1, statement.rstrip(";")


def ask(browser: Chrome, statement: str) -> int:
    """Type a statement about the ledger, run it by Ctrl+Enter, and return its number."""
    browser.find_element(By.CSS_SELECTOR, "#query-database option[value=''], #query-database").send_keys("accounts_db")
    run(browser, statement)
    return int(browser.find_element(By.CSS_SELECTOR, "#query-rows td").text)


def ask_wrongly(browser: Chrome, statement: str) -> str:
    """Run a statement with a mistake and return the message; the mistake is selected."""
    run(browser, statement)
    assert browser.execute_script("return getSelection().toString()") == "nothing"
    return browser.find_element(By.ID, "query-error").text


def run(browser: Chrome, statement: str) -> None:
    """Type a statement and run it by Ctrl+Enter."""
    editor = browser.find_element(By.ID, "query-sql")
    editor.clear()
    here = browser.find_element(By.TAG_NAME, "html")
    editor.send_keys(statement, Keys.CONTROL, Keys.ENTER)
    wait(browser).until(expected.staleness_of(here))
    wait_for_page(browser)


def follow_from_start(browser: Chrome, site: Site, address: str) -> None:
    """Follow a link of the start page, which has all parts of the site on a phone, too."""
    browser.get(site.admin)
    wait_for_page(browser)
    follow(browser, address)


def fits(browser: Chrome, width: int) -> None:
    """Assert that the page is not wider than the screen."""
    assert width_needed(browser) <= width, browser.current_url


def test_a_name_of_the_schema_goes_to_the_cursor(start_page: Chrome, site: Site) -> None:
    browser = start_page
    browser.get(f"{site.admin}sql/")
    wait_for_page(browser)
    table = browser.find_element(By.CSS_SELECTOR, "[data-insert='claims']")
    browser.execute_script("for (const part of document.querySelectorAll('.query-schema details')) part.open = true")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", table)
    table.click()
    editor = browser.find_element(By.ID, "query-sql")
    assert editor.get_attribute("value") == "claims"
    assert browser.find_element(By.ID, "query-database").get_attribute("value") == "insurance_db"
    editor.send_keys(Keys.HOME, "SELECT count(*) FROM ", Keys.END, Keys.CONTROL, Keys.ENTER)
    wait(browser).until(lambda browser: browser.find_elements(By.ID, "query-rows"))


def test_without_scripts_a_statement_runs_and_names_its_database(start_page: Chrome, site: Site) -> None:
    browser = start_page
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{site.admin}sql/?database=loans_db&sql=SELECT+count(*)+FROM+policies")
        browser.find_element(By.CSS_SELECTOR, "button[value=page]").click()
        wait(browser).until(lambda browser: browser.find_elements(By.ID, "query-error"))
        browser.find_element(By.CSS_SELECTOR, "#query-error button").click()
        wait(browser).until(lambda browser: browser.find_elements(By.ID, "query-rows"))
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
