"""Run a command of the project at a terminal of a given width."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

from tests.commandline import CHECKOUT
from tests.waiting import running

STYLES = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
"""Escape sequences: colors, and the movements of a progress bar."""


def at_terminal(columns: int, *arguments: str, errors_too: bool = False, **environment: str) -> str:
    """Return what a command of manage.py shows at a terminal, with its escape sequences, without stderr or with it."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "TERM")}
    with running(
        [sys.executable, str(CHECKOUT / "manage.py"), *arguments],
        env={"TERM": "xterm-256color", "COLUMNS": str(columns), **inherited, **environment},
        stdin=its,
        stdout=its,
        stderr=its if errors_too else subprocess.DEVNULL,
    ) as process:
        os.close(its)
        shown = b"".join(iter(lambda: _read(ours), b""))
        os.close(ours)
        process.wait()
    return shown.decode().replace("\r\n", "\n")


def lines_at_terminal(columns: int, *arguments: str) -> list[str]:
    """Return the lines that a command of manage.py shows at a terminal, without their styles."""
    return STYLES.sub("", at_terminal(columns, *arguments)).splitlines()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # the last program on the other side has ended
        return b""
