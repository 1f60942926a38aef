"""The disk with the server's data, where that is on this machine, and whether the server failed because it is full."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from config.disk import FREE_SOME, Disk, died_of_space, disk_of, lacks_space
from config.errors import ServerError
from config.server import ServerSettings
from config.state import read_text

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def server_disk() -> Disk | None:
    """Return the disk with the server's data, or None if that is elsewhere or not known."""
    directory = _data_directory()
    with suppress(OSError):
        return disk_of(directory) if directory and directory.is_dir() else None
    return None


def want_of_space(error: BaseException) -> str:
    """Return the sentence that says which disk is full if that is why the server failed, else an empty string.

    The server says so, or has ended and its log says so.
    """
    if not lacks_space(error) and not _died_of_space():
        return ""
    return f"disk full: {server_disk() or 'that of the server'}; {FREE_SOME} and run the command again"


def _died_of_space() -> bool:
    """Return whether the embedded server had no space, according to its log, and has none now."""
    embedded = settings.BANK_SERVER.embedded
    with suppress(OSError, ServerError):
        return embedded is not None and died_of_space(embedded.paths.data, read_text(embedded.paths.log))
    return False


def _data_directory() -> Path | None:
    server: ServerSettings = settings.BANK_SERVER
    if server.embedded:
        return server.embedded.paths.data
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.settings_dict["HOST"] not in _LOOPBACK:
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")  # needs a privilege that not every login has
            return Path(cursor.fetchone()[0])
    except DatabaseError:
        return None
