"""Deferred indexes: keys and indexes are dropped before a load and created after it, which is several times faster.

DDL is part of the transaction in PostgreSQL: if the transaction fails in between, nothing is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

_DEFINITIONS = """
    WITH bank AS (SELECT to_regclass(name)::oid AS oid FROM unnest(%s::text[]) name)
    SELECT CASE contype WHEN 'f' THEN 3 ELSE 1 END AS stage,
           format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) AS drop_statement,
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint c JOIN bank ON conrelid = bank.oid
    WHERE contype IN ('p', 'u', 'x', 'f')
    UNION ALL
    SELECT 2, format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index JOIN bank ON indrelid = bank.oid
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    ORDER BY stage, drop_statement
"""
"""In the order of creation: keys, other indexes, and the foreign keys that refer to keys."""


@dataclass(frozen=True)
class DeferredIndexes:
    """The statements that create the dropped keys and indexes again, in order."""

    statements: tuple[str, ...]

    def restore(self, cursor: psycopg.Cursor) -> None:
        """Create every key and index. Raises psycopg.errors.IntegrityError if rows violate one."""
        for statement in self.statements:
            cursor.execute(statement.encode())


def definitions(cursor: psycopg.Cursor, tables: Sequence[str]) -> list[tuple[str, str]]:
    """Return the statements that drop and create each key, index and foreign key, in the order of creation."""
    cursor.execute(_DEFINITIONS, [[f'"{table}"' for table in tables]])
    return [(drop, create) for _, drop, create in cursor.fetchall()]


def defer_indexes(cursor: psycopg.Cursor, tables: Sequence[str]) -> DeferredIndexes:
    """Drop the keys, indexes and foreign keys of tables, and return what restores them."""
    found = definitions(cursor, tables)
    if found:
        cursor.execute(";".join(drop for drop, _ in reversed(found)).encode())
    return DeferredIndexes(tuple(create for _, create in found))
