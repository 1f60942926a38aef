"""axe-core, which looks for what keeps people from using a page (WCAG), and the sizes of screens."""

import re
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe-4.14.1.min.js"
GRAVE = ("serious", "critical")
RUN = """
    const done = arguments[0];
    axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => done(violations.map(
        ({id, impact, nodes}) => ({id, impact, nodes: nodes.slice(0, 3).map(
            ({html, failureSummary}) => [html.slice(0, 200), failureSummary]
        )})
    )));
"""
OVERFLOWING = """
    const parts = "h2, h3, p, dt, dd, td, th, summary, label, .bank-chip, .bank-button, .bank-badge";
    return [...document.querySelectorAll("main :is(" + parts + ")")]
        .filter((each) => !each.closest(".bank-visually-hidden") && each.scrollWidth > each.clientWidth + 1)
        .filter((each) => each.clientWidth)
        .map((each) => each.textContent.trim().slice(0, 60));
"""
PHONE, LAPTOP, DESKTOP = 390, 1280, 1440


def grave_violations(browser: Chrome) -> list[dict[str, Any]]:
    """Return the serious and critical violations of the page, with some of the elements."""
    if not browser.execute_script("return 'axe' in window"):
        browser.execute_script(AXE.read_text(encoding="utf-8"))
    return [violation for violation in browser.execute_async_script(RUN) if violation["impact"] in GRAVE]


def show_in(browser: Chrome, theme: str) -> None:
    """Let the browser prefer a theme, light or dark, as its user sets it."""
    preferred = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", preferred)


def resize(browser: Chrome, width: int) -> None:
    """Give the page a width in pixels."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def width_needed(browser: Chrome) -> int:
    """Return the width of the page in pixels: more than that of the window if it scrolls sideways."""
    width: int = browser.execute_script(
        "return new Promise((done) => requestAnimationFrame(() => setTimeout(() => "
        "done(document.documentElement.scrollWidth), 50)))"
    )
    return width


def is_dark(browser: Chrome) -> bool:
    """Return whether the page has light text on a dark ground."""
    ink: str = browser.execute_script("return getComputedStyle(document.querySelector('.bank')).color")
    levels = [int(level) for level in re.findall(r"\d+", ink)[:3]]
    return sum(levels) > 3 * 128


def overflowing(browser: Chrome) -> list[str]:
    """Return the beginnings of texts in the main part of the page that do not fit where they stand."""
    return browser.execute_script(OVERFLOWING)
