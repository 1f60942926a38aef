"""The site in Django's own style, without Unfold: every step works and every kind of page can be used there, too."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from datahub.accounts.models import Customer
from tests.browser.audience import SCREENS, anybody_can_use, walk
from tests.browser.axe import DESKTOP, resize, show_in
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
