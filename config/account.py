"""The operating system account that runs the embedded server: the current one, or for root an unprivileged one."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.errors import ServerError
from config.state import running_as_root

try:
    import pwd
except ImportError:  # not on Windows
    pwd = None  # type: ignore[assignment]

DEFAULT_ACCOUNTS = ("postgres", "nobody")
"""Tried in this order when POSTGRES_ACCOUNT is not set."""


@dataclass(frozen=True)
class Account:
    """An account that runs the server's programs; `switch` says whether this process has to change to it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(
        self, command: list[str], timeout_s: float, *, new_session: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account and return its exit code and output.

        The program gets neither the caller's environment nor its directory: PGDATA or a locale would change what it
        does, and the account may not be allowed into the directory.

        Raises OSError where the program cannot be executed, and subprocess.TimeoutExpired.
        """
        return subprocess.run(
            command,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
            start_new_session=new_session,
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
        )

    def start(self, command: list[str], log: Path) -> int:
        """Start a program that outlives this process, with its output at the end of a log, and return its process ID.

        The shell gets the names as arguments, so that nothing in them means anything to it; its own end leaves the
        program to the system. Raises as `run` does.
        """
        detached = '"$@" < /dev/null >> "$0" 2>&1 & echo $!'
        return int(self.run(["/bin/sh", "-c", detached, str(log), *command], timeout_s=10, new_session=True).stdout)

    def can_enter(self, directory: Path) -> bool:
        """Return whether the account may enter a directory and all its parents."""
        return self.run(["test", "-x", str(directory)], timeout_s=10).returncode == 0

    def chown(self, path: Path) -> None:
        """Make this account the owner of a file or directory that this process created."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def refuse_other_systems() -> None:
    """Raise ServerError on a system without the accounts and processes of POSIX, such as Windows."""
    if pwd is None:
        raise ServerError(
            "The embedded server runs on Linux and macOS only; name a PostgreSQL server in POSTGRES_URL, "
            "such as postgresql://user:password@host:5432"
        )


def current_account() -> Account:
    """Return the account that this process runs as."""
    return Account(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), switch=False)


def server_account(account_name: str, data: Path) -> Account:
    """Return the account that runs the server on a data directory.

    That is the current account. For root it is the owner of the data directory where there is one, else the account of
    that name, else the first default account that exists.

    Raises ServerError where root finds no such account, or only root itself.
    """
    if not running_as_root():
        return current_account()
    entry = _owner(data) or _named(account_name)
    if entry.pw_uid == 0:
        raise ServerError(
            f"POSTGRES_ACCOUNT={entry.pw_name} is root, and PostgreSQL refuses to run as root; name another account"
        )
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)


def _owner(data: Path) -> "pwd.struct_passwd | None":
    """Return the owner of an existing data directory: no other account can open it, whatever the settings say."""
    try:
        return pwd.getpwuid(data.stat().st_uid)
    except (FileNotFoundError, KeyError):
        return None


def _named(account_name: str) -> "pwd.struct_passwd":
    candidates = (account_name,) if account_name else DEFAULT_ACCOUNTS
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in candidates:
        if name in known:
            return known[name]
    raise ServerError(
        f"PostgreSQL refuses to run as root, and there is no account {' or '.join(candidates)}; "
        "set POSTGRES_ACCOUNT to an unprivileged account"
    )
