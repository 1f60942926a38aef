"""Whether a server runs on a data directory: what its lock file says, checked against the running processes."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

LOCK_FILE = "postmaster.pid"
PID_LINE, DIRECTORY_LINE, PORT_LINE = 0, 1, 3
"""The lines of the lock file that pg_ctl reads, unchanged since PostgreSQL 9.1."""


@dataclass(frozen=True)
class Postmaster:
    """A server process, the data directory it was started on and the port it listens on."""

    pid: int
    directory: str
    port: int


def parse_lock_file(text: str) -> Postmaster | None:
    """Return what postmaster.pid says, or None where a full disk or a crash cut it short."""
    lines = text.splitlines()
    try:
        return Postmaster(pid=int(lines[PID_LINE]), directory=lines[DIRECTORY_LINE], port=int(lines[PORT_LINE]))
    except (IndexError, ValueError):
        return None


def running_postmaster(data: Path) -> Postmaster | None:
    """Return the server that runs on a data directory, or None.

    A lock file alone proves nothing: it survives kill -9 and a reboot, and its process ID soon belongs to another
    process, in a container almost surely. So the process's command line has to name the directory in the lock file,
    which is not `data` where the checkout was moved while the server ran.
    """
    found = _read_lock(data)
    if found is None:
        return None
    command = _command_line(found.pid)
    return found if "postgres" in command and found.directory in command else None


def remove_stale_lock(data: Path) -> None:
    """Remove the lock file of a dead server where PostgreSQL would not; call it only while no server runs.

    PostgreSQL takes the file for a live server's where it is cut short, where the process ID now belongs to another
    process, or where the dead process was never reaped, as in a container without an init process. It removes the file
    itself in all other cases, and it detects backends that outlived their server in any case.
    """
    found = _read_lock(data)
    if found is None or process_exists(found.pid):
        (data / LOCK_FILE).unlink(missing_ok=True)


def process_exists(pid: int) -> bool:
    """Return whether a process exists, asked the way PostgreSQL asks."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _read_lock(data: Path) -> Postmaster | None:
    try:
        return parse_lock_file((data / LOCK_FILE).read_text(encoding="utf-8", errors="surrogateescape"))
    except FileNotFoundError:
        return None


def _command_line(pid: int) -> str:
    """Return the command line of a process from /proc, or from ps on systems without /proc; empty for no process."""
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).replace("\0", " ")
    except OSError:
        pass
    try:
        found = subprocess.run(
            ["ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return found.stdout
