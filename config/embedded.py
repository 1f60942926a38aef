"""The embedded PostgreSQL server: created by initdb, and started so that it outlives the command that started it."""

import os
import re
import socket
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.account import Account, refuse_other_systems, server_account
from config.binaries import Binaries, find_binaries
from config.cluster import SUPERUSER, ServerPaths, check_data_version, create_cluster
from config.disk import FREE_SOME, NO_SPACE, disk_full, disk_named, disk_of
from config.error_text import first_error, one_line
from config.errors import ServerError
from config.login import Login
from config.postmaster import Postmaster, is_postgres, remove_stale_lock, running_postmaster
from config.state import ELSEWHERE, create_state_directory, get_or_create_secret, locked, read_text, write_private
from config.tuning import WalLevel, postgresql_conf

LOOPBACK = "127.0.0.1"
PORTS = range(20000, 30000)
"""Below the ports that systems give to outgoing connections."""

PORTS_TRIED = 20
START_TIMEOUT_S = 120
"""Recovery after a crash in the middle of a large load takes its time."""

STOP_TIMEOUT_S = 60
ORPHANS_TIMEOUT_S = 15
"""How long the backends of a killed server need to notice that it is gone."""

ORPHANS_POLL_S = 0.2
READY_POLL_S = 0.02
PORT_TAKEN = "could not bind"
ORPHANS_LEFT = "pre-existing shared memory block"

Say = Callable[[str], None]
"""Receives one line for each thing that a step does."""


