"""Planting faults: rows are changed so that a check must fail."""

from collections.abc import Callable, Mapping
from typing import Any

import psycopg
from psycopg import ClientCursor, errors, sql
from psycopg.rows import dict_row

from seeding.checks.check import Check
from seeding.storage.errors import SeedingError
from seeding.storage.planted_faults import PlantedFault

_MOST_CONSTRAINTS = 20
"""Most constraints that are dropped for one statement."""


class BreakError(SeedingError):
    """A fault that could not be planted."""


def plant(
    connect: Callable[[str], psycopg.Connection], check: Check, parameters: Mapping[str, Any], pick: str
) -> PlantedFault:
    """Plant a check's fault in open transactions, one per database, which the caller commits or rolls back.

    Constraints that forbid it are dropped; the result has the statements that restore them. Raises BreakError where no
    row qualifies.
    """
    first = ""
    restores: dict[str, list[str]] = {}
    for database, statement in check.fault.statements:
        connection = connect(database)
        row, restore = _run_statement(connection, statement, {**parameters, "pick": pick})
        first = first or row
        restores.setdefault(database, []).extend(restore)
    if not first:
        raise BreakError(f"this bank has no row for a fault of {check.id}; seed a larger one")
    return PlantedFault(check.id, check.fault.description, first, restores)


def _run_statement(
    connection: psycopg.Connection, statement: str, parameters: Mapping[str, Any]
) -> tuple[str, list[str]]:
    """Run a statement; return its first row as text, and the statements that restore the constraints it violated."""
    restore: list[str] = []
    for _ in range(_MOST_CONSTRAINTS):
        try:
            with connection.transaction():
                connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor = ClientCursor(connection, row_factory=dict_row)
                cursor.execute(statement.encode(), parameters)
                row = cursor.fetchone() if cursor.description else None
            return ", ".join(f"{name} {value}" for name, value in (row or {}).items()), restore
        except errors.NotNullViolation as error:
            restore = [_allow_null(connection, error), *restore]
        except errors.IntegrityError as error:
            restore = [*_drop(connection, error), *restore]
    raise BreakError(f"more than {_MOST_CONSTRAINTS} constraints forbid: {statement.strip()}")


def _allow_null(connection: psycopg.Connection, error: errors.NotNullViolation) -> str:
    table, column = sql.Identifier(str(error.diag.table_name)), sql.Identifier(str(error.diag.column_name))
    connection.execute(sql.SQL("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL").format(table, column))
    return sql.SQL("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL").format(table, column).as_string(connection)


_CONSTRAINTS = """
    WITH broken AS (SELECT oid, conindid FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s)
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
           format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint c, broken
    WHERE c.oid = broken.oid OR (c.contype = 'f' AND broken.conindid <> 0 AND c.conindid = broken.conindid)
    ORDER BY c.oid = broken.oid, conname
"""
"""A key and the foreign keys that refer to it: those are dropped first and restored last."""


def _drop(connection: psycopg.Connection, error: errors.IntegrityError) -> list[str]:
    table = sql.Identifier(str(error.diag.table_name)).as_string(connection)
    found = connection.execute(_CONSTRAINTS, [table, error.diag.constraint_name]).fetchall()
    if not found:
        raise error
    for drop, _ in found:
        connection.execute(drop.encode())
    return [make for _, make in reversed(found)]
