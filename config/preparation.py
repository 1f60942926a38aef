"""Prepare the databases: create and migrate what is missing, and set up the read-only role."""

from collections.abc import Sequence

import psycopg
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, Error, connections, router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import errors, sql

from config.advisory_lock import take_lock
from config.aliases import ALIASES
from config.embedded import Say
from config.error_text import one_line
from config.errors import ProvisionError
from config.former_schema import leave_former_schema
from config.inspection import (
    DatabaseState,
    has_expected_columns,
    inspect,
    inspect_all,
)
from config.login import Login
from config.provision import reader_is_incomplete
from config.reader import set_up_reader
from config.server import ServerSettings
from config.server_disk import want_of_space
from config.shared_password import share_password
from datahub.app_config import views_of
from datahub.databases import BANK_DATABASES
from datahub.operations import create_views


def prepare(server: ServerSettings, login: Login, say: Say) -> None:
    """Create and migrate the seven databases on a server that answers, and say each step. Raises ProvisionError."""
    try:
        with login.connect() as maintenance:
            take_lock(maintenance, f"datahub-bank {server.prefix}")
            _prepare(server, login, maintenance, say)
    except (psycopg.Error, Error) as error:
        reason = want_of_space(error) or one_line(error)
        raise ProvisionError(f"The databases on {login.address} cannot be prepared: {reason}") from None


def _prepare(server: ServerSettings, login: Login, maintenance: psycopg.Connection, say: Say) -> None:
    """Create and migrate what is missing. Refusals come before the first change: they leave nothing half done."""
    if maintenance.execute("SELECT pg_is_in_recovery()").fetchone() == (True,):
        raise ProvisionError(
            f"The databases on {login.address} cannot be prepared: the server is a read-only standby; "
            "name its primary in POSTGRES_URL"
        )
    names = [server.database_name(alias) for alias in ALIASES]
    # No others: the names of databases can be in any encoding.
    query = "SELECT datname::text FROM pg_database WHERE datname = ANY(%s)"
    existing = {name for (name,) in maintenance.execute(query, [names])}
    missing = [alias for alias in ALIASES if server.database_name(alias) not in existing]
    present = [alias for alias in ALIASES if alias not in missing]
    for state in _states_of(present, server):
        _check_unknown_tables(state)
    if missing:
        _create(missing, server, maintenance)
        _forget_migrations([alias for alias in missing if DEFAULT_DB_ALIAS not in missing])
        say(f"Created the databases {_names(server, missing)}")
    states = inspect_all(ALIASES, server.reader_name)
    incomplete = [state for state in states if not state.complete]
    for state in incomplete:
        if state.has_former_schema and state.alias != DEFAULT_DB_ALIAS:
            leave_former_schema(state.alias)
        elif not state.applied and has_expected_columns(state.alias):
            _record_all_migrations(state.alias)
        _migrate(state.alias)
        if state.has_former_schema and state.alias == DEFAULT_DB_ALIAS:
            leave_former_schema(state.alias)  # after the tables in it exist that take what it holds
    if incomplete:
        say(f"Migrated {_names(server, [state.alias for state in incomplete])}")
    _prepare_reader(server, login, inspect_all(ALIASES, server.reader_name), say)


def _states_of(aliases: Sequence[str], server: ServerSettings) -> list[DatabaseState]:
    if DEFAULT_DB_ALIAS in aliases:
        return inspect_all(aliases, server.reader_name)
    return [inspect(alias, server.reader_name, frozenset()) for alias in aliases]  # the records are lost with `default`


def _check_unknown_tables(state: DatabaseState) -> None:
    unknown = state.unknown_tables
    if unknown and state.applied:
        unknown -= _tables_of_applied_migrations(state.alias)
    elif unknown and (state.has_former_schema or has_expected_columns(state.alias)):
        return  # they are ours: of version 0.3.0, or without their record
    if unknown:
        name = connections[state.alias].settings_dict["NAME"]
        shown = ", ".join(sorted(unknown)[:3]) + (f" and {len(unknown) - 3} more" if len(unknown) > 3 else "")
        raise ProvisionError(
            f"The database {name} holds tables that are not this project's: {shown}; "
            "move them, or set POSTGRES_DATABASE_PREFIX to use databases with other names"
        )


def _tables_of_applied_migrations(alias: str) -> frozenset[str]:
    """Return the tables that the models had when a database was last migrated: later migrations may rename them."""
    loader = MigrationLoader(connections[alias])
    applied = [migration for migration in loader.applied_migrations if migration in loader.graph.nodes]
    models = loader.project_state(applied).models
    return frozenset(str(state.options.get("db_table") or "_".join(key)) for key, state in models.items())


def _create(aliases: Sequence[str], server: ServerSettings, maintenance: psycopg.Connection) -> None:
    # Locale C, whatever the server's own is: text sorts the same way on every server.
    statement = sql.SQL(
        "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'"
    )
    try:
        for alias in aliases:
            maintenance.execute(statement.format(sql.Identifier(server.database_name(alias))))
    except errors.InsufficientPrivilege:
        user = maintenance.info.user
        raise ProvisionError(
            f"The role {user} may not create the databases {_names(server, aliases)}; "
            f'as an administrator run: ALTER ROLE "{user}" CREATEDB'
        ) from None


def _forget_migrations(aliases: Sequence[str]) -> None:
    """Delete the records of databases that were dropped and are now created again."""
    for alias in aliases:
        recorder = MigrationRecorder(connections[alias])
        if recorder.has_table():
            recorder.flush()


def _record_all_migrations(alias: str) -> None:
    """Record the migrations of tables that were committed, but not recorded, when a command was killed.

    The views on them may not have been created yet.
    """
    call_command("migrate", database=alias, fake=True, interactive=False, verbosity=0)
    if views := views_of(alias):
        with connections[alias].schema_editor() as schema_editor:
            create_views(views, schema_editor)


def _migrate(alias: str) -> None:
    """Run the migrations of the apps with tables in a database, and record those of the other apps as applied.

    The others would change nothing there, and running them would still render the models of every app.
    """
    executor = MigrationExecutor(connections[alias])
    own = [node for node in executor.loader.graph.leaf_nodes() if router.allow_migrate(alias, node[0])]
    executor.migrate(own)
    call_command("migrate", database=alias, fake=True, interactive=False, verbosity=0)
    # Django creates permissions from the models that migrations render, and a recorded migration renders none.
    for app in apps.get_app_configs():
        create_permissions(app, interactive=False, verbosity=0, using=alias)


def _prepare_reader(server: ServerSettings, login: Login, states: Sequence[DatabaseState], say: Say) -> None:
    if not all(state.can_create_roles for state in states):
        say(f"Skipped the read-only role {server.reader_name}: {login.user} may not create roles")
        return
    if not reader_is_incomplete(server, states):
        return
    if server.url:
        share_password(server)
    others = [server.database_name(DEFAULT_DB_ALIAS), *([login.maintenance_db] if server.embedded else [])]
    try:
        set_up_reader(server, login, [server.database_name(alias) for alias in BANK_DATABASES], others)
    except errors.InsufficientPrivilege as error:
        say(f"Skipped the read-only role {server.reader_name}: {one_line(error)}")
    else:
        say(f"Set up the read-only role {server.reader_name}")


def _names(server: ServerSettings, aliases: Sequence[str]) -> str:
    return ", ".join(server.database_name(alias) for alias in aliases)
