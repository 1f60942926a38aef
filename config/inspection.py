"""What a database holds, compared with what it should hold: two queries per database, which change nothing."""

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.migrations.loader import MigrationLoader

MIGRATION_RECORD = "django_migrations"

_STATE_QUERY = """
    SELECT ARRAY(SELECT relname::text FROM pg_class
                 WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p', 'f') AND NOT relispartition),
           to_regclass('django_migrations') IS NOT NULL,
           EXISTS (SELECT FROM pg_roles reader
                   WHERE rolname = %s
                     AND has_database_privilege(reader.oid, current_database(), 'CONNECT')
                     AND has_schema_privilege(reader.oid, 'public', 'USAGE')
                     AND NOT EXISTS (SELECT FROM pg_class
                                     WHERE relnamespace = to_regnamespace('public')
                                       AND relkind IN ('r', 'p', 'f', 'v', 'm')
                                       AND NOT has_table_privilege(reader.oid, pg_class.oid, 'SELECT'))),
           (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)
"""


@dataclass(frozen=True)
class DatabaseState:
    """What one of the seven databases holds, and which rights the roles have in it."""

    alias: str
    tables: frozenset[str]
    applied: frozenset[tuple[str, str]]
    reader_has_access: bool
    can_create_roles: bool

    @property
    def complete(self) -> bool:
        """Return whether the database is ready, apart from the read-only role."""
        return migrations_on_disk() <= self.applied and not self.unknown_tables

    @property
    def unknown_tables(self) -> frozenset[str]:
        """Return the tables that are not this project's: all of them where none of its migrations was ever applied."""
        return self.tables - expected_tables(self.alias) if self.applied else self.tables - {MIGRATION_RECORD}


def inspect(alias: str, reader: str) -> DatabaseState:
    """Return the state of a database for a read-only role; raise Django's OperationalError where it cannot connect."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_STATE_QUERY, [reader])
        tables, has_migrations, reader_has_access, can_create_roles = cursor.fetchone()
        applied: list[tuple[str, str]] = []
        if has_migrations:
            cursor.execute(f"SELECT app, name FROM {MIGRATION_RECORD}")
            applied = cursor.fetchall()
    return DatabaseState(
        alias=alias,
        tables=frozenset(tables),
        applied=frozenset(applied),
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
    records = {MIGRATION_RECORD} if alias == DEFAULT_DB_ALIAS else set()
    return frozenset({model._meta.db_table for model in models} | records)


def tables_of_applied_migrations(alias: str) -> frozenset[str]:
    """Return the tables that the models had when a database was last migrated: later migrations may rename them."""
    loader = MigrationLoader(connections[alias])
    applied = [migration for migration in loader.applied_migrations if migration in loader.graph.nodes]
    models = loader.project_state(applied).models
    return frozenset(str(state.options.get("db_table") or "_".join(key)) for key, state in models.items())


@cache
def migrations_on_disk() -> frozenset[tuple[str, str]]:
    """Return app and name of every migration, from file names: importing the migrations would take longer."""
    found = set()
    for app in apps.get_app_configs():
        spec = find_spec(f"{app.name}.migrations") if app.module else None
        for module in pkgutil.iter_modules(spec.submodule_search_locations if spec else []):
            if not module.name.startswith(("_", "~")):
                found.add((app.label, module.name))
    return frozenset(found)
