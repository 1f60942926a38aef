"""Finds out whether a server runs on a data directory: its lock file, checked against the running processes."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

LOCK_FILE = "postmaster.pid"
PID_LINE, DIRECTORY_LINE, PORT_LINE, STATUS_LINE = 0, 1, 3, 7
"""The lines of the lock file that pg_ctl reads: the first three since PostgreSQL 9.1, the status since 10."""

READY = "ready"


@dataclass(frozen=True)
class Postmaster:
    """A server process, the data directory it was started on, its port, and whether it accepts connections."""

    pid: int
    directory: str
    port: int
    is_ready: bool = False


def parse_lock_file(text: str) -> Postmaster | None:
    """Return what postmaster.pid says, or None where a full disk or a crash cut it short."""
    lines = text.splitlines()
    try:
        pid, directory, port = int(lines[PID_LINE]), lines[DIRECTORY_LINE], int(lines[PORT_LINE])
    except (IndexError, ValueError):
        return None
    return Postmaster(pid, directory, port, "".join(lines[STATUS_LINE : STATUS_LINE + 1]).strip() == READY)


def running_postmaster(data: Path) -> Postmaster | None:
    """Return the server that runs on a data directory, or None.

    A lock file alone proves nothing. It survives kill -9 and a reboot, and its process ID soon belongs to another
    process, in a container almost surely. It is also part of a copy of the directory, and then names the server of the
    original. So the process must be a server that works in this very directory, wherever that was moved meanwhile.
    """
    found = _read_lock(data)
    if found is None or not is_postgres(found.pid):
        return None
    return found if _works_in(found, data) else None


def is_postgres(pid: int) -> bool:
    """Return whether a process runs PostgreSQL; a process that has ended and was not reaped does not."""
    return "postgres" in _command_line(pid)


def _works_in(server: Postmaster, data: Path) -> bool:
    """Return whether the current directory of a server is `data`: a server enters its data directory when it starts.

    Where the system does not tell, the directory that the server was started on decides: it is `data`, or does not
    exist any more because it was moved.
    """
    directory = Path(_current_directory(server.pid) or server.directory)
    try:
        return directory.samefile(data)
    except FileNotFoundError:
        return server.directory in _command_line(server.pid)
    except PermissionError:
        return False  # it runs as another account than the owner of `data`


def _current_directory(pid: int) -> str:
    """Return the current directory of a process from /proc, or from lsof on systems without /proc; else ""."""
    process = Path(f"/proc/{pid}")
    if process.exists():
        return f"{process}/cwd"
    try:
        found = subprocess.run(["lsof", "-a", "-p", str(pid), "-d", "cwd", "-Fn"], capture_output=True, check=False)
    except OSError:
        return ""
    names = [line[1:] for line in os.fsdecode(found.stdout).splitlines() if line.startswith("n")]
    return names[0] if names else ""


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
