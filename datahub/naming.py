"""Renames the keys and indexes of existing tables as `config.postgresql` names those of new ones."""

from collections.abc import Callable
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SUFFIXES = {"primary_key": "_pk", "foreign_key": "_fk_", "unique": "_uniq", "index": "_idx"}
"""Django's suffix for each kind of key; the first match counts, for a primary key is unique, too. Checks keep names."""


def plain_names(*tables: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    """Return the function with which a migration renames the keys and indexes of `tables`."""

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