@dataclass(frozen=True)
class EmbeddedServer:
    """The server of one state directory. Every method raises ServerError with one line for the user."""

    state: Path
    bin_directory: str
    account_name: str
    fsync: bool
    wal_level: WalLevel = WalLevel.MINIMAL

    @property
    def paths(self) -> ServerPaths:
        """Return the server's files."""
        return ServerPaths(self.state)

    def known_login(self) -> Login | None:
        """Return the login of the server while it runs, read from files; else None.

        The port of its last start is not enough: the server of another directory may listen there by now.
        """
        found, password = self.running(), read_text(self.paths.password)
        return _login(found.port, password) if found and password else None

    def running(self) -> Postmaster | None:
        """Return the server's process, or None while it does not run."""
        with self._readable():
            return running_postmaster(self.paths.data)

    def start(self, say: Say) -> Login:
        """Start the server unless it runs, create it unless it exists, and return its login."""
        refuse_other_systems()
        self._refuse_unusable_path()
        create_state_directory(self.state)
        with self._lock(), disk_named(self.state):
            found = self.running()
            if found is None:
                found = self._start(say)
            elif not self._has_wal_level():
                say(
                    f"The server does not run with wal_level={self.wal_level}; stop it (postgres stop), and the next "
                    "command starts it so"
                )
            if read_text(self.paths.port) != str(found.port):  # a full disk stops nobody who only reads
                write_private(self.paths.port, str(found.port))
            return _login(found.port, get_or_create_secret(self.paths.password))

    def stop(self) -> bool:
        """Stop the server and end its connections; return False where it did not run."""
        with self._readable():
            created = self.paths.data.is_dir()
        if not created or (not os.access(self.state, os.W_OK) and self.running() is None):
            return False  # nothing can be locked on a read-only disk
        with self._lock():
            found = self.running()
            if found is None:
                return False
            account, binaries = self._programs()
            command = [binaries.program("pg_ctl"), "stop", "-D", str(self.paths.data), "-m", "fast", "-w"]
            done = _run(account, [*command, "-t", str(STOP_TIMEOUT_S)], STOP_TIMEOUT_S)
            if done.returncode != 0:
                raise ServerError(f"The server (process {found.pid}) does not stop: {one_line(done.stderr)}")
            return True

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Raise ServerError instead of PermissionError where the files belong to another user."""
        try:
            yield
        except PermissionError:
            raise ServerError(
                f"{self.state} belongs to another user; set POSTGRES_STATE to a directory of your own"
            ) from None

    def _lock(self) -> AbstractContextManager[None]:
        busy = f"Another command is starting or stopping the server (lock file {self.paths.lock}); try again later"
        return locked(self.paths.lock, START_TIMEOUT_S, busy)

    def _programs(self) -> tuple[Account, Binaries]:
        account = server_account(self.account_name, self.paths.data)
        return account, find_binaries(self.bin_directory, account, self.state)

    def _has_wal_level(self) -> bool:
        """Return whether the last start was with this level, or with an earlier version's settings."""
        found = re.search(r"^wal_level = '(\w+)'", read_text(self.paths.config_file), re.MULTILINE)
        return found is None or found[1] == self.wal_level

    def _start(self, say: Say) -> Postmaster:
        account, binaries = self._programs()
        verb = "Starting" if self.paths.data.is_dir() else "Creating and starting"
        say(f"{verb} the embedded PostgreSQL {binaries.version} in {self.state}")
        create_cluster(self.paths, account, binaries)
        check_data_version(self.paths, binaries)
        remove_stale_lock(self.paths.data)
        last_port = read_text(self.paths.port)
        for port in _free_ports(last_port, self.state):
            problem = self._start_on(port, account, binaries)
            found = self.running()
            if found is not None:
                if last_port and last_port != str(port):
                    say(f"Port {last_port}, that of the last start, is in use; the server listens on {port}")
                return found
            if NO_SPACE in problem:
                full = disk_full(self.paths.data)
                raise ServerError(f"The server does not start: {full}; {FREE_SOME}, and the next command starts it")
            if PORT_TAKEN not in problem:
                raise ServerError(f"The server does not start: {problem} (see {self.paths.log})")
        raise ServerError(
            f"The server does not start: the {PORTS_TRIED} ports tried on {LOOPBACK}, "
            f"between {PORTS.start} and {PORTS.stop - 1}, are in use; stop what uses them"
        )

    def _start_on(self, port: int, account: Account, binaries: Binaries) -> str:
        """Start the server on a port; return why it does not start, or an empty string."""
        config_file = self.paths.config_file
        free = disk_of(self.paths.data).free
        text = postgresql_conf(port, fsync=self.fsync, wal_level=self.wal_level, free=free)
        write_private(config_file, text)
        config_file.chmod(0o644)
        command = [binaries.program("postgres"), "-D", str(self.paths.data), "-c", f"config_file={config_file}"]
        deadline = time.monotonic() + ORPHANS_TIMEOUT_S
        while True:
            if self.paths.log.exists():
                self.paths.log.replace(self.paths.log.with_suffix(".log.1"))
            with _running(command):
                pid = account.start(command, self.paths.log)
            if self._becomes_ready(pid):
                return ""
            problem = first_error(read_text(self.paths.log))
            if ORPHANS_LEFT not in problem or time.monotonic() > deadline:
                return problem
            time.sleep(ORPHANS_POLL_S)

    def _becomes_ready(self, pid: int) -> bool:
        """Wait until a server that was just started accepts connections; return False where it has ended instead."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            found = running_postmaster(self.paths.data)
            if found is not None and found.pid == pid and found.is_ready:
                return True
            if not is_postgres(pid):
                return False
            time.sleep(READY_POLL_S)
        raise ServerError(
            f"The server (process {pid}) is not ready after {START_TIMEOUT_S} s (see {self.paths.log}); try again later"
        )

    def _refuse_unusable_path(self) -> None:
        """Raise ServerError for a path that PostgreSQL's lock file, which has a line for it, cannot hold."""
        if any(character in str(self.state) for character in "\n\r\0"):
            raise ServerError(f"The state directory {str(self.state)!r} has a line break in its name; {ELSEWHERE}")


def _login(port: int, password: str) -> Login:
    return Login(host=LOOPBACK, port=port, user=SUPERUSER, password=password)


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    """Raise ServerError, which names the program, where the block cannot run the command."""
    try:
        yield
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise ServerError(f"{Path(command[0]).name} cannot be run: {one_line(error)}") from None


def _run(account: Account, command: list[str], timeout_s: float) -> subprocess.CompletedProcess[str]:
    with _running(command):
        return account.run(command, timeout_s + 10)  # pg_ctl keeps the time itself, and its message says more


def _free_ports(last_port: str, state: Path) -> Iterator[int]:
    """Yield free ports: the last one first, then those after a number derived from the directory.

    So a connection saved in a database browser stays valid, and two checkouts rarely try the same port.
    """
    first = zlib.crc32(str(state).encode()) % len(PORTS)
    candidates = [PORTS[(first + step) % len(PORTS)] for step in range(PORTS_TRIED)]
    if last_port.isdigit():
        candidates.insert(0, int(last_port))
    return (port for port in candidates if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that just ended do not count
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    return True
