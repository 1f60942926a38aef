"""The pictures of the README, taken anew by `make screenshots`: of a bank that is made for them and dropped after."""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from PIL import Image
from selenium.webdriver import Chrome

from config.startup import configure_process
from tests.browser.chromium import INSTALL, installed_chromium, running_chromium
from tests.browser.walking import log_in, wait_for_page
from tests.commandline import manage
from tests.databases import drop_run
from tests.site import new_login, running_site

DIRECTORY = Path(__file__).parent / "screenshots"
PREFIX = "screenshots_"
BANK = ("seed_all", "--scale", "0.5", "--as-of", "2026-06-30", "--replace")
"""The same bank whenever the pictures are taken."""

COLORS = 256  # a palette makes the files half as large, and nobody sees it

CUSTOMER = "CUST-00000001"  # the storyline of the model customer, who is the same at every scale
PAGES = {
    "start": "",
    "list": "accounts/account/",
    "customer": f"accounts/customer/{CUSTOMER}/change/",
    "loan": "loans/loan/LOAN-00000001-1/change/",
    "policy": "insurance/policy/POL-00000006-1/change/",
    "report": "compliance/suspiciousactivityreport/SAR-00000007-1/change/",
    "statement": "accounts/account/ACC-00000001-1/statement/",
}
"""Addresses below the admin's own."""


def main() -> None:
    """Seed the bank, show it, take the pictures; exit with one line where there is no browser to show it to."""
    chromium = installed_chromium()
    if chromium is None:
        sys.exit(f"Chromium or its driver is missing; {INSTALL}")
    with bank(), tempfile.TemporaryDirectory() as logs, running_site(Path(logs) / "log") as site:
        login = new_login()
        with running_chromium(chromium) as browser:
            log_in(browser, site.admin, login)
            for name, page in PAGES.items():
                browser.get(f"{site.admin}{page}")
                wait_for_page(browser)
                take(browser, DIRECTORY / f"{name}.png")
            browser.get(verified(Path(logs) / "verified.html").as_uri())
            take(browser, DIRECTORY / "verified.png")
        if site.log_lines:
            sys.exit(f"the pictures are not as they should be: {site.log_lines[0]}")


@contextmanager
def bank() -> Iterator[None]:
    """Keep a bank in databases of its own until the block ends."""
    os.environ["POSTGRES_DATABASE_PREFIX"] = PREFIX
    configure_process()
    django.setup()
    try:
        seeded = manage(*BANK)
        if seeded.code:
            sys.exit(f"the bank cannot be seeded: {seeded.err}")
        yield
    finally:
        drop_run(settings.BANK_SERVER)


def verified(file: Path) -> Path:
    """Write what `seed_verify` reports of the bank to a file, and return it."""
    found = manage("seed_verify", "--report", str(file))
    if found.code:
        sys.exit(f"the bank is not sound: {found.err}")
    return file


def take(browser: Chrome, file: Path) -> None:
    """Take the picture of the page that is open, as much of it as a screen of 1440 by 900 shows."""
    picture = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    picture.quantize(COLORS).save(file, optimize=True)
    sys.stdout.write(f"{file.relative_to(Path.cwd())}  {file.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
