"""Pages on paper: whole, white in a dark theme, under the name of the bank, and without what leads around the site."""

import base64
import re
import zlib
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.axe import DESKTOP, resize, show_in, width_needed
from tests.browser.walking import wait_for_page
from tests.seeded import small_bank
from tests.site import Site, running_site

STATEMENT = "accounts/account/ACC-00000001-1/statement/"
PRINTED = [
    STATEMENT,
    "accounts/customer/CUST-00000001/change/",
    "accounts/customer/CUST-00000007/compliance/",
    "compliance/suspiciousactivityreport/SAR-00000007-1/change/",
    "loans/loan/LOAN-00000001-1/change/",
    "accounts/transaction/?transaction_type__exact=payment",
]
PAPER_WIDTH = 690
"""The pixels between the margins of A4."""

LEADS_AROUND = (
    "#nav-sidebar, #header, .breadcrumbs, .skip-to-content-link, .bank-find, .bank-tools, .bank-filters, .toolbar"
)
AMOUNTS_ON_TWO_LINES = """
    return [...document.querySelectorAll("main :is(.bank-amount, td.n)")].filter((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getBoundingClientRect().height > 2.2 * parseFloat(getComputedStyle(each).fontSize);
    }).map((each) => each.textContent);
"""
ENDS = """
    return [...document.querySelectorAll("main table, canvas")]
        .filter((each) => !each.closest(".bank-visually-hidden"))
        .map((each) => each.getBoundingClientRect().right);
"""
SQUEEZED = """
    return [...document.querySelectorAll("canvas")].map((each) => {
        const {width, height} = each.getBoundingClientRect();
        return Math.abs(width / height / (each.width / each.height) - 1);
    });
"""
GROUNDS = """
    return [...document.querySelectorAll("body, .bank-card, .bank-badge")]
        .map((each) => getComputedStyle(each).backgroundColor.match(/\\d+/g).map(Number))
        .filter(([red, green, blue, opacity = 1]) => opacity && red + green + blue < 3 * 128);
"""
CHART_INK = "return Chart.getChart(document.querySelector('canvas')).options.scales.x.ticks.color"

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.hard]


@pytest.fixture(scope="module", params=["unfold", "plain"])
def site(browser: Chrome, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Site]:
    """Return the site of a small bank in each theme."""
    small_bank()
    with running_site(tmp_path_factory.mktemp("site") / "log", DEBUG="off", ADMIN_THEME=request.param) as site:
        yield site


@pytest.fixture
def printing_browser(start_page: Chrome) -> Iterator[Chrome]:
    """Return a browser whose user prefers the dark; afterwards it is that of a desktop again."""
    show_in(start_page, "dark")
    yield start_page
    resize(start_page, DESKTOP)
    start_page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@pytest.mark.parametrize("address", PRINTED)
def test_a_page_is_printed_whole_without_what_leads_around(printing_browser: Chrome, site: Site, address: str) -> None:
    browser = printing_browser
    browser.get(f"{site.admin}{address}")
    wait_for_page(browser)
    sheet = {"paperWidth": 8.27, "paperHeight": 11.69}
    document = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", sheet)["data"])
    assert 1 <= len(re.findall(rb"/Type /Page\b", document)) <= 6
    pictures = [zlib.decompress(stream) for stream in re.findall(rb"stream\r?\n(x.*?)endstream", document, re.DOTALL)]
    assert sum(map(len, pictures)) > 1_000
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    resize(browser, PAPER_WIDTH)
    assert not [each for each in browser.find_elements(By.CSS_SELECTOR, LEADS_AROUND) if each.is_displayed()]
    assert width_needed(browser) <= PAPER_WIDTH
    assert max(browser.execute_script(ENDS)) <= PAPER_WIDTH
    assert browser.execute_script(AMOUNTS_ON_TWO_LINES) == []
    assert max(browser.execute_script(SQUEEZED), default=0) < 0.05
    if address != STATEMENT:  # which has a letterhead of its own
        letterhead = browser.find_element(By.CLASS_NAME, "bank-letterhead")
        assert letterhead.is_displayed()
        assert letterhead.text.startswith("DataHub Bank, as of ")
        assert browser.execute_script(GROUNDS) == []


def test_charts_are_light_while_they_are_printed(printing_browser: Chrome, site: Site) -> None:
    browser = printing_browser
    browser.get(f"{site.admin}charts/")
    wait_for_page(browser)
    dark = browser.execute_script(CHART_INK)
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    light = browser.execute_script(CHART_INK)
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    wait_for_page(browser)
    assert light == "#5b697d"
    assert browser.execute_script(CHART_INK) == dark == "#94a3b8"
