"""The data directory of the embedded server: where its files lie, how it is made, and which one we refuse to open."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.account import Account
from config.binaries import Binaries
from config.errors import ServerError, complaint, one_line
from config.state import secret, write_private

SUPERUSER = "postgres"
INITDB_TIMEOUT_S = 300


@dataclass(frozen=True)
class Layout:
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
    def configuration(self) -> Path:
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


def make_cluster(layout: Layout, account: Account, binaries: Binaries) -> None:
    """Make the data directory unless it is there; one half made by a command that died is made anew.

    Raises ServerError where the account cannot get there or initdb fails (no space, a system without shared memory).
    """
    _make_home(layout, account)
    if layout.data.is_dir():
        return
    draft = layout.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    handed_over = layout.state / "password.initdb"
    write_private(handed_over, secret(layout.password))
    try:
        account.own(handed_over)
        _initdb(draft, handed_over, account, binaries)
    finally:
        handed_over.unlink()
    draft.rename(layout.data)


def refuse_other_version(layout: Layout, binaries: Binaries) -> None:
    """Raise ServerError for a data directory made by another major version, which postgres cannot open."""
    version_file = layout.data / "PG_VERSION"
    made_by = version_file.read_text(encoding="ascii").strip() if version_file.exists() else "an unknown version"
    if made_by != str(binaries.major):
        raise ServerError(
            f"the data in {layout.data} is of PostgreSQL {made_by}, the programs are of {binaries.major}; "
            f"name those of {made_by} with POSTGRES_BIN, or delete {layout.state} to begin with an empty server"
        )


def _make_home(layout: Layout, account: Account) -> None:
    if not layout.home.is_dir():
        layout.home.mkdir(mode=0o700)
        account.own(layout.home)
    if not account.can_enter(layout.home):
        raise ServerError(
            f"the account {account.name}, which runs the server for root, cannot reach {layout.home}; "
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
        raise ServerError(f"the data directory cannot be made: {complaint(done.stderr)}")
