"""The account the embedded server runs as: ourselves, or for root an unprivileged one, since postgres refuses root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.errors import ServerError
from config.state import running_as_root

DEFAULT_ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """Who runs a program of the server; `switch` says whether we have to become that account for it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(self, command: list[str], timeout_s: float) -> subprocess.CompletedProcess[str]:
        """Run a program as this account and return what it said; raise OSError where it cannot be executed.

        Neither the environment nor the directory of the caller goes along: PGDATA or a locale would change what the
        programs do, and the account may have no right to be where the caller is.
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
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
        )

    def can_enter(self, directory: Path) -> bool:
        """Tell whether the account may pass through a directory and all those above it."""
        return self.run(["test", "-x", str(directory)], timeout_s=10).returncode == 0

    def chown(self, path: Path) -> None:
        """Give a file or directory that we made to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def server_account(account_name: str, data: Path) -> Account:
    """Return the account for a cluster: ourselves, or as root whoever owns its data, else the named or a usual one."""
    if not running_as_root():
        return Account(name=str(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), switch=False)
    entry = _owner(data) or _configured(account_name)
    if entry.pw_uid == 0:
        raise ServerError(
            f"POSTGRES_ACCOUNT={entry.pw_name} is root, as which postgres refuses to run; name another account"
        )
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)


def _owner(data: Path) -> pwd.struct_passwd | None:
    """Return who owns an existing cluster: another account could not open it, whatever the settings say now."""
    try:
        return pwd.getpwuid(data.stat().st_uid)
    except (FileNotFoundError, KeyError):
        return None


def _configured(account_name: str) -> pwd.struct_passwd:
    candidates = (account_name,) if account_name else DEFAULT_ACCOUNTS
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in candidates:
        if name in known:
            return known[name]
    raise ServerError(
        f"postgres refuses to run as root, and there is no account {' or '.join(candidates)} to run it as; "
        "name one with POSTGRES_ACCOUNT"
    )
