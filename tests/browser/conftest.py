"""A browser and the site of a small bank; without Chromium the tests are skipped, or fail if REQUIRE_BROWSER is set."""

import os
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import INSTALL, installed_chromium, running_chromium
from tests.seeded import SMALL, command, start_afresh
from tests.site import Site, running_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    """Return a browser that all tests share, cookies included."""
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
    """Return the site of a small bank, run with DEBUG off."""
    start_afresh()
    command("seed_all", **SMALL)
    with running_site(tmp_path_factory.mktemp("site") / "log", DEBUG="off") as site:
        yield site
