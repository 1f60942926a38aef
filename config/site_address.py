"""The address of the site: `runserver` and gunicorn note it while they serve, for other commands to print."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from filelock import FileLock, Timeout

from config.server import ServerSettings

DEFAULT_ADDRESS = "http://127.0.0.1:8000/admin/"
"""Where `runserver` serves the admin by default."""
EVERY_INTERFACE = ("0", "0.0.0.0", "::")
NOTE, LOCK = "site_address", "site_address.lock"


def address_at(host: str, port: int) -> str:
    """Return the address of the admin on a host, which is a name, a number or every interface, and a port."""
    named = "localhost" if host in EVERY_INTERFACE else host
    shown = f"[{named}]" if ":" in named else named
    return f"http://{shown}:{port}/admin/"


def admin_address() -> str:
    """Return the address of the admin that is served from this state directory, or that `runserver` would serve.

    The lock tells whether a site runs: the system opens it at the end of a process, however it ends.
    """
    note, lock = _files()
    with suppress(OSError):
        if not note.exists():
            return DEFAULT_ADDRESS
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return note.read_text(encoding="utf-8") or DEFAULT_ADDRESS
        lock.release()
    return DEFAULT_ADDRESS


def note_address(address: str) -> FileLock | None:
    """Note the address of the admin for as long as the lock is kept; None beside another site, or without a place."""
    note, lock = _files()
    try:
        lock.acquire(timeout=0)
        note.write_text(address, encoding="utf-8")
    except (Timeout, OSError):
        return None
    return lock


def _files() -> tuple[Path, FileLock]:
    server: ServerSettings = settings.BANK_SERVER
    return server.state / NOTE, FileLock(server.state / LOCK)
