"""Everybody can use every kind of page: axe-core finds nothing grave, no screen is too narrow, paper has it all."""

import base64
import re
import zlib
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from datahub.accounts.models import Customer
from tests.browser.audience import anybody_can_use
from tests.browser.axe import DESKTOP, resize, show_in, width_needed
from tests.browser.walking import wait, wait_for_page
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
]
PRINTED = [
    "accounts/account/ACC-00000001-1/statement/",
    "accounts/customer/CUST-00000001/change/",
    "compliance/suspiciousactivityreport/SAR-00000007-1/change/",
]

AMOUNTS_ON_TWO_LINES = """
    return [...document.querySelectorAll("main :is(.bank-amount, td.n)")].filter((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getBoundingClientRect().height > 2.2 * parseFloat(getComputedStyle(each).fontSize);
    }).map((each) => each.textContent);
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


@pytest.mark.parametrize("address", PRINTED)
def test_a_page_is_printed_whole_without_what_leads_around(
    browser_of_a_viewer: Chrome, site: Site, customer: Customer, address: str
) -> None:
    browser = browser_of_a_viewer
    show_in(browser, "dark")
    browser.get(f"{site.admin}{address}")
    wait_for_page(browser)
    wide = {"paperWidth": 8.27, "paperHeight": 11.69}
    document = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", wide)["data"])
    assert 1 <= len(re.findall(rb"/Type /Page\b", document)) <= 8
    pictures = [zlib.decompress(stream) for stream in re.findall(rb"stream\r?\n(x.*?)endstream", document, re.DOTALL)]
    assert sum(map(len, pictures)) > 1_000
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    resize(browser, 720)
    hidden = "#nav-sidebar, .bank-find, .bank-tools, .toolbar"
    assert not [each for each in browser.find_elements(By.CSS_SELECTOR, hidden) if each.is_displayed()]
    assert width_needed(browser) <= 720
    ends = browser.execute_script(
        "return [...document.querySelectorAll('main table, canvas')].map((each) => each.getBoundingClientRect().right)"
    )
    assert max(ends) <= 720
    assert browser.execute_script(AMOUNTS_ON_TWO_LINES) == []
