"""The site in a process of its own: `manage.py runserver` on a free port of the loopback interface."""

import http.cookiejar
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.commandline import CHECKOUT, manage

STOP_TIMEOUT_S = 30


@dataclass(frozen=True)
class Site:
    """The address of the admin, the output of the site, and the file of its stderr."""

    admin: str
    output: str
    log: Path

    @property
    def log_lines(self) -> list[str]:
        """The lines that the site logged so far: missing pages, errors in pages."""
        return self.log.read_text().splitlines()


@dataclass(frozen=True)
class SiteLogin:
    """A user name and password for the admin."""

    name: str
    password: str


def new_login(name: str = "demo", **environment: object) -> SiteLogin:
    """Create a user with demo_user, or give an existing one a new password."""
    made = manage("demo_user", name, **environment)
    if made.code:
        made = manage("demo_user", name, "--new-password", **environment)
    password = re.search(r"^password +(\S+)", made.out, re.MULTILINE)
    assert password, made
    return SiteLogin(name, password[1])


def logged_in(admin: str, login: SiteLogin) -> urllib.request.OpenerDirector:
    """Return a browser in which a user has logged in at the address of the admin."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    with browser.open(f"{admin}login/", urlencode(logging_in(browser, admin, login)).encode()) as answer:
        assert answer.url == admin
    return browser


def logging_in(browser: urllib.request.OpenerDirector, admin: str, login: SiteLogin) -> dict[str, str]:
    """Return the filled form that logs a user in; the browser has the cookie that belongs to it."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(admin).read().decode())
    assert token
    return {"username": login.name, "password": login.password, "csrfmiddlewaretoken": token[1], "next": "/admin/"}


@contextmanager
def running_site(log: Path, **environment: object) -> Iterator[Site]:
    """Run the site during the block, with its stderr in a file; fail with its output if it does not start."""
    variables = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    with served([sys.executable, str(CHECKOUT / "manage.py")], log, variables, CHECKOUT) as site:
        yield site


@contextmanager
def served(program: list[str], log: Path, environment: dict[str, str], directory: Path) -> Iterator[Site]:
    """Run `runserver` of a program in a directory, with exactly these variables; otherwise as `running_site` does."""
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            [*program, "runserver", "127.0.0.1:0"],
            env=environment,
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            output = _until_ready(process)
            found = re.search(r"http://\S+", output)
            assert found, f"the site did not come up: {output}{log.read_text()}"
            log.write_text("")  # without the lines about preparing the databases
            yield Site(found.group(), output, log)
        finally:
            process.terminate()
            process.wait(STOP_TIMEOUT_S)


def _until_ready(process: subprocess.Popen[str]) -> str:
    """Return the output of the site until it serves requests."""
    assert process.stdout is not None
    output = ""
    for line in process.stdout:
        output += line
        if "Control-C" in line:
            break
    return output
