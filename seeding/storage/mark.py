"""The mark of a database: the run whose rows it has, in the comment of its schema `public`.

A comment changes in the same transaction as the rows, needs no additional table, and is readable for users.
"""

import re
from uuid import UUID

from psycopg import sql

from seeding.storage.sessions import Cursor

_UNMARKED = "standard public schema"
"""PostgreSQL's own comment."""
_RUN = re.compile(r"\brun ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")


def read_mark(cursor: Cursor) -> UUID | None:
    """Return the id of the run whose rows a database has, or None if it has no mark."""
    cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
    ((comment,),) = cursor.fetchall()
    found = _RUN.search(comment or "")
    return UUID(found[1]) if found else None


def mark_statement(run_id: UUID) -> str:
    """Return the statement that marks the rows of a database as those of a run."""
    return _comment(f"A synthetic bank; its rows were written by run {run_id}.")


def write_mark(cursor: Cursor, run_id: UUID) -> None:
    """Mark the rows of a database as those of a run, in the transaction of the cursor."""
    cursor.execute(mark_statement(run_id).encode())


def remove_mark(cursor: Cursor) -> None:
    """Remove the mark in the transaction of the cursor."""
    cursor.execute(_comment(_UNMARKED).encode())


def _comment(text: str) -> str:
    return sql.SQL("COMMENT ON SCHEMA public IS {}").format(text).as_string()
