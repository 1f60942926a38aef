"""The read-only role for programs and people outside the project: catalogs, notebooks, dashboards.

A read-only transaction protects nothing: every role can end it, and a superuser can run programs from SQL. A role
without rights protects. This one can connect to the bank's databases and to the empty `postgres`, where catalogs look
for the names of the others, and it can read. It holds no right to write or to create anything; REFERENCES only makes
the keys visible in `information_schema`.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import psycopg
from psycopg import errors, sql

from config.advisory_lock import take_lock
from config.errors import ServerError
from config.login import Login
from config.server import ServerSettings
from config.state import get_or_create_secret
from datahub.databases import BANK_DATABASES

FILLING_FUNCTIONS = (
    "pg_logical_emit_message",
    *("lo_creat", "lo_create", "lo_from_bytea", "lo_import", "lo_open", "lo_put", "lo_truncate", "lo_truncate64"),
    *("lo_unlink", "lowrite"),
)
"""Functions that every role may run and that fill the log or the disk."""

LOCKING_FUNCTIONS = tuple(
    f"pg_{attempt}advisory_{kind}lock{shared}"
    for attempt in ("", "try_")
    for kind in ("", "xact_")
    for shared in ("", "_shared")
)
"""Functions that every role may run and that take locks which others may wait for."""

LIMITS = {"statement_timeout": "30min", "idle_in_transaction_session_timeout": "1h"}
"""What the role's sessions begin with. They can change it, but not by mistake."""

TEMPORARY_FILES = "4GB"
"""How much of the disk a session of the role may take for sorting; only a superuser can set or change it."""

RIGHTS_LOCK = "datahub-bank, rights"
"""The lock of whoever changes rights in the maintenance database, which all banks of a server share.

PostgreSQL refuses the second of two such changes at the same time: "tuple concurrently updated".
"""

BANK_SCHEMAS = ("public", "analytics")
"""The schemas of a bank database: its tables, and the views on them."""


def set_up_reader(server: ServerSettings, login: Login, bank: Sequence[str], others: Sequence[str]) -> None:
    """Create the role, or renew its password and rights, in the databases `bank` and in none of `others`.

    On the embedded server it may also connect to the maintenance database, which is empty. Raises psycopg's
    InsufficientPrivilege where the login may not create roles.
    """
    reader = sql.Identifier(server.reader_name)
    with login.connect() as connection:
        take_lock(connection, RIGHTS_LOCK)
        _set_password(connection, server)
        connectable = (*bank, *([login.maintenance_db] if server.embedded else []))
        restrict_connections(connection, server, (*bank, *others), connectable)
        with suppress(errors.InsufficientPrivilege):  # statistics help tools, which work without them
            _execute(connection, "GRANT pg_read_all_stats TO {}", reader)
        if server.embedded:
            # Other roles that make a bank here need the locks of this database.
            _revoke(connection, FILLING_FUNCTIONS)
    for name in bank:
        with login.connect(name) as connection:
            _revoke(connection, (*FILLING_FUNCTIONS, *LOCKING_FUNCTIONS))
            for schema in schemas_of_bank(connection):
                _grant_reading(connection, sql.Identifier(schema), reader)


def restrict_connections(
    connection: psycopg.Connection, server: ServerSettings, names: Sequence[str], connectable: Sequence[str]
) -> None:
    """Take the databases `names` from other roles, and let the read-only role connect to those that are `connectable`.

    PUBLIC, and so every role, may connect to each database by default.
    """
    for name in names:
        _execute(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", sql.Identifier(name))
    reader = sql.Identifier(server.reader_name)
    for name in connectable:
        _execute(connection, "GRANT CONNECT ON DATABASE {} TO {}", sql.Identifier(name), reader)


def schemas_of_bank(connection: psycopg.Connection) -> list[str]:
    """Return the schemas of the bank that exist in the connection's database."""
    query = "SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s) ORDER BY nspname"
    return [name for (name,) in connection.execute(query, [list(BANK_SCHEMAS)])]


def _grant_reading(connection: psycopg.Connection, schema: sql.Identifier, reader: sql.Identifier) -> None:
    """Let the role read everything in a schema, now and later, and see its keys and sequences."""
    for rights, objects in (("SELECT, REFERENCES", "TABLES"), ("SELECT", "SEQUENCES")):
        grant = f"GRANT {rights} ON ALL {objects} IN SCHEMA {{}} TO {{}}"
        _execute(connection, grant, schema, reader)
        default = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {{}} GRANT {rights} ON {objects} TO {{}}"
        _execute(connection, default, schema, reader)
    _execute(connection, "GRANT USAGE ON SCHEMA {} TO {}", schema, reader)


def _revoke(connection: psycopg.Connection, names: Sequence[str]) -> None:
    """Take functions from PUBLIC in a database, where this login may."""
    query = "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
    functions = connection.execute(f"{query} AND proname = ANY(%s)", [list(names)]).fetchall()
    with suppress(errors.InsufficientPrivilege):
        for (function,) in functions:
            _execute(connection, "REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC", sql.SQL(function))


def reader_login(server: ServerSettings, login: Login) -> Login:
    """Return the login of the read-only role, on the server that `login` reaches."""
    return replace(login, user=server.reader_name, password=get_or_create_secret(server.reader_password))


def existing_reader(server: ServerSettings, login: Login) -> Login:
    """Return the login of the read-only role as `reader_login` does; raise ServerError where it does not exist.

    On a server of POSTGRES_URL the login is tried, and its password is set again where it fails.
    """
    if not server.reader_password.exists():
        raise ServerError(
            f"There is no read-only role {server.reader_name} on {login.address}, because {login.user} may not create "
            f'roles; as an administrator run: ALTER ROLE "{login.user}" CREATEROLE'
        )
    reader = reader_login(server, login)
    if server.url and not _can_log_in(reader, server):
        # Somebody has changed the password. Where this login may not set it, the reader's own failure says more.
        with suppress(psycopg.Error), login.connect() as connection:
            _set_password(connection, server)
    return reader


def _can_log_in(reader: Login, server: ServerSettings) -> bool:
    try:
        reader.connect(server.database_name(BANK_DATABASES[0])).close()
    except psycopg.OperationalError:
        return False
    return True


def _set_password(connection: psycopg.Connection, server: ServerSettings) -> None:
    name = server.reader_name
    reader = sql.Identifier(name)
    # Hashed here, for the server may write statements to its log.
    secret = get_or_create_secret(server.reader_password).encode()
    password = sql.Literal(connection.pgconn.encrypt_password(secret, name.encode(), b"scram-sha-256").decode())
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if known is None:
        _execute(connection, "CREATE ROLE {}", reader)
    _execute(connection, "ALTER ROLE {} LOGIN PASSWORD {}", reader, password)
    # An UPDATE typed by mistake gets a clearer message from this than from the missing right.
    for parameter, value in {"default_transaction_read_only": "on", **LIMITS}.items():
        _execute(connection, "ALTER ROLE {} SET {} = {}", reader, sql.Identifier(parameter), sql.Literal(value))
    with suppress(errors.InsufficientPrivilege):
        _execute(connection, "ALTER ROLE {} SET temp_file_limit = {}", reader, sql.Literal(TEMPORARY_FILES))


def _execute(connection: psycopg.Connection, statement: str, *parts: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(*parts))
