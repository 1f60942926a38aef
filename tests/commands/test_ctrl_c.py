"""Ctrl-C and the end of the input lead to one line and no traceback, whenever they come."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from select import select

import pytest

from tests.commandline import CHECKOUT
from tests.seeded import SMALL, digests, small_bank
from tests.waiting import PATIENCE_S, running

pytestmark = pytest.mark.hard

CTRL_C, CTRL_D = b"\x03", b"\x04"
_HEAR_CTRL_C = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)
if os.isatty(0):
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Becomes another program that Ctrl-C reaches, also where these tests run in the background of a shell; a terminal
becomes that of the process, so that its keys send signals."""


@contextmanager
def _on_a_terminal(*words: str) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """Run a command of manage.py on a terminal of its own; yield the process and the terminal's other end."""
    ours, its = pty.openpty()
    with running(
        [sys.executable, "-c", _HEAR_CTRL_C, sys.executable, str(CHECKOUT / "manage.py"), *words],
        env={**os.environ, "DJANGO_COLORS": "nocolor"},
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
    ) as process:
        os.close(its)
        yield process, ours
    os.close(ours)


def _read_until(terminal: int, phrase: str) -> str:
    """Return what a terminal shows up to a phrase."""
    shown = ""
    while phrase not in shown:
        assert select([terminal], [], [], PATIENCE_S)[0], shown
        shown += os.read(terminal, 4096).decode()
    return shown


def _press_until_the_end(terminal: int, key: bytes) -> str:
    """Press a key, again after seconds of silence, and return what the terminal shows up to the end of its process.

    A process that is about to read what is typed may be interrupted before it reads, and wait then: Python notices a
    signal while it reads, not on the way to that. A user presses the key again.
    """
    shown = ""
    os.write(terminal, key)
    while True:
        if not select([terminal], [], [], 3)[0]:
            os.write(terminal, key)
            continue
        try:
            shown += os.read(terminal, 4096).decode()
        except OSError:  # the process has ended
            return shown


@pytest.mark.parametrize(
    ("key", "code", "said"),
    [
        (CTRL_C, 130, "CommandError: interrupted; nothing was changed"),
        pytest.param(CTRL_D, 1, "CommandError: nothing was changed", marks=pytest.mark.hard),
        pytest.param(b"n\n", 1, "CommandError: nothing was changed", marks=pytest.mark.hard),
    ],
)
def test_a_question_ends_in_one_line(key: bytes, code: int, said: str) -> None:
    before = small_bank()
    with _on_a_terminal("seed_all", "--scale", "0.2", "--as-of", SMALL["as_of"]) as (process, terminal):
        assert "replace it? [y/N]" in _read_until(terminal, "[y/N] ")
        rest = _press_until_the_end(terminal, key)
        assert process.wait(PATIENCE_S) == code
    assert rest.replace("^C", "").removeprefix("n").strip().splitlines() == [said]
    assert digests() == before


@pytest.mark.parametrize(
    "imported",
    [
        "django",
        *(
            pytest.param(name, marks=pytest.mark.hard)
            for name in ("asyncio", "django.core.management", "psycopg", "polars")
        ),
    ],
)
def test_ctrl_c_during_the_imports_ends_in_one_line(imported: str) -> None:
    with running(
        [
            sys.executable,
            "-c",
            _HEAR_CTRL_C,
            *(sys.executable, "-X", "importtime", str(CHECKOUT / "manage.py"), "seed_advance"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.rpartition("|")[2].strip() == imported:
                break
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        said = [line for line in process.stderr if not line.startswith("import time:")]
        assert process.wait(PATIENCE_S) == 130
    assert said == ["Interrupted\n"]
