"""The read-only role for programs and people outside the project: catalogs, notebooks, dashboards.

A read-only transaction protects nothing: every role can end it, and a superuser can run programs from SQL. A role
without rights protects: this one can only CONNECT to the bank's databases and SELECT in their schema `public`.
"""

from collections.abc import Sequence
from dataclasses import replace

import psycopg
from psycopg import sql

from config.errors import ServerError
from config.login import Login
from config.server import ServerSettings
from config.state import get_or_create_secret


def set_up_reader(server: ServerSettings, login: Login, bank: Sequence[str], others: Sequence[str]) -> None:
    """Create the role, or renew its password and rights, in the databases `bank` and in none of `others`.

    Raises psycopg's InsufficientPrivilege where the login may not create roles.
    """
    reader = sql.Identifier(server.reader_name)
    with login.connect() as connection:
        _set_password(connection, server)
        for name in (*bank, *others):
            # PUBLIC, and so every role, may connect to each database by default.
            _execute(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", sql.Identifier(name))
        for name in bank:
            _execute(connection, "GRANT CONNECT ON DATABASE {} TO {}", sql.Identifier(name), reader)
    for name in bank:
        with login.connect(name) as connection:
            _execute(connection, "GRANT USAGE ON SCHEMA public TO {}", reader)
            _execute(connection, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}", reader)
            _execute(connection, "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {}", reader)


def reader_login(server: ServerSettings, login: Login) -> Login:
    """Return the login of the read-only role, on the server that `login` reaches."""
    return replace(login, user=server.reader_name, password=get_or_create_secret(server.reader_password))


def existing_reader(server: ServerSettings, login: Login) -> Login:
    """Return the login of the read-only role as `reader_login` does; raise ServerError where it does not exist."""
    if not server.reader_password.exists():
        raise ServerError(
            f"There is no read-only role {server.reader_name} on {login.address}, because {login.user} may not create "
            f'roles; as an administrator run: ALTER ROLE "{login.user}" CREATEROLE'
        )
    return reader_login(server, login)


def _set_password(connection: psycopg.Connection, server: ServerSettings) -> None:
    name = server.reader_name
    reader = sql.Identifier(name)
    password = sql.Literal(get_or_create_secret(server.reader_password))
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if known is None:
        _execute(connection, "CREATE ROLE {}", reader)
    _execute(connection, "ALTER ROLE {} LOGIN PASSWORD {}", reader, password)
    # An UPDATE typed by mistake gets a clearer message from this than from the missing right.
    _execute(connection, "ALTER ROLE {} SET default_transaction_read_only = on", reader)


def _execute(connection: psycopg.Connection, statement: str, *parts: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(*parts))
