"""Deferred indexes: keys and indexes are dropped before rows come in and made again after, several times faster.

PostgreSQL's DDL belongs to the transaction: if it dies in between, nothing was ever dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

_DEFINITIONS = """
    WITH bank AS (SELECT to_regclass(name)::oid AS oid FROM unnest(%s::text[]) name)
    SELECT CASE contype WHEN 'f' THEN 3 ELSE 1 END AS stage,
           format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) AS drop_it,
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint c JOIN bank ON conrelid = bank.oid
    WHERE contype IN ('p', 'u', 'x', 'f')
    UNION ALL
    SELECT 2, format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index JOIN bank ON indrelid = bank.oid
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    ORDER BY stage, drop_it
"""
"""In the order in which they are made: keys, other indexes, and the foreign keys that refer to keys."""


@dataclass(frozen=True)
class DeferredIndexes:
    """The statements that make dropped keys and indexes again, in order."""

    statements: tuple[str, ...]

    def restore(self, cursor: psycopg.Cursor) -> None:
        """Build every key and index again. Raises psycopg.errors.IntegrityError where rows do not keep to one."""
        for statement in self.statements:
            cursor.execute(statement.encode())


def definitions(cursor: psycopg.Cursor, tables: Sequence[str]) -> list[tuple[str, str]]:
    """Return the statements that drop and make each key, index and foreign key, in the order in which they are made."""
    cursor.execute(_DEFINITIONS, [[f'"{table}"' for table in tables]])
    return [(drop, make) for _, drop, make in cursor.fetchall()]


def defer_indexes(cursor: psycopg.Cursor, tables: Sequence[str]) -> DeferredIndexes:
    """Drop the keys, indexes and foreign keys of some tables; return what makes them again."""
    found = definitions(cursor, tables)
    if found:
        cursor.execute(";".join(drop for drop, _ in reversed(found)).encode())
    return DeferredIndexes(tuple(make for _, make in found))
