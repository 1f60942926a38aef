"""The installed Chromium, headless and driven by Selenium; nothing is downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "on Debian: apt-get install chromium chromium-driver"
QUIET = (
    "--headless",
    "--hide-scrollbars",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Flags for a container, and for a browser without background requests."""
PAGE_LOAD_TIMEOUT_S = 30


@dataclass(frozen=True)
class Chromium:
    """The paths of the browser and its driver."""

    browser: str
    driver: str


def installed_chromium() -> Chromium | None:
    """Return the installed Chromium; None if it or its driver is missing."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    driver = shutil.which("chromedriver")
    return Chromium(browser, driver) if browser and driver else None


@contextmanager
def running_chromium(chromium: Chromium, *, width: int = 1440, height: int = 900) -> Iterator[Chrome]:
    """Run the browser during the block, with pages of this size and an empty profile."""
    options = ChromeOptions()
    options.binary_location = chromium.browser
    for flag in QUIET:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options, ChromeService(chromium.driver))
    try:
        driver.set_page_load_timeout(PAGE_LOAD_TIMEOUT_S)
        # Not by --window-size, which includes the frame of the window.
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        yield driver
    finally:
        driver.quit()
