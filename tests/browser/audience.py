"""What an audience is shown, one step after another: search, customer, network, story, chart, list, file, SQL."""

from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected

from datahub.accounts.models import Customer
from tests.browser.axe import (
    DESKTOP,
    LAPTOP,
    PHONE,
    grave_violations,
    is_dark,
    overflowing,
    resize,
    show_in,
    width_needed,
)
from tests.browser.walking import drawn, follow, open_page, press, wait, wait_for_page
from tests.site import Site

FILE = "return fetch(arguments[0]).then((answer) => answer.text())"
SCREENS = [("light", DESKTOP), ("dark", PHONE), ("dark", DESKTOP), ("light", PHONE)]


def anybody_can_use(browser: Chrome, address: str) -> None:
    """Assert that nothing keeps people from using a page, light or dark, and that its texts fit on each screen."""
    show_in(browser, "light")
    open_page(browser, address)
    assert grave_violations(browser) == []
    for width in (LAPTOP, PHONE):
        resize(browser, width)
        assert width_needed(browser) <= width
        assert overflowing(browser) == []
    show_in(browser, "dark")
    wait_for_page(browser)
    assert grave_violations(browser) == []


def menus_can_be_used(browser: Chrome, address: str, width: int) -> None:
    """Assert that each menu of a list's filters opens on the screen, is no obstacle, and closes by Escape."""
    resize(browser, width)
    open_page(browser, address)
    chips = browser.find_elements(By.CSS_SELECTOR, ".bank-filter > summary")
    assert chips
    for chip in chips:
        browser.execute_script("arguments[0].focus()", chip)
        chip.send_keys(Keys.ENTER)
        menu = wait(browser).until(expected.visibility_of(chip.find_element(By.XPATH, "../*[2]")))
        assert width_needed(browser) <= width
        assert 0 <= menu.rect["x"] <= menu.rect["x"] + menu.rect["width"] <= width
        assert grave_violations(browser) == []
        chip.send_keys(Keys.TAB)
        browser.switch_to.active_element.send_keys(Keys.ESCAPE)
        assert not menu.is_displayed()
        assert browser.switch_to.active_element == chip


def walk(browser: Chrome, site: Site, theme: str, width: int, customer: Customer) -> None:
    """Walk from the search to a query, in a theme, on a screen of a width in pixels; afterwards it is a desktop's."""
    show_in(browser, theme)
    resize(browser, width)
    try:
        walk_from_search_to_query(browser, site, width, customer)
        assert is_dark(browser) == (theme == "dark")
    finally:
        resize(browser, DESKTOP)
        show_in(browser, "light")


def walk_from_search_to_query(browser: Chrome, site: Site, width: int, customer: Customer) -> None:
    """Follow the links and type what a viewer does; each page has to fit the screen."""
    browser.get(site.admin)
    find(browser, customer)
    follow(browser, f"/accounts/customer/{customer.pk}/network/")
    assert drawn(browser) > 100
    fits(browser, width)
    a_story(browser, site)
    fits(browser, width)
    channel = a_chart_leads_to_its_rows(browser, site)
    fits(browser, width)
    count, statement = the_file_has_the_rows(browser)
    assert channel in statement
    follow_from_start(browser, site, "/admin/sql/")
    assert ask(browser, f"SELECT count(*) AS number FROM ({statement}) AS listed") == count
    fits(browser, width)
    wrong = ask_wrongly(browser, "SELECT nothing FROM transactions")
    assert wrong == 'column "nothing" does not exist, at character 8'
    fits(browser, width)


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
