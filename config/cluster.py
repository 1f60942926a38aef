"""The data directory of the embedded server: where its files lie, how it is made, and which one we refuse to open."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.account import Account
from config.binaries import Binaries
from config.errors import ServerError, first_error, one_line
from config.state import get_or_create_secret, write_private

SUPERUSER = "postgres"
INITDB_TIMEOUT_S = 300


@dataclass(frozen=True)
class ServerPaths:
    """The files of an embedded server. Everything the server itself writes lies in `home`, which its account owns."""

    state: Path

    @property
    def lock(self) -> Path:
        """Held while a command starts, makes or stops the server."""
        return self.state / "lock"

    @property
    def password(self) -> Path:
        """Holds the superuser's password."""
        return self.state / "password"

    @property
    def port(self) -> Path:
        """Remembers the port of the last start."""
        return self.state / "port"

    @property
    def config_file(self) -> Path:
        """Holds postgresql.conf: outside the data directory, so that root writes nothing where another account may."""
        return self.state / "postgresql.conf"

    @property
    def home(self) -> Path:
        """Belongs to the server's account."""
        return self.state / "cluster"

    @property
    def data(self) -> Path:
        """Is what PostgreSQL calls the data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """Is what the server writes since its last start; the file of the start before has .1 behind its name."""
        return self.home / "server.log"


def create_cluster(paths: ServerPaths, account: Account, binaries: Binaries) -> None:
    """Make the data directory unless it is there; one half made by a command that died is made anew.

    Raises ServerError where the account cannot get there or initdb fails (no space, a system without shared memory).
    """
    _create_home(paths, account)
    if paths.data.is_dir():
        return
    draft = paths.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    password_file = paths.state / "password.initdb"
    write_private(password_file, get_or_create_secret(paths.password))
    try:
        account.chown(password_file)
        _initdb(draft, password_file, account, binaries)
    finally:
        password_file.unlink()
    draft.rename(paths.data)


def check_data_version(paths: ServerPaths, binaries: Binaries) -> None:
    """Raise ServerError for a data directory made by another major version, which postgres cannot open."""
    version_file = paths.data / "PG_VERSION"
    made_by = version_file.read_text(encoding="ascii").strip() if version_file.exists() else "an unknown version"
    if made_by != str(binaries.major):
        raise ServerError(
            f"the data in {paths.data} is of PostgreSQL {made_by}, the programs are of {binaries.major}; "
            f"name those of {made_by} with POSTGRES_BIN, or delete {paths.state} to begin with an empty server"
        )


def _create_home(paths: ServerPaths, account: Account) -> None:
    if not paths.home.is_dir():
        paths.home.mkdir(mode=0o700)
        account.chown(paths.home)
    if not account.can_enter(paths.home):
        raise ServerError(
            f"the account {account.name}, which runs the server for root, cannot reach {paths.home}; "
            "name a directory open to all with POSTGRES_STATE"
        )


def _initdb(data: Path, password_file: Path, account: Account, binaries: Binaries) -> None:
    # Locale C: the same order of texts, and so the same bytes, on every machine and every version of its C library.
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
        raise ServerError(f"the data directory cannot be made: {first_error(done.stderr)}")
