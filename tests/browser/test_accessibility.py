"""Everybody can use every kind of page: axe-core finds nothing grave, and no screen is too narrow."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.audience import anybody_can_use, menus_can_be_used
from tests.browser.axe import DESKTOP, LAPTOP, PHONE, grave_violations, resize, width_needed
from tests.browser.walking import wait
from tests.site import Site

KINDS_OF_PAGE = [
    "",
    "charts/",
    "schema/",
    "tours/",
    "tours/household/1/",
    "sql/?database=loans_db&sql=SELECT+loan_type,+count(*)+FROM+loans+GROUP+BY+1",
    "answers/",
    "answers/CASE-00000-900/",
    "answers/CASE-00000-900/network/",
    "accounts/transaction/?transaction_type__exact=payment",
    "accounts/customer/CUST-00000001/change/",
    "accounts/customer/CUST-00000003/network/",
    "accounts/customer/CUST-00000007/compliance/",
    "accounts/account/ACC-00000001-1/change/",
    "accounts/account/ACC-00000001-1/statement/",
    "loans/loan/LOAN-00000001-1/change/",
    "insurance/policy/POL-00000006-1/change/",
    "compliance/suspiciousactivityreport/SAR-00000007-1/change/",
    "employees/employee/EMP-00001/change/",
    "../search/?q=a",
    "loans/",
    "seeding/run/",
]
NARROW = 960
ROWS_OF_FIGURES = """
    const tops = [...document.querySelectorAll(".bank-figure")].map((each) => each.getBoundingClientRect().top);
    return [...new Set(tops)].map((top) => tops.filter((each) => each === top).length);
"""

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.hard]


@pytest.fixture
def browser_of_a_viewer(start_page: Chrome) -> Iterator[Chrome]:
    """Return the browser of a user of demo_user; afterwards it has its own size and theme again."""
    yield start_page
    resize(start_page, DESKTOP)
    start_page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@pytest.mark.parametrize("address", KINDS_OF_PAGE)
def test_everybody_can_use_a_page_and_it_fits_every_screen(
    browser_of_a_viewer: Chrome, site: Site, address: str
) -> None:
    anybody_can_use(browser_of_a_viewer, f"{site.admin}{address}")


def test_the_keyboard_skips_the_menu_and_opens_its_groups(browser_of_a_viewer: Chrome) -> None:
    browser = browser_of_a_viewer
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.text == "Skip to the content"
    skip.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.tag_name == "main"
    group = browser.find_element(By.XPATH, "//button[contains(., 'Lending')]")
    assert group.get_attribute("aria-expanded") == "false"
    browser.execute_script("arguments[0].focus()", group)
    group.send_keys(Keys.ENTER)
    wait(browser).until(lambda _: group.get_attribute("aria-expanded") == "true")
    assert browser.find_element(By.LINK_TEXT, "Loans").is_displayed()


def test_the_keyboard_opens_what_the_user_has_and_escape_closes_it(browser_of_a_viewer: Chrome) -> None:
    browser = browser_of_a_viewer
    user = browser.find_element(By.CLASS_NAME, "bank-user")
    dark = browser.find_element(By.XPATH, "//button[contains(., 'Dark')]")
    assert not dark.is_displayed()
    browser.execute_script("arguments[0].focus()", user)
    user.send_keys(Keys.ENTER)
    wait(browser).until(lambda _: dark.is_displayed())
    assert user.get_attribute("aria-expanded") == "true"
    assert grave_violations(browser) == []
    user.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.text.endswith("Light")
    browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait(browser).until(lambda _: not dark.is_displayed())
    assert browser.switch_to.active_element == user


def test_escape_closes_the_menu_on_a_phone(browser_of_a_viewer: Chrome) -> None:
    browser = browser_of_a_viewer
    resize(browser, PHONE)
    menu = browser.find_element(By.ID, "nav-sidebar")
    button = next(filter(WebElement.is_displayed, browser.find_elements(By.CLASS_NAME, "bank-menu-button")))
    button.send_keys(Keys.ENTER)
    wait(browser).until(lambda _: menu.is_displayed())
    button.send_keys(Keys.ESCAPE)
    wait(browser).until(lambda _: not menu.is_displayed())


@pytest.mark.parametrize("width", [DESKTOP, LAPTOP, NARROW, PHONE])
def test_no_figure_of_the_start_page_stands_alone(browser_of_a_viewer: Chrome, width: int) -> None:
    resize(browser_of_a_viewer, width)
    assert width_needed(browser_of_a_viewer) <= width
    assert browser_of_a_viewer.execute_script(ROWS_OF_FIGURES) in ([6], [3, 3], [2, 2, 2])


def test_a_text_of_a_network_is_wide_enough_to_be_read(browser_of_a_viewer: Chrome, site: Site) -> None:
    browser = browser_of_a_viewer
    resize(browser, NARROW)
    browser.get(f"{site.admin}accounts/customer/CUST-00000003/network/")
    texts = browser.find_elements(By.CLASS_NAME, "network-what")
    assert min(text.rect["width"] for text in texts) >= 190


@pytest.mark.parametrize("width", [DESKTOP, NARROW, PHONE])
def test_menus_of_filters_are_on_the_screen_and_escape_closes_them(
    browser_of_a_viewer: Chrome, site: Site, width: int
) -> None:
    menus_can_be_used(browser_of_a_viewer, f"{site.admin}accounts/transaction/", width)
