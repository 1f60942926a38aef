"""A viewer walks through all that an audience is shown: search, customer, network, story, chart, list, file, SQL."""

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from datahub.accounts.models import Customer
from tests.browser.audience import SCREENS, walk
from tests.browser.walking import wait, wait_for_page
from tests.site import Site

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.hard]


@pytest.mark.parametrize(("theme", "width"), SCREENS)
def test_a_viewer_walks_from_the_search_to_a_query(
    start_page: Chrome, site: Site, theme: str, width: int, customer: Customer
) -> None:
    walk(start_page, site, theme, width, customer)


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
