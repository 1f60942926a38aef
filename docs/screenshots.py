"""Takes the pictures of README.md and docs/ (`make screenshots`), of a bank seeded for them and dropped after."""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import django
from django.conf import settings
from PIL import Image
from selenium.common.exceptions import SessionNotCreatedException
from selenium.webdriver import Chrome

from config.error_text import one_line
from config.startup import configure_process
from docs import moving_picture
from seeding.bank.storylines import ROLES
from tests.browser.chromium import INSTALL, installed_chromium, running_chromium
from tests.browser.walking import log_in, open_page
from tests.commandline import manage
from tests.databases import drop_run
from tests.site import new_login, running_site

DIRECTORY = Path(__file__).parent / "screenshots"
PREFIX = "screenshots_"
BANK = ("seed_all", "--scale", "0.5", "--as-of", "2026-06-30", "--replace")
"""The options of the bank, which make it the same every time."""

COLORS = 256  # a palette makes the files half as large without a visible difference

MODEL_CUSTOMER, ADULT, POLICYHOLDER, ORGANIZER = (ROLES[number].row_ids for number in (1, 3, 6, 7))
"""The ids of rows of storylines, which every bank has."""

QUERY = """SELECT loan_type, count(*) AS loans, sum(principal_amount) AS lent
FROM loans
GROUP BY loan_type
ORDER BY loans DESC"""

PAGES = {
    "start": "",
    "charts": "charts/",
    "list": "accounts/account/",
    "customer": f"accounts/customer/{MODEL_CUSTOMER['customer']}/change/",
    "loan": f"loans/loan/{MODEL_CUSTOMER['loan']}/change/",
    "policy": f"insurance/policy/{POLICYHOLDER['policy']}/change/",
    "report": f"compliance/suspiciousactivityreport/{ORGANIZER['report']}/change/",
    "sql": f"sql/?{urlencode({'database': 'loans_db', 'sql': QUERY})}",
    "schema": "schema/",
    "story": "tours/structuring-ring/1/",
    "network": f"accounts/customer/{ADULT['customer']}/network/",
    "case": "answers/CASE-00000-900/network/",
    "statement": f"accounts/account/{MODEL_CUSTOMER['account']}/statement/",
}
"""The addresses of the pages, relative to that of the admin."""

MOVING = [PAGES[name] for name in ("start", "customer", "network", "case", "loan", "sql", "charts")]
"""The pages of the moving picture."""


def main() -> None:
    """Seed the bank, serve it, and take the screenshots. Exits with one line if there is no browser that starts."""
    chromium = installed_chromium()
    if chromium is None:
        sys.exit(f"Chromium or its driver is missing; {INSTALL}")
    try:
        with running_chromium(chromium):
            pass
    except SessionNotCreatedException as error:
        sys.exit(f"Chromium does not start; set TMPDIR to a directory where it may write: {one_line(error.msg or '')}")
    with bank(), tempfile.TemporaryDirectory() as logs, running_site(Path(logs) / "log") as site:
        login = new_login()
        with running_chromium(chromium) as browser:
            log_in(browser, site.admin, login)
            for name, page in PAGES.items():
                open_page(browser, f"{site.admin}{page}")
                take(browser, DIRECTORY / f"{name}.png")
            browser.get(verified(Path(logs) / "verified.html").as_uri())
            take(browser, DIRECTORY / "verified.png")
            moving = DIRECTORY / "moving.gif"
            moving_picture.write(moving_picture.frames(browser, site.admin, MOVING, Path(logs)), moving)
            tell(moving)
        if site.log_lines:
            sys.exit(f"the pages have errors: {site.log_lines[0]}")


@contextmanager
def bank() -> Iterator[None]:
    """Keep a bank in separate databases until the block ends."""
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
    """Write the report of `seed_verify` on the bank to a file, and return the file."""
    result = manage("seed_verify", "--report", str(file))
    if result.code:
        sys.exit(f"the bank fails its checks: {result.err}")
    return file


def take(browser: Chrome, file: Path) -> None:
    """Save a screenshot of the open page, as much of it as a screen of 1440 by 900 shows."""
    screenshot = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    screenshot.quantize(COLORS).save(file, optimize=True)
    tell(file)


def tell(file: Path) -> None:
    """Print the name and the size of a file."""
    sys.stdout.write(f"{file.relative_to(Path.cwd())}  {file.stat().st_size // 1000} kB\n")


if __name__ == "__main__":
    main()
