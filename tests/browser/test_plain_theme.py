"""The site in Django's own style, without Unfold: every step works and every kind of page can be used there, too."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from datahub.accounts.models import Customer
from tests.browser.audience import SCREENS, anybody_can_use, menus_can_be_used, walk
from tests.browser.axe import DESKTOP, PHONE, resize, show_in
from tests.browser.test_accessibility import KINDS_OF_PAGE
from tests.seeded import small_bank
from tests.site import Site, running_site

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.hard]


@pytest.fixture(scope="module")
def site(browser: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of a small bank in Django's own style."""
    small_bank()
    with running_site(tmp_path_factory.mktemp("site") / "log", DEBUG="off", ADMIN_THEME="plain") as site:
        yield site


@pytest.mark.parametrize(("theme", "width"), SCREENS)
def test_a_viewer_walks_from_the_search_to_a_query(
    start_page: Chrome, site: Site, theme: str, width: int, customer: Customer
) -> None:
    assert start_page.execute_script("return document.documentElement.dataset.theme") == "auto"  # Django's own
    walk(start_page, site, theme, width, customer)


@pytest.mark.parametrize("address", KINDS_OF_PAGE)
def test_everybody_can_use_a_page_and_it_fits_every_screen(start_page: Chrome, site: Site, address: str) -> None:
    try:
        anybody_can_use(start_page, f"{site.admin}{address}")
    finally:
        resize(start_page, DESKTOP)
        show_in(start_page, "light")


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_list_can_be_searched_and_filtered(start_page: Chrome, site: Site, width: int) -> None:
    try:
        menus_can_be_used(start_page, f"{site.admin}accounts/transaction/", width)
        assert start_page.find_element(By.ID, "searchbar").rect["width"] >= 140
    finally:
        resize(start_page, DESKTOP)


def test_the_diagram_of_the_schema_is_dark_in_the_dark(start_page: Chrome, site: Site) -> None:
    show_in(start_page, "dark")
    try:
        start_page.get(f"{site.admin}schema/")
        diagram = start_page.find_element(By.CLASS_NAME, "schema-diagram")
        assert diagram.value_of_css_property("background-color") == "rgba(25, 25, 25, 1)"
    finally:
        show_in(start_page, "light")
