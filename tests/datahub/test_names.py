"""Keys and indexes have plain names, in new tables and in tables that were created with other names."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from config import migration_records
from config.migration_records import record_table as table_of
from config.postgresql.base import DatabaseWrapper
from config.server import known_login
from datahub.databases import BANK_DATABASES, DATABASE_OF_APP

RENAMED = [app for app, name in MigrationLoader(None).disk_migrations if name == "0002_plain_names"]
"""The apps whose first tables had hashes in the names of their keys and indexes."""

EVERYTHING_NAMED = """
    SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


def everything_named(alias: str) -> list[tuple[str, str, str]]:
    """Return table, name and definition of each constraint and index of a database, sorted."""
    with connections[alias].cursor() as cursor:
        cursor.execute(EVERYTHING_NAMED)
        return sorted(row for row in cursor.fetchall() if row[0] != "django_migrations")


@pytest.fixture
def no_records(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep records of migrations in tables that do not exist yet, and drop them after the test."""
    tables = {alias: f"older_{table_of(alias)}" for alias in BANK_DATABASES}
    monkeypatch.setattr(migration_records, "record_table", tables.__getitem__)
    migration_records.record_model.cache_clear()
    yield
    migration_records.record_model.cache_clear()
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(tables.values())}")


@contextmanager
def empty_database(alias: str) -> Iterator[None]:
    """Let an alias of the bank refer to a new, empty database during the block."""
    settings_of_it = connections[alias].settings_dict
    ours, name = settings_of_it["NAME"], f"{settings.BANK_SERVER.prefix}older_{alias}"
    connections[alias].close()
    with known_login(settings.BANK_SERVER).connect() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        settings_of_it["NAME"] = name
        try:
            yield
        finally:
            connections[alias].close()
            settings_of_it["NAME"] = ours
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def hashed(names: list[tuple[str, str, str]]) -> list[str]:
    return [name for _, name, _ in names if re.search(r"_[0-9a-f]{8}(_|$)", name)]


def _migrate(alias: str, app: str) -> None:
    """Apply the migrations of an app that are not recorded yet."""
    executor = MigrationExecutor(connections[alias])
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == app])


@pytest.mark.hard
@pytest.mark.parametrize("app", RENAMED)
@pytest.mark.usefixtures("no_records")
def test_migrations_rename_hashed_names_to_those_of_new_tables(app: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alias = DATABASE_OF_APP[app]
    with empty_database(alias):
        _migrate(alias, app)
        made_today = everything_named(alias)
    migration_records.record_model(alias).objects.using(DEFAULT_DB_ALIAS).all().delete()
    with empty_database(alias):
        with monkeypatch.context() as patched:
            patched.setattr(DatabaseWrapper, "SchemaEditorClass", DatabaseSchemaEditor)
            MigrationExecutor(connections[alias]).migrate([(app, "0001_initial")])
        assert hashed(everything_named(alias))
        _migrate(alias, app)
        assert everything_named(alias) == made_today
    assert hashed(made_today) == []


def test_models_have_no_changes_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


class TestTheSchemaEditor:
    @pytest.mark.parametrize(
        ("suffix", "name"),
        [
            ("", "loans_customer_id_idx"),
            ("_idx", "loans_customer_id_idx"),
            ("_uniq", "loans_customer_id_key"),
            ("_fk_customers_customer_id", "loans_customer_id_fkey"),
            ("_pk", "loans_pkey"),
            ("_check", "loans_customer_id_check"),
        ],
    )
    def test_names_things_as_postgresql_does(self, suffix: str, name: str) -> None:
        editor = connections["loans_db"].SchemaEditorClass(connections["loans_db"])
        assert editor._create_index_name("loans", ["customer_id"], suffix) == name

    def test_refuses_a_name_that_postgresql_would_cut_off(self) -> None:
        editor = connections["loans_db"].SchemaEditorClass(connections["loans_db"])
        assert len(editor._create_index_name("a" * 30, ["b" * 28], "_uniq")) == 63
        with pytest.raises(NotSupportedError, match="is longer than the 63 bytes of a PostgreSQL name"):
            editor._create_index_name("a" * 30, ["b" * 29], "_uniq")
        with pytest.raises(NotSupportedError):
            editor._create_index_name("ä" * 16, ["b" * 28], "_uniq")
