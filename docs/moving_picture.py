"""Makes the moving picture of README.md: commands on a terminal, and pages of the site, one after another."""

import io
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.text import Text
from selenium.webdriver import Chrome

from tests.browser.walking import open_page
from tests.commandline import CHECKOUT

SIZE = (960, 600)
"""Pixels of a frame: a README is about 900 wide."""

COLUMNS, LINES = 104, 30
"""What fits on the picture of the terminal."""

COLORS = 128
READING_MS, TYPING_MS = 3_000, 120
"""How long a frame stays: one to read, and one in which somebody types."""

COMMANDS = (
    "seed_all --scale 0.5 --as-of 2026-06-30 --replace",
    "seed_tour structuring-ring",
    "seed_verify",
)

_TERMINAL = """<!doctype html><meta charset="utf-8"><style>
html {{ background: #0f172a; color: #e2e8f0; }} body {{ margin: 18px 22px; overflow: hidden; }}
pre {{ font: 14px/18px "DejaVu Sans Mono", monospace; margin: 0; }}
</style><pre>{code}</pre>"""

Frame = tuple[Image.Image, int]
"""A picture and the milliseconds for which it is shown."""


def frames(browser: Chrome, admin: str, pages: list[str], directory: Path) -> Iterator[Frame]:
    """Yield the frames: each command as it is typed and with its output, then each page of the site.

    `pages` are addresses relative to `admin`; the browser is logged in. Files of pages go into `directory`.
    """
    width, height = SIZE
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for typed in COMMANDS:
        for end in range(4, len(typed), 6):
            yield _terminal(browser, directory, f"$ python manage.py {typed[:end]}\u2588"), TYPING_MS
        shown = f"$ python manage.py {typed}\n{_shown_on_a_terminal(typed)}"
        yield _terminal(browser, directory, shown), READING_MS
    for page in pages:
        open_page(browser, f"{admin}{page}")
        yield _screen(browser), READING_MS


def write(shown: Iterator[Frame], file: Path) -> None:
    """Write frames as an animated GIF that begins again at its end."""
    pictures, durations = zip(*shown, strict=True)
    palette = [picture.quantize(COLORS) for picture in pictures]
    palette[0].save(file, save_all=True, append_images=palette[1:], duration=durations, loop=0, optimize=True)


def _shown_on_a_terminal(typed: str) -> str:
    """Return what a command of manage.py writes on a terminal of COLUMNS columns, without its progress."""
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (LINES, COLUMNS))
    with subprocess.Popen(
        [sys.executable, "manage.py", *typed.split()],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=subprocess.DEVNULL,
    ):
        os.close(its)
        shown = b"".join(_read(ours))
    os.close(ours)
    return shown.decode()


def _read(terminal: int) -> Iterator[bytes]:
    """Yield what arrives at a terminal until no process has its other end."""
    while True:
        try:
            yield os.read(terminal, 4096)
        except OSError:
            return


def _terminal(browser: Chrome, directory: Path, text: str) -> Image.Image:
    """Return a picture of the first lines of what a terminal shows."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    for line in text.splitlines()[:LINES]:
        console.print(Text.from_ansi(line), soft_wrap=False)
    page = directory / "terminal.html"
    page.write_text(console.export_html(code_format=_TERMINAL, inline_styles=True), encoding="utf-8")
    browser.get(page.as_uri())
    return _screen(browser)


def _screen(browser: Chrome) -> Image.Image:
    return Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
