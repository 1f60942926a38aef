"""The login that can only SELECT, for whoever looks at the bank from outside: catalogues, notebooks, dashboards.

A read-only transaction protects nothing, for any login can end it and a superuser can run programs from SQL. What
protects is a login without rights: none but CONNECT to the bank's databases and SELECT in their schema `public`.
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
    """Create the login or refresh its password and rights, in the bank's databases and in none of `others`.

    Raises psycopg's InsufficientPrivilege where our own login may not create logins.
    """
    reader = sql.Identifier(server.reader_name)
    with login.connect() as connection:
        _set_password(connection, server)
        for name in (*bank, *others):
            # PUBLIC, and so every login, may connect to each database unless told otherwise.
            _execute(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", sql.Identifier(name))
        for name in bank:
            _execute(connection, "GRANT CONNECT ON DATABASE {} TO {}", sql.Identifier(name), reader)
    for name in bank:
        with login.connect(name) as connection:
            _execute(connection, "GRANT USAGE ON SCHEMA public TO {}", reader)
            _execute(connection, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}", reader)
            _execute(connection, "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {}", reader)


def reader_login(server: ServerSettings, login: Login) -> Login:
    """Return how the reader reaches the server that we reach by `login`."""
    return replace(login, user=server.reader_name, password=get_or_create_secret(server.reader_password))


def existing_reader(server: ServerSettings, login: Login) -> Login:
    """Return the login that can only SELECT, on the server reached by `login`; raise ServerError where none is."""
    if not server.reader_password.exists():
        raise ServerError(
            f"there is no login {server.reader_name} (SELECT only) on {login.address}, for {login.user} may not create "
            f'logins; as an administrator run: ALTER ROLE "{login.user}" CREATEROLE'
        )
    return reader_login(server, login)


def _set_password(connection: psycopg.Connection, server: ServerSettings) -> None:
    name = server.reader_name
    reader = sql.Identifier(name)
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if known is None:
        _execute(connection, "CREATE ROLE {}", reader)
    _execute(
        connection, "ALTER ROLE {} LOGIN PASSWORD {}", reader, sql.Literal(get_or_create_secret(server.reader_password))
    )
    # A courtesy to whoever types an UPDATE by mistake, with a clearer message than the missing right gives.
    _execute(connection, "ALTER ROLE {} SET default_transaction_read_only = on", reader)


def _execute(connection: psycopg.Connection, statement: str, *parts: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(*parts))
