"""The pages for errors in the browser: for everybody, in the theme of the site, and gone once the site answers."""

import contextlib
from collections.abc import Iterator

import pytest
from django.conf import settings
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as expected

from config.server import known_login
from tests.browser.audience import SCREENS
from tests.browser.axe import DESKTOP, grave_violations, resize, show_in, width_needed
from tests.browser.walking import wait
from tests.site import Site

ERRORS = {"autocomplete/?term=%00": "400", "nothing/": "404"}
INK = "return getComputedStyle(document.body).color"
LIGHT_INK, DARK_INK = "rgb(31, 41, 55)", "rgb(229, 231, 235)"

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.hard]


@pytest.fixture(autouse=True)
def nothing_went_wrong() -> None:
    """Do without the look at the console and the site's log, which name the errors that these tests make."""


@pytest.fixture
def visitor(start_page: Chrome) -> Iterator[Chrome]:
    """Return the browser of a user; afterwards it is that of a desktop without choices again."""
    yield start_page
    start_page.execute_script("localStorage.clear()")
    start_page.get_log("browser")
    resize(start_page, DESKTOP)
    show_in(start_page, "light")


@pytest.fixture
def locked_loans() -> Iterator[contextlib.ExitStack]:
    """Lock the loans, as a command does that replaces the bank, until the test closes what it is given."""
    server = settings.BANK_SERVER
    with contextlib.ExitStack() as lock:
        other = lock.enter_context(known_login(server).connect(server.database_name("loans_db")))
        lock.enter_context(other.transaction())
        other.execute("LOCK TABLE loans IN ACCESS EXCLUSIVE MODE")
        yield lock


@pytest.mark.parametrize(("theme", "width"), SCREENS)
@pytest.mark.parametrize("address", ERRORS)
def test_everybody_can_use_the_page_of_an_error(
    visitor: Chrome, site: Site, address: str, theme: str, width: int
) -> None:
    show_in(visitor, theme)
    resize(visitor, width)
    visitor.get(f"{site.admin}{address}")
    assert visitor.find_element(By.CLASS_NAME, "error-status").text == ERRORS[address]
    assert grave_violations(visitor) == []
    assert width_needed(visitor) <= width
    assert visitor.execute_script(INK) == (DARK_INK if theme == "dark" else LIGHT_INK)
    assert visitor.find_elements(By.CSS_SELECTOR, "form[role=search]")
    visitor.find_element(By.LINK_TEXT, "To the start page").click()
    assert visitor.current_url == site.admin


@pytest.mark.parametrize(("key", "value"), [("adminTheme", '"dark"'), ("theme", "dark")])
def test_it_has_the_theme_that_was_chosen_on_the_site(visitor: Chrome, site: Site, key: str, value: str) -> None:
    visitor.execute_script("localStorage.clear(); localStorage.setItem(...arguments)", key, value)
    visitor.get(f"{site.admin}nothing/")
    assert visitor.execute_script(INK) == DARK_INK


def test_a_page_that_waits_for_a_database_opens_by_itself(
    visitor: Chrome, site: Site, locked_loans: contextlib.ExitStack
) -> None:
    visitor.get(f"{site.admin}loans/loan/")
    assert visitor.find_element(By.TAG_NAME, "h1").text == "The bank is being replaced"
    assert grave_violations(visitor) == []
    locked_loans.close()
    wait(visitor).until(expected.presence_of_element_located((By.ID, "result_list")))
