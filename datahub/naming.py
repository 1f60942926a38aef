"""Brings the names of keys and indexes of tables that exist to those that tables made today get."""

from collections.abc import Callable
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SUFFIXES = {"primary_key": "_pk", "foreign_key": "_fk_", "unique": "_uniq", "index": "_idx"}
"""How Django asks for the name of each kind; the first that fits: a primary key is unique, too. Checks are not here."""


def plain_names(*tables: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Return what a migration runs to rename the keys and indexes of `tables`, found by their columns."""

    def rename(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            _rename_in(table, schema_editor)

    return rename


def _rename_in(table: str, schema_editor: Any) -> None:
    connection, quote = schema_editor.connection, schema_editor.quote_name
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    for old, key in found.items():
        suffix = next((suffix for kind, suffix in _SUFFIXES.items() if key[kind]), None)
        new = suffix and schema_editor._create_index_name(table, key["columns"], suffix)
        if not new or new == old:
            continue
        if key["index"]:
            schema_editor.execute(f"ALTER INDEX {quote(old)} RENAME TO {quote(new)}")
        else:
            schema_editor.execute(f"ALTER TABLE {quote(table)} RENAME CONSTRAINT {quote(old)} TO {quote(new)}")
