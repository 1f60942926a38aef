"""The site as its user starts it: `manage.py runserver` in a process of its own, on a free port of the loopback."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.commandline import CHECKOUT, manage

STOP_TIMEOUT_S = 30


@dataclass(frozen=True)
class Site:
    """Where the admin is, and what the site said about it and about requests that went wrong."""

    admin: str
    said: str
    log: Path

    @property
    def complaints(self) -> list[str]:
        """Return what the site complained about so far: pages that are not there, errors in pages."""
        return self.log.read_text().splitlines()


@dataclass(frozen=True)
class SiteLogin:
    """A login for the admin."""

    name: str
    password: str


def new_login(name: str = "demo", **environment: object) -> SiteLogin:
    """Make a login, or give the one that is there another password, as a user does: by demo_user."""
    made = manage("demo_user", name, **environment)
    if made.code:
        made = manage("demo_user", name, "--new-password", **environment)
    password = re.search(r"^password +(\S+)", made.out, re.MULTILINE)
    assert password, made
    return SiteLogin(name, password[1])


@contextmanager
def running_site(log: Path, **environment: object) -> Iterator[Site]:
    """Run the site until the block ends; its stderr goes to a file. Fail with what it said if it does not come up."""
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            [sys.executable, str(CHECKOUT / "manage.py"), "runserver", "127.0.0.1:0"],
            env={**os.environ, **{name: str(value) for name, value in environment.items()}},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            said = _until_ready(process)
            found = re.search(r"http://\S+", said)
            assert found, f"the site did not come up: {said}{log.read_text()}"
            log.write_text("")  # what making the databases said is no complaint
            yield Site(found.group(), said, log)
        finally:
            process.terminate()
            process.wait(STOP_TIMEOUT_S)


def _until_ready(process: subprocess.Popen[str]) -> str:
    """Return what the site says until it serves; waiting for its lines needs no patience of our own."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "Control-C" in line:
            break
    return said
