"""Connections beside Django's, for the transactions and the lock of a run."""

from typing import Any

import psycopg
from django.db import connections

APPLICATION_NAME_BYTES = 63  # PostgreSQL truncates longer names


def connect(database: str, application: str, *, autocommit: bool = False) -> psycopg.Connection:
    """Return a new connection to one of Django's databases. `application` is the name that the server shows for it.

    Raises psycopg.OperationalError if the server refuses the connection.
    """
    settings = connections[database].get_connection_params()
    libpq: dict[str, Any] = {
        name: value for name, value in settings.items() if isinstance(value, str | int) and name not in _PSYCOPG
    }
    name = application.encode()[:APPLICATION_NAME_BYTES].decode(errors="ignore")
    return psycopg.connect(**{**libpq, "application_name": name}, autocommit=autocommit)


_PSYCOPG = ("prepare_threshold", "autocommit")
"""Parameters of Django's that are psycopg's and not libpq's; their defaults apply."""
