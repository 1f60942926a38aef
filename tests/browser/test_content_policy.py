"""Every kind of page keeps its Content-Security-Policy: Chromium reports a violation of it in its console.

`nothing_went_wrong` reads the console after each test.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from selenium.webdriver import Chrome

from tests.admin.pages import MODELS
from tests.browser.walking import wait_for_page
from tests.site import Site

LINKS = "return [...document.querySelectorAll('a[href]')].map((link) => link.href)"
DOWNLOADS = ("rows.csv", "rows.json")
LEAVING = "logout"
POLICY = "Content Security Policy"

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.hard]


def kind_of(address: str) -> str:
    """Return the name of the view behind an address of the site, or an empty string if it is not to be opened."""
    path = urlsplit(address).path
    if path.endswith(DOWNLOADS) or LEAVING in path or not path.startswith(("/admin/", "/search/")):
        return ""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def kinds(browser: Chrome, site: Site) -> Iterator[str]:
    """Open a page of every kind that links lead to, and yield the kind."""
    origin = site.admin.removesuffix("/admin/")
    waiting = {"admin:index": site.admin, "search": f"{origin}/search/?q=1"}
    seen = set(waiting)
    while waiting:
        kind, address = waiting.popitem()
        browser.get(address)
        wait_for_page(browser)
        yield kind
        for link in browser.execute_script(LINKS):
            found = kind_of(link)
            if found and found not in seen and link.startswith(origin):
                seen.add(found)
                waiting[found] = link


def test_no_kind_of_page_breaks_the_policy(start_page: Chrome, site: Site) -> None:
    broken, opened = {}, set()
    for kind in kinds(start_page, site):
        opened.add(kind)
        messages = [entry["message"] for entry in start_page.get_log("browser")]
        if violations := [message for message in messages if POLICY in message]:
            broken[kind] = violations
    assert broken == {}
    assert {f"admin:{model._meta.app_label}_{model._meta.model_name}_change" for model in MODELS} - opened == set()
    assert {"admin:bank_charts", "admin:accounts_account_statement", "search"} <= opened


def test_a_script_in_a_page_does_not_run(start_page: Chrome, site: Site) -> None:
    start_page.execute_script(
        "const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        "document.body.append(script);"
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"ran = 1\">')"
    )
    assert start_page.execute_script("return window.ran") is None
    messages = [entry["message"] for entry in start_page.get_log("browser")]
    assert any(POLICY in message for message in messages)
