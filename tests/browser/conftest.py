"""A browser and a site with a small bank: skipped where no Chromium is installed, a failure where it has to be."""

import os
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import INSTALL, installed_chromium, running_chromium
from tests.seeded import SMALL, command, start_afresh
from tests.site import Site, running_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    """Return a browser; it keeps its cookies from test to test."""
    chromium = installed_chromium()
    if chromium is None:
        missing = f"Chromium or its driver is not installed; {INSTALL}"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with running_chromium(chromium) as driver:
        yield driver


@pytest.fixture(scope="module")
def site(browser: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of a small bank, as runserver shows it with DEBUG off."""
    start_afresh()
    command("seed_all", **SMALL)
    with running_site(tmp_path_factory.mktemp("site") / "log", DEBUG="off") as site:
        yield site
