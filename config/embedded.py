"""The embedded PostgreSQL: initdb and pg_ctl, driven so that the server is there for the next command, too."""

import shlex
import socket
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from config.account import Account, server_account
from config.binaries import Binaries, find_binaries
from config.cluster import SUPERUSER, ServerPaths, check_data_version, create_cluster
from config.errors import ServerError, first_error, one_line
from config.login import Login
from config.postmaster import Postmaster, remove_stale_lock, running_postmaster
from config.state import create_state_directory, get_or_create_secret, locked, read_text, write_private
from config.tuning import postgresql_conf

LOOPBACK = "127.0.0.1"
PORTS = range(20000, 30000)  # below the ports that systems hand out to outgoing connections
PORTS_TRIED = 20
START_TIMEOUT_S = 120  # recovery after a crash in the middle of a large load takes its time
STOP_TIMEOUT_S = 60
ORPHANS_TIMEOUT_S = 15  # backends of a killed server notice its death and leave
PORT_TAKEN = "could not bind"
ORPHANS_LEFT = "pre-existing shared memory block"

Say = Callable[[str], None]
"""Receives each thing a step does, in one line."""


@dataclass(frozen=True)
class EmbeddedServer:
    """The server of one state directory. Every method raises ServerError with one line for the user."""

    state: Path
    bin_directory: str
    account_name: str
    fsync: bool

    @property
    def paths(self) -> ServerPaths:
        """Return where the server's files lie."""
        return ServerPaths(self.state)

    def known_login(self) -> Login | None:
        """Return how to reach the server as it last ran, from files alone; None before its first start."""
        password, port = read_text(self.paths.password), read_text(self.paths.port)
        return _login(int(port), password) if password and port.isdigit() else None

    def running(self) -> Postmaster | None:
        """Return the server's process, None when it does not run."""
        try:
            return running_postmaster(self.paths.data)
        except PermissionError:
            raise ServerError(f"{self.state} belongs to another user; name a directory with POSTGRES_STATE") from None

    def start(self, say: Say) -> Login:
        """Make sure that the server runs, made first if need be; return how to reach it."""
        create_state_directory(self.state)
        with self._lock():
            found = self.running()
            if found is None:
                found = self._start(say)
            write_private(self.paths.port, str(found.port))
            return _login(found.port, get_or_create_secret(self.paths.password))

    def stop(self) -> bool:
        """Stop the server, ending the connections it has; return False when it did not run."""
        if not self.paths.data.is_dir():
            return False
        with self._lock():
            found = self.running()
            if found is None:
                return False
            account, binaries = self._programs()
            command = [binaries.program("pg_ctl"), "stop", "-D", str(self.paths.data), "-m", "fast", "-w"]
            done = _run(account, [*command, "-t", str(STOP_TIMEOUT_S)], STOP_TIMEOUT_S)
            if done.returncode != 0:
                raise ServerError(f"the server (process {found.pid}) does not stop: {one_line(done.stderr)}")
            return True

    def _lock(self) -> AbstractContextManager[None]:
        busy = f"another command is starting or stopping the server ({self.paths.lock}); try again when it is done"
        return locked(self.paths.lock, START_TIMEOUT_S, busy)

    def _programs(self) -> tuple[Account, Binaries]:
        account = server_account(self.account_name, self.paths.data)
        return account, find_binaries(self.bin_directory, account, self.state)

    def _start(self, say: Say) -> Postmaster:
        account, binaries = self._programs()
        verb = "starting" if self.paths.data.is_dir() else "making and starting"
        say(f"{verb} the embedded PostgreSQL {binaries.version} in {self.state}")
        create_cluster(self.paths, account, binaries)
        check_data_version(self.paths, binaries)
        remove_stale_lock(self.paths.data)
        remembered = read_text(self.paths.port)
        for port in _free_ports(remembered, self.state):
            refusal = self._start_on(port, account, binaries)
            found = self.running()
            if found is not None:
                return found
            if PORT_TAKEN not in refusal:
                raise ServerError(f"the server does not start: {refusal} (see {self.paths.log})")
        raise ServerError(f"no free port among {PORTS.start}-{PORTS.stop - 1} on {LOOPBACK} was found")

    def _start_on(self, port: int, account: Account, binaries: Binaries) -> str:
        """Start the server on a port; return an empty text, or what the server complains about."""
        config_file = self.paths.config_file
        config_file.write_text(postgresql_conf(port, fsync=self.fsync), encoding="utf-8")
        config_file.chmod(0o644)
        # pg_ctl gives the server a session of its own, so that it outlives the terminal and the process group.
        command = [binaries.program("pg_ctl"), "start", "-w", "-t", str(START_TIMEOUT_S)]
        command += ["-D", str(self.paths.data), "-l", str(self.paths.log)]
        command += ["-o", f"-c config_file={shlex.quote(str(config_file))}"]
        deadline = time.monotonic() + ORPHANS_TIMEOUT_S
        while True:
            if self.paths.log.exists():
                self.paths.log.replace(self.paths.log.with_suffix(".log.1"))
            done = _run(account, command, START_TIMEOUT_S)
            if done.returncode == 0:
                return ""
            refusal = self._refusal(done.stderr)
            if ORPHANS_LEFT not in refusal or time.monotonic() > deadline:
                return refusal
            time.sleep(0.2)

    def _refusal(self, stderr: str) -> str:
        """Return why the server did not start: what its log says, else what pg_ctl says."""
        return first_error(read_text(self.paths.log) or stderr)


def _login(port: int, password: str) -> Login:
    return Login(host=LOOPBACK, port=port, user=SUPERUSER, password=password)


def _run(account: Account, command: list[str], timeout_s: float) -> subprocess.CompletedProcess[str]:
    try:
        return account.run(command, timeout_s + 10)  # pg_ctl keeps the time itself and says more than a kill would
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ServerError(f"{Path(command[0]).name} cannot be run: {one_line(error)}") from None


def _free_ports(remembered: str, state: Path) -> Iterator[int]:
    """Yield ports nobody listens on: that of last time, then from one that follows from the directory.

    So a connection saved in a database browser stays good, and two checkouts rarely look at the same port.
    """
    first = zlib.crc32(str(state).encode()) % len(PORTS)
    usual = [PORTS[(first + step) % len(PORTS)] for step in range(PORTS_TRIED)]
    candidates = [int(remembered), *usual] if remembered.isdigit() else usual
    return (port for port in candidates if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that just ended do not count
        try:
            probe.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
    return True
