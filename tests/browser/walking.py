"""Actions in the browser: log in, follow a link, wait for a page."""

import json
from urllib.parse import urlsplit

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.wait import WebDriverWait

from tests.site import SiteLogin

TIMEOUT_S = 20
PAGE_IS_THERE = "return document.readyState === 'complete' && document.fonts.status === 'loaded'"
CHARTS_STAND = "return document.querySelector(':is([data-chart], [data-network]):not([data-drawn])') === null"


def log_in(browser: Chrome, admin: str, login: SiteLogin) -> None:
    """Open the admin and log in with the form."""
    browser.get(admin)
    browser.find_element(By.NAME, "username").send_keys(login.name)
    password = browser.find_element(By.NAME, "password")
    password.send_keys(login.password)
    password.submit()
    wait(browser).until(expected.url_to_be(admin))
    wait_for_page(browser)


def follow(browser: Chrome, address: str) -> None:
    """Click the first visible link whose address ends like this, and wait for the page."""
    links = browser.find_elements(By.CSS_SELECTOR, f"a[href$='{address}']")
    link = next(filter(WebElement.is_displayed, links), None)
    assert link, f"{browser.current_url} shows no link to {address}"
    here = browser.find_element(By.TAG_NAME, "html")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    wait(browser).until(expected.staleness_of(here))
    wait_for_page(browser)


def open_page(browser: Chrome, address: str) -> None:
    """Open a page and wait for it; the SQL page runs the statement that its address has."""
    browser.get(address)
    if "/sql/?" in address:
        browser.find_element(By.CSS_SELECTOR, "button[value=page]").click()
        wait(browser).until(lambda browser: browser.find_elements(By.ID, "query-rows"))
    wait_for_page(browser)


def wait_for_page(browser: Chrome) -> None:
    """Wait until the page, its images and its fonts are loaded and its charts and networks are drawn."""
    wait(browser).until(lambda browser: browser.execute_script(PAGE_IS_THERE))
    wait(browser).until(lambda browser: browser.execute_script(CHARTS_STAND))


def wait(browser: Chrome) -> WebDriverWait[Chrome]:
    """Return a wait of up to TIMEOUT_S seconds in the browser."""
    return WebDriverWait(browser, TIMEOUT_S)


def asked(browser: Chrome) -> set[str]:
    """Return the servers that the browser sent requests to since the last call."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert sent
    return {f"{address.scheme}://{address.netloc}" for address in map(urlsplit, sent) if address.scheme != "data"}


def press(browser: Chrome, key: str) -> None:
    """Press a key on a page and wait for the page that it leads to."""
    here = browser.find_element(By.TAG_NAME, "html")
    browser.find_element(By.TAG_NAME, "body").send_keys(key)
    wait(browser).until(expected.staleness_of(here))
    wait_for_page(browser)


def drawn(browser: Chrome) -> int:
    """Return how many pixels of the first network have a color."""
    return browser.execute_script("""
        return [...document.querySelector("[data-network]").querySelectorAll("canvas")].map((canvas) => {
            const {width, height} = canvas;
            const copy = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
            copy.drawImage(canvas, 0, 0);
            const pixels = new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer);
            return pixels.filter((pixel) => pixel >>> 24).length;
        }).reduce((sum, pixels) => sum + pixels, 0);
    """)
