"""Connections of a run's own: the transactions and the lock of a run are nobody else's, Django's included."""

from typing import Any

import psycopg
from django.db import connections

APPLICATION_NAME_BYTES = 63  # PostgreSQL cuts longer ones


def connect(database: str, application: str, *, autocommit: bool = False) -> psycopg.Connection:
    """Open a connection to one of Django's databases. `application` is what the server shows others about it.

    Raises psycopg.OperationalError where the server does not let us in.
    """
    settings = connections[database].get_connection_params()
    libpq: dict[str, Any] = {
        name: value for name, value in settings.items() if isinstance(value, str | int) and name not in _PSYCOPG
    }
    name = application.encode()[:APPLICATION_NAME_BYTES].decode(errors="ignore")
    return psycopg.connect(**{**libpq, "application_name": name}, autocommit=autocommit)


_PSYCOPG = ("prepare_threshold", "autocommit")
"""Parameters among Django's that psycopg keeps for itself; ours are its defaults."""
