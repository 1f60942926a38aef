"""Whether a server runs on a data directory: the lock file it leaves, checked against the processes there are."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

LOCK_FILE = "postmaster.pid"
PID_LINE, DIRECTORY_LINE, PORT_LINE = 0, 1, 3  # the lines that pg_ctl reads, unchanged since PostgreSQL 9.1


@dataclass(frozen=True)
class Postmaster:
    """A server process, the data directory it was started on and the port it serves."""

    pid: int
    directory: str
    port: int


def parse_lock_file(text: str) -> Postmaster | None:
    """Read postmaster.pid; return None for a file cut short by a full disk or a crash."""
    lines = text.splitlines()
    try:
        return Postmaster(pid=int(lines[PID_LINE]), directory=lines[DIRECTORY_LINE], port=int(lines[PORT_LINE]))
    except (IndexError, ValueError):
        return None


def running_postmaster(data: Path) -> Postmaster | None:
    """Return the server that runs on a data directory, or None.

    A lock file alone proves nothing: after kill -9 or a reboot it stays, and its number soon belongs to another process
    - in a container almost surely. The directory compared is the one in the file, for a checkout may have been moved
    under a running server.
    """
    found = _read_lock(data)
    if found is None:
        return None
    command = _command_line(found.pid)
    return found if "postgres" in command and found.directory in command else None


def remove_stale_lock(data: Path) -> None:
    """Remove a dead server's lock file where postgres would take it for a living one's; call it when none runs.

    That is when it is cut short, or its number belongs to another process, or to a dead one that nobody buries, as in
    containers without an init. Else postgres sees to it itself. Processes that outlived their server it finds anyway.
    """
    found = _read_lock(data)
    if found is None or _process_exists(found.pid):
        (data / LOCK_FILE).unlink(missing_ok=True)


def _process_exists(pid: int) -> bool:
    """Tell whether there is such a process, by the question that postgres asks."""
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
    """Return the command line of a process, empty if there is none: from /proc, or from ps where there is no /proc."""
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
