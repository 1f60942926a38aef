"""Locks in the maintenance database of a server, for changes that two commands must not make at the same time."""

import zlib

import psycopg
from psycopg import errors

from config.errors import ProvisionError

TIMEOUT = "60s"


def take_lock(connection: psycopg.Connection, name: str) -> None:
    """Take the lock `name` until the connection ends, and let no statement of it wait longer than TIMEOUT for a lock.

    Raises ProvisionError where another command holds it for that long.
    """
    connection.execute(f"SET lock_timeout = '{TIMEOUT}'")
    try:
        connection.execute("SELECT pg_advisory_lock(%s)", [zlib.crc32(name.encode())])
    except errors.LockNotAvailable:
        address = f"{connection.info.host}:{connection.info.port}"
        raise ProvisionError(
            f"Another command has been preparing the databases on {address} for {TIMEOUT}; try again"
        ) from None
