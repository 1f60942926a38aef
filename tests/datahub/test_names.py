"""Keys and indexes get plain names, in tables made today as in tables that were made under other names."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import NotSupportedError, connections
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from config.postgresql.base import DatabaseWrapper
from config.server import known_login

HAD_TABLES = [("employees_db", "employees", 6), ("customer_db", "customers", 1), ("accounts_db", "accounts", 8)]
"""The databases that had tables before names were plain, and how many of their names had a hash."""

EVERYTHING_NAMED = """
    SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


def everything_named(alias: str) -> list[tuple[str, str, str]]:
    """Return table, name and definition of each constraint and index of a database, in Python's order."""
    with connections[alias].cursor() as cursor:
        cursor.execute(EVERYTHING_NAMED)
        return sorted(row for row in cursor.fetchall() if row[0] != "django_migrations")


@contextmanager
def empty_database(alias: str) -> Iterator[None]:
    """Let Django know an empty database by the alias of one of the bank's."""
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


@pytest.mark.parametrize(("alias", "app", "hashes"), HAD_TABLES)
def test_tables_that_were_made_with_hashed_names_end_as_those_made_today(
    alias: str, app: str, hashes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_today = everything_named(alias)
    with empty_database(alias):
        with monkeypatch.context() as patched:
            patched.setattr(DatabaseWrapper, "SchemaEditorClass", DatabaseSchemaEditor)
            MigrationExecutor(connections[alias]).migrate([(app, "0001_initial")])
        assert len(hashed(everything_named(alias))) == hashes
        executor = MigrationExecutor(connections[alias])
        executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == app])
        assert everything_named(alias) == made_today
    assert hashed(made_today) == []


def test_migrations_say_all_that_the_models_say() -> None:
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
