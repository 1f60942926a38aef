"""Make the databases ready for a command: the server running, seven databases, their tables, a login for readers."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error, connections, router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from psycopg import errors, sql

from config.embedded import Say
from config.errors import ProvisionError, one_line
from config.inspection import LOAD_RECORD, DatabaseState, inspect, tables_of_applied_migrations
from config.login import Login
from config.reader import set_up_reader
from config.server import ServerSettings, ensure_server, use_login
from datahub.databases import BANK_DATABASES

ALIASES = (DEFAULT_DB_ALIAS, *BANK_DATABASES)
LOCK_TIMEOUT = "60s"


def prepare_databases(say: Say) -> None:
    """Make sure that the server runs and holds the seven databases, migrated; say each thing done in one line.

    Where all is there it opens one connection a database, which the command then uses, and says nothing. Raises
    ServerError: no such server, password refused, no right to create databases, tables of somebody else's.
    """
    server: ServerSettings = settings.BANK_SERVER
    server.check_prefix()
    if _all_ready(server):
        return
    login = ensure_server(server, say)
    connections.close_all()
    use_login(settings.DATABASES, login)
    try:
        with _provision_lock(login, server) as maintenance:
            _prepare(server, login, maintenance, say)
    except (psycopg.Error, Error) as error:
        raise ProvisionError(f"the databases on {login.address} cannot be made ready: {one_line(error)}") from None


def _all_ready(server: ServerSettings) -> bool:
    try:
        states = [inspect(alias, server.reader_name) for alias in ALIASES]
    except (psycopg.Error, Error):
        return False  # whatever it is, making ready finds out and says it
    return all(state.complete for state in states) and not _reader_is_incomplete(server, states)


def _reader_is_incomplete(server: ServerSettings, states: Sequence[DatabaseState]) -> bool:
    """Tell whether the login for readers lacks something that we may give it."""
    lacking = not server.reader_password.exists() or not all(state.reader_has_access for state in states)
    return lacking and all(state.can_create_roles for state in states)


@contextmanager
def _provision_lock(login: Login, server: ServerSettings) -> Iterator[psycopg.Connection]:
    """Hold the lock under which databases are made, so that two commands started at once do not both make them."""
    with login.connect() as connection:
        connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            connection.execute("SELECT pg_advisory_lock(%s)", [zlib.crc32(f"datahub-bank {server.prefix}".encode())])
        except errors.LockNotAvailable:
            raise ProvisionError(
                f"another command has been preparing the databases on {login.address} for {LOCK_TIMEOUT}; try again"
            ) from None
        yield connection


def _prepare(server: ServerSettings, login: Login, maintenance: psycopg.Connection, say: Say) -> None:
    """Do what is missing. Whatever may be refused comes first, so that a refusal leaves everything as it was."""
    there = {name for (name,) in maintenance.execute("SELECT datname FROM pg_database")}
    missing = [alias for alias in ALIASES if server.database_name(alias) not in there]
    for alias in ALIASES:
        if alias not in missing:
            _check_unknown_tables(inspect(alias, server.reader_name))
    if missing:
        _create(missing, server, maintenance)
        say(f"created the databases {_names(server, missing)}")
    states = [inspect(alias, server.reader_name) for alias in ALIASES]
    incomplete = [state for state in states if not state.complete]
    for state in incomplete:
        _create_ops_schema(state.alias)
        _migrate(state.alias)
    if incomplete:
        say(f"migrated {_names(server, [state.alias for state in incomplete])}")
    _prepare_reader(server, login, [inspect(alias, server.reader_name) for alias in ALIASES], say)


def _check_unknown_tables(state: DatabaseState) -> None:
    foreign = state.unknown_tables
    if foreign and state.applied:
        foreign -= tables_of_applied_migrations(state.alias)
    if foreign:
        name = connections[state.alias].settings_dict["NAME"]
        shown = ", ".join(sorted(foreign)[:3]) + (f" and {len(foreign) - 3} more" if len(foreign) > 3 else "")
        raise ProvisionError(
            f"the database {name} holds tables that are not this project's: {shown}; move them away, "
            "or give our databases other names with POSTGRES_DATABASE_PREFIX"
        )


def _create(aliases: Sequence[str], server: ServerSettings, maintenance: psycopg.Connection) -> None:
    # Locale C whatever the server's own is: the order of texts is the same wherever the bank is seeded.
    statement = sql.SQL(
        "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    try:
        for alias in aliases:
            maintenance.execute(statement.format(sql.Identifier(server.database_name(alias))))
    except errors.InsufficientPrivilege:
        user = maintenance.info.user
        raise ProvisionError(
            f"{user} has no right to create the databases {_names(server, aliases)}; "
            f'as an administrator run: ALTER ROLE "{user}" CREATEDB'
        ) from None


def _create_ops_schema(alias: str) -> None:
    """Make the tables that are ours but not the bank's, in a schema of their own where a database is the bank's.

    Django finds its table of migrations on the search path and does not make it again in `public`.
    """
    connection = connections[alias]
    if alias == DEFAULT_DB_ALIAS:
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS ops")
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {LOAD_RECORD} (run_id uuid NOT NULL, loaded_at timestamptz NOT NULL)"
        )
        cursor.execute("SET search_path = ops")
        MigrationRecorder(connection).ensure_schema()
        cursor.execute("RESET search_path")


def _migrate(alias: str) -> None:
    """Run the migrations of the apps whose tables lie in a database; the others change nothing there.

    They are only recorded: running them lays out the models of every app, for each database anew, to no end.
    """
    executor = MigrationExecutor(connections[alias])
    own = [node for node in executor.loader.graph.leaf_nodes() if router.allow_migrate(alias, node[0])]
    executor.migrate(own)
    call_command("migrate", database=alias, fake=True, interactive=False, verbosity=0)
    # Django makes the rights to see tables from the models that migrations laid out, and these were only recorded.
    for app in apps.get_app_configs():
        create_permissions(app, interactive=False, verbosity=0, using=alias)


def _prepare_reader(server: ServerSettings, login: Login, states: Sequence[DatabaseState], say: Say) -> None:
    if not all(state.can_create_roles for state in states):
        say(f"left out the login {server.reader_name} (SELECT only): {login.user} has no right to create logins")
        return
    if not _reader_is_incomplete(server, states):
        return
    others = [server.database_name(DEFAULT_DB_ALIAS), *([login.maintenance_db] if server.embedded else [])]
    try:
        set_up_reader(server, login, [server.database_name(alias) for alias in BANK_DATABASES], others)
    except errors.InsufficientPrivilege as error:
        say(f"left out the login {server.reader_name} (SELECT only): {one_line(error)}")
    else:
        say(f"made the login {server.reader_name} (SELECT only)")


def _names(server: ServerSettings, aliases: Sequence[str]) -> str:
    return ", ".join(server.database_name(alias) for alias in aliases)
