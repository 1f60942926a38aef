"""The lock of the bank: only one run at a time can change it."""

import getpass
import os
import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from seeding.models import Run
from seeding.storage.connection import connect
from seeding.storage.errors import BankInUseError

LOCK = zlib.crc32(b"datahub-bank seeding")
"""Advisory locks belong to a database, so banks with different prefixes on one server have different locks."""

_HOLDER = """
    SELECT coalesce(application_name, ''), backend_start
    FROM pg_locks lock JOIN pg_stat_activity session ON session.pid = lock.pid
    WHERE lock.locktype = 'advisory' AND lock.granted AND lock.classid = 0 AND lock.objid = %s
      AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass(frozen=True)
class LockHolder:
    """The session that holds the lock of the bank, and its start. Other users may not see its name and start."""

    application: str
    since: datetime | None

    def __str__(self) -> str:
        since = f", since {self.since:%Y-%m-%d %H:%M:%S} UTC" if self.since else ""
        return f"{self.application or 'another run'}{since}"


@contextmanager
def only_run(command: str) -> Iterator[None]:
    """Hold the lock of the bank during the block. Raises BankInUseError if another run holds it."""
    with connect(DEFAULT_DB_ALIAS, application_name(command), autocommit=True) as connection:
        locked = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if locked != (True,):
            raise BankInUseError(_describe(lock_holder()))
        try:
            yield
        finally:
            # The server ends a session only some time after it is closed, and the next run may begin before.
            with suppress(psycopg.Error):
                connection.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def application_name(command: str) -> str:
    """Return the application name of a run's connections: the command, the user, the host and the process."""
    return f"{command.split(maxsplit=1)[0]} of {this_user()}@{socket.gethostname()}, process {os.getpid()}"


def lock_holder() -> LockHolder | None:
    """Return the session that holds the lock of the bank, or None. Does not wait."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_HOLDER, [LOCK])
        found = cursor.fetchone()
    return LockHolder(*found) if found else None


def running_run() -> Run | None:
    """Return the run that is changing the bank now, or None."""
    locked = lock_holder() is not None
    run = Run.objects.filter(state=Run.State.RUNNING).first()
    # The run may have begun between the two queries: query the lock again.
    return run if run and (locked or lock_holder()) else None


def _describe(holder: LockHolder | None) -> str:
    run = Run.objects.filter(state=Run.State.RUNNING).first()
    if holder is None or run is None:
        return str(holder or "another run, which has ended by now")
    return f'"{run.command}" of {run.user}@{run.host}, process {run.pid}, since {run.started_at:%Y-%m-%d %H:%M:%S} UTC'


def this_user() -> str:
    """Return the name of the user of this process, or the number of a user without a name, as in containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"  # Windows has no numbers
