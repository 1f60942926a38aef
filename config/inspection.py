"""The contents of a database, compared with what it should hold, by two queries per database that change nothing."""

import pkgutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, router

from config.aliases import ALIASES, record_table
from config.reader import FILLING_FUNCTIONS, LOCKING_FUNCTIONS
from config.shared_password import TABLE as SHARED_PASSWORD
from config.site_tables import TABLES_OF_SITE
from datahub.databases import DATABASE_OF_APP

Open = Callable[[str], AbstractContextManager[Any]]
"""Opens a database by its alias: what it yields has psycopg's `execute`, which returns what has `fetchall`."""

FORMER_SCHEMA = "ops"
"""Where version 0.3.0 kept what is not the bank's in the bank's databases."""

_STATE_QUERY = """
    SELECT ARRAY(SELECT relname::text FROM pg_class
                 WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p', 'f') AND NOT relispartition),
           to_regnamespace(%s) IS NOT NULL,
           EXISTS (SELECT FROM pg_roles reader
                   WHERE rolname = %s
                     AND has_database_privilege(reader.oid, current_database(), 'CONNECT')
                     AND NOT EXISTS (SELECT FROM pg_class JOIN pg_namespace schema ON schema.oid = relnamespace
                                     WHERE nspname IN ('public', 'analytics')
                                       AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
                                       AND NOT (has_schema_privilege(reader.oid, schema.oid, 'USAGE')
                                                AND has_table_privilege(reader.oid, pg_class.oid, 'SELECT')
                                                AND (relkind = 'S' OR
                                                     has_table_privilege(reader.oid, pg_class.oid, 'REFERENCES')))))
           AND NOT EXISTS (SELECT FROM pg_proc, pg_roles reader, pg_roles owner
                           WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY(%s)
                             AND reader.rolname = %s AND owner.rolname = current_user AND owner.rolsuper
                             AND has_function_privilege(reader.oid, pg_proc.oid, 'EXECUTE')),
           (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)
"""

_COLUMNS_QUERY = """
    SELECT relname::text, attname::text
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = to_regnamespace('public') AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
"""


@dataclass(frozen=True)
class DatabaseState:
    """What one of the seven databases holds, and which rights the roles have in it."""

    alias: str
    tables: frozenset[str]
    applied: frozenset[tuple[str, str]]
    has_former_schema: bool
    reader_has_access: bool
    can_create_roles: bool

    @property
    def is_migrated(self) -> bool:
        """Return whether every migration was applied, and nothing of version 0.3.0 is left."""
        return migrations_on_disk() <= self.applied and not self.has_former_schema

    @property
    def complete(self) -> bool:
        """Return whether the database is ready, apart from the read-only role."""
        return self.is_migrated and not self.unknown_tables

    @property
    def unknown_tables(self) -> frozenset[str]:
        """Return the tables that are not this project's: all of them where none of its migrations was ever applied."""
        records = record_tables() if self.alias == DEFAULT_DB_ALIAS else frozenset()
        return self.tables - (expected_tables(self.alias) if self.applied else frozenset()) - records


def django_cursor(alias: str) -> AbstractContextManager[Any]:
    """Return a cursor of Django's connection to a database."""
    return connections[alias].cursor()


def inspect_all(aliases: Iterable[str], reader: str, open_database: Open = django_cursor) -> list[DatabaseState]:
    """Return the states of databases.

    Raises the OperationalError of Django, or that of psycopg if `open_database` has it, where it cannot connect to one
    or to `default`.
    """
    applied = applied_migrations(open_database)
    return [inspect(alias, reader, applied.get(alias, frozenset()), open_database) for alias in aliases]


def applied_migrations(open_database: Open = django_cursor) -> dict[str, frozenset[tuple[str, str]]]:
    """Return app and name of the migrations that were applied to each database, by alias."""
    with open_database(DEFAULT_DB_ALIAS) as session:
        aliases = {record_table(alias): alias for alias in ALIASES}
        existing = session.execute(
            "SELECT relname::text FROM pg_class WHERE oid = ANY(SELECT to_regclass(name) FROM "
            "unnest(%s::text[]) AS name)",
            [list(aliases)],
        ).fetchall()
        found: dict[str, set[tuple[str, str]]] = {aliases[table]: set() for (table,) in existing}
        if not found:
            return {}
        records = (f"SELECT '{alias}', app, name FROM {record_table(alias)}" for alias in found)
        for alias, app, name in session.execute(" UNION ALL ".join(records)).fetchall():
            found[alias].add((app, name))
    return {alias: frozenset(names) for alias, names in found.items()}


def inspect(
    alias: str,
    reader: str,
    applied: frozenset[tuple[str, str]] | None = None,
    open_database: Open = django_cursor,
) -> DatabaseState:
    """Return the state of a database for a read-only role, with the migrations `applied` to it where they are known.

    Raises OperationalError as `inspect_all` does.
    """
    values = [FORMER_SCHEMA, reader, [*FILLING_FUNCTIONS, *LOCKING_FUNCTIONS], reader]
    with open_database(alias) as session:
        row = session.execute(_STATE_QUERY, values).fetchone()
    tables, has_former_schema, reader_has_access, can_create_roles = row
    return DatabaseState(
        alias=alias,
        tables=frozenset(tables),
        applied=applied_migrations(open_database).get(alias, frozenset()) if applied is None else applied,
        has_former_schema=has_former_schema,
        reader_has_access=reader_has_access or alias == DEFAULT_DB_ALIAS,
        can_create_roles=can_create_roles,
    )


def expected_tables(alias: str) -> frozenset[str]:
    """Return the tables of this project's models in a database."""
    models = (
        model
        for app in apps.get_app_configs()
        for model in router.get_migratable_models(app, alias, include_auto_created=True)
    )
    others = record_tables().union(*TABLES_OF_SITE.values()) if alias == DEFAULT_DB_ALIAS else frozenset()
    return frozenset(model._meta.db_table for model in models) | others


def record_tables() -> frozenset[str]:
    """Return the tables of `default` without a model: the migrations of the seven databases, and a shared password."""
    return frozenset((*map(record_table, ALIASES), SHARED_PASSWORD))


def has_expected_columns(alias: str) -> bool:
    """Return whether a database has the tables and columns of this project's models, and no other table."""
    expected = {
        (model._meta.db_table, str(field.column))
        for app in apps.get_app_configs()
        for model in router.get_migratable_models(app, alias, include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    with connections[alias].cursor() as cursor:
        cursor.execute(_COLUMNS_QUERY)
        return set(cursor.fetchall()) == expected


@cache
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    """Return app and name of every migration, from file names: importing apps or migrations would take longer."""
    project = Path(__file__).parent.parent
    directories = {label: Path(django.__file__).parent / "contrib" / label for label in TABLES_OF_SITE}
    directories |= {label: project / "datahub" / label for label in DATABASE_OF_APP}
    directories["seeding"] = project / "seeding"
    return frozenset(
        (label, module.name)
        for label, directory in directories.items()
        for module in pkgutil.iter_modules([str(directory / "migrations")])
        if not module.name.startswith(("_", "~"))
    )
