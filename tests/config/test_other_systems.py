"""What only POSIX has - modules, signals, functions - does not stop the rest where it is missing, as on Windows.

A fresh process hides them before it imports anything of the project. No Windows is tried.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.dhub import bank_commands
from config.embedded import EmbeddedServer
from tests.commandline import CHECKOUT, TIMEOUT_S

pytestmark = pytest.mark.hard

HIDDEN = """
# What is not the project's goes by the name of the system, not by what it has.
import asyncio, multiprocessing.connection, shutil, tarfile, tempfile, uuid, zipfile
import django, filelock, numpy, platformdirs, polars, psycopg_pool, pyarrow
import errno, os, select, selectors, signal, socket, stat, sys
for name in ("fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog"):
    sys.modules[name] = None
for name in (
    "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGKILL", "SIGCHLD", "SIGPIPE",
    "pthread_sigmask", "setitimer",
):
    delattr(signal, name)
for name in (
    "getuid", "geteuid", "getgid", "getegid", "fchown", "chown", "sysconf", "sched_getaffinity",
    "mkfifo", "getpgid", "killpg", "setsid", "fork", "uname", "getpgrp", "tcgetpgrp", "openpty", "writev",
    "waitid", "getloadavg", "nice",
):
    delattr(os, name)
for name in ("poll", "epoll"):
    delattr(select, name)
selectors.DefaultSelector = selectors.SelectSelector
del selectors.PollSelector, selectors.EpollSelector, socket.AF_UNIX, socket.SO_REUSEPORT
kill, dup = os.kill, os.dup
def kill_as_windows(pid, number):
    raise AssertionError(f"os.kill({pid}, {number}) ends the process on Windows, whatever the signal")
def dup_as_windows(descriptor):
    if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        raise OSError(errno.EBADF, "a socket is no file")
    return dup(descriptor)
os.kill, os.dup = kill_as_windows, dup_as_windows
"""

EVERY_HELP = """
from django.core.management import get_commands, load_command_class
from config.dhub import bank_commands
for name in sorted(bank_commands()):
    load_command_class(get_commands()[name], name).create_parser("manage.py", name).format_help()
    print(name)
"""


def without_posix(program: str, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a program, with the project set up, in a process without what only POSIX has."""
    setup = "from config.startup import configure_process; configure_process(); import django; django.setup()"
    return subprocess.run(
        [sys.executable, "-c", f"{HIDDEN}\n{setup}\n{program}", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )


def test_every_command_shows_its_help() -> None:
    done = without_posix(EVERY_HELP)
    assert done.stderr == ""
    assert done.stdout.split() == sorted(bank_commands())


COMMAND_LINE = "from django.core.management import execute_from_command_line as run; run(['manage.py', *sys.argv[1:]])"


@pytest.mark.parametrize("command", ["seed_status", "seed_all", "prepare"])
def test_the_embedded_server_is_refused_in_one_line(command: str, tmp_path: Path) -> None:
    done = without_posix(COMMAND_LINE, command, POSTGRES_STATE=str(tmp_path / "state"))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "CommandError: The embedded server runs on Linux and macOS only; name a PostgreSQL server in POSTGRES_URL, "
        "such as postgresql://user:password@host:5432"
    ]


def test_a_bank_is_made_and_shown_on_a_server_of_postgres_url(existing_server: EmbeddedServer, tmp_path: Path) -> None:
    login = existing_server.start(str)
    reached = {
        "POSTGRES_URL": login.url(login.maintenance_db),
        "POSTGRES_STATE": str(tmp_path / "state"),
        "POSTGRES_DATABASE_PREFIX": "",
    }
    made = without_posix(COMMAND_LINE, "seed_all", "--customers", "70", "--employees", "6", **reached)
    assert made.returncode == 0, made.stderr
    shown = without_posix(COMMAND_LINE, "seed_status", "--json", **reached)
    assert '"state": "complete"' in shown.stdout, shown.stderr
    queried = without_posix(
        COMMAND_LINE,
        "db_query",
        "SELECT count(*) AS n FROM customers",
        "-d",
        "accounts_db",
        "--format",
        "csv",
        **reached,
    )
    assert (queried.stdout, queried.stderr) == ("n\n70\n", "")
