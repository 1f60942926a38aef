"""The embedded server's files, and its data directory, which PostgreSQL calls a cluster: how it is created."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.account import Account
from config.binaries import Binaries
from config.disk import FREE_SOME, MEGABYTE, disk_of, megabytes
from config.error_text import first_error, one_line
from config.errors import ServerError
from config.state import ELSEWHERE, get_or_create_secret, write_private

SUPERUSER = "postgres"
INITDB_TIMEOUT_S = 300
NEW_SERVER_BYTES = 150 * MEGABYTE
"""What a server with seven empty databases takes, its log included (measured: 133 MB)."""


@dataclass(frozen=True)
class ServerPaths:
    """The files of an embedded server. The server itself writes into `home` only, which its account owns."""

    state: Path

    @property
    def lock(self) -> Path:
        """The lock that a command holds while it creates, starts or stops the server."""
        return self.state / "lock"

    @property
    def password(self) -> Path:
        """The superuser's password."""
        return self.state / "password"

    @property
    def port(self) -> Path:
        """The port of the last start."""
        return self.state / "port"

    @property
    def config_file(self) -> Path:
        """The file postgresql.conf, outside `home`: root writes it, and must not write where another account may."""
        return self.state / "postgresql.conf"

    @property
    def home(self) -> Path:
        """The directory that belongs to the server's account."""
        return self.state / "cluster"

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log since its last start; the log of the start before has .1 behind its name."""
        return self.home / "server.log"


def create_cluster(paths: ServerPaths, account: Account, binaries: Binaries) -> None:
    """Create the data directory unless it exists; start over where an earlier command died halfway.

    Raises ServerError where the account cannot reach the directory, or initdb fails (no space, no shared memory).
    """
    _create_home(paths, account)
    if paths.data.is_dir():
        return
    draft = paths.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    disk = disk_of(paths.home)
    if disk.free < NEW_SERVER_BYTES:
        raise ServerError(f"A new server takes {megabytes(NEW_SERVER_BYTES)}, and {disk}; {FREE_SOME}, or {ELSEWHERE}")
    password_file = paths.state / "password.initdb"
    write_private(password_file, get_or_create_secret(paths.password))
    try:
        account.chown(password_file)
        _initdb(draft, password_file, account, binaries)
    finally:
        password_file.unlink()
    draft.rename(paths.data)


def check_data_version(paths: ServerPaths, binaries: Binaries) -> None:
    """Raise ServerError for a data directory of another major version, which the programs cannot open."""
    version_file = paths.data / "PG_VERSION"
    version = version_file.read_text(encoding="ascii").strip() if version_file.exists() else "(unknown version)"
    if version != str(binaries.major):
        raise ServerError(
            f"The data in {paths.data} is of PostgreSQL {version}, and the programs are of {binaries.major}; "
            f"set POSTGRES_BIN to programs of {version}, or delete {paths.state} to start with an empty server"
        )


def _create_home(paths: ServerPaths, account: Account) -> None:
    if not paths.home.is_dir():
        paths.home.mkdir(mode=0o700)
        account.chown(paths.home)
    if not account.can_enter(paths.home):
        raise ServerError(
            f"The account {account.name}, which runs the server for root, cannot reach {paths.home}; "
            "set POSTGRES_STATE to a directory that all can enter"
        )


def _initdb(data: Path, password_file: Path, account: Account, binaries: Binaries) -> None:
    # Locale C sorts text the same way, and so stores the same bytes, on every machine and C library.
    command = [
        binaries.program("initdb"),
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
    ]
    try:
        done = account.run(command, INITDB_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServerError(f"initdb cannot be run: {one_line(error)}") from None
    if done.returncode != 0:
        raise ServerError(f"initdb cannot create the data directory: {first_error(done.stderr)}")
