"""The mark of a database: the run whose rows it has, in the comment of its schema `public`.

A comment changes in the same transaction as the rows, needs no additional table, and is readable for users.
"""

import re
from uuid import UUID

import psycopg
from psycopg import sql

from seeding.storage.sessions import Cursor

_UNMARKED = "standard public schema"
"""PostgreSQL's own comment."""
_RUN = re.compile(r"\brun ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")

_TABLE_OF_0_3 = "ops.seed_load"
"""The table in which versions up to 0.3.0 kept the mark; the next run drops it."""


def read_mark(cursor: Cursor) -> UUID | None:
    """Return the id of the run whose rows a database has, or None if it has no mark."""
    cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace'), to_regclass(%s)", [_TABLE_OF_0_3])
    ((comment, table),) = cursor.fetchall()
    found = _RUN.search(comment or "")
    if found:
        return UUID(found[1])
    if table is None:
        return None
    cursor.execute(f"SELECT run_id FROM {_TABLE_OF_0_3} ORDER BY loaded_at DESC LIMIT 1")
    rows = cursor.fetchall()
    return rows[0][0] if rows else None


def mark_statement(run_id: UUID) -> str:
    """Return the statement that marks the rows of a database as those of a run."""
    return _comment(f"A synthetic bank; its rows were written by run {run_id}.")


def write_mark(cursor: psycopg.Cursor, run_id: UUID) -> None:
    """Mark the rows of a database as those of a run, in the transaction of the cursor."""
    cursor.execute(mark_statement(run_id).encode())


def remove_mark(cursor: psycopg.Cursor) -> None:
    """Remove the mark, whichever version wrote it, in the transaction of the cursor."""
    cursor.execute(_comment(_UNMARKED).encode())
    cursor.execute(f"DROP TABLE IF EXISTS {_TABLE_OF_0_3}")


def _comment(text: str) -> str:
    return sql.SQL("COMMENT ON SCHEMA public IS {}").format(text).as_string()
