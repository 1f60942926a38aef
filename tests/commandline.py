"""Run the project as its user does: `python manage.py …`, in a process of its own or in this one."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from django.core.management import execute_from_command_line

from tests.waiting import running

CHECKOUT = Path(__file__).resolve().parent.parent
TIMEOUT_S = 120


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        """Return the lines on stderr."""
        return self.err.splitlines()


def run(*words: str, environment: Mapping[str, str] | None = None, place: Path | None = None) -> Outcome:
    """Run a program without input, in this run's environment and directory unless given others; return its outcome."""
    done = subprocess.run(
        words,
        env=environment,
        cwd=place,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def manage(*arguments: str, **environment: object) -> Outcome:
    """Run a command of manage.py with this run's environment and the given variables; return its outcome."""
    variables = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    return run(sys.executable, str(CHECKOUT / "manage.py"), *arguments, environment=variables)


@contextmanager
def started(*arguments: str, **environment: object) -> Iterator["subprocess.Popen[str]"]:
    """Start a command as `manage` does, and yield its process, which is killed at the end of the block."""
    with running(
        [sys.executable, str(CHECKOUT / "manage.py"), *arguments],
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def manage_here(*arguments: str) -> Outcome:
    """Run a command line of manage.py in this process and return its outcome.

    For what a command accepts, writes and ends with: a process of its own would import for most of a second to say
    the same. What depends on the environment, on signals or on pipes needs `manage`.
    """
    line, out, err = ["manage.py", *arguments], io.StringIO(), io.StringIO()
    code: object = 0
    with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "argv", line):
        try:
            execute_from_command_line(line)
        except SystemExit as ended:
            code = ended.code
    assert isinstance(code, int), code
    return Outcome(code, out.getvalue(), err.getvalue())
