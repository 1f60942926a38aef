"""Planting faults: rows are changed so that a check must fail, and the fault is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import ClientCursor, errors, sql
from psycopg.rows import dict_row

from seeding.checks.check import Check
from seeding.storage.errors import SeedingError
from seeding.storage.planted_faults import FAULTS, lay_out_faults

_MOST_CONSTRAINTS = 20
"""Most constraints that are dropped for one statement."""


class BreakError(SeedingError):
    """A fault that could not be planted."""


@dataclass(frozen=True)
class PlantedFault:
    """A recorded fault: the check that must find it, its description, and the row that was changed."""

    check_id: str
    description: str
    row: str


def plant(
    connect: Callable[[str], psycopg.Connection], check: Check, parameters: Mapping[str, Any], pick: str
) -> PlantedFault:
    """Plant a check's fault in open transactions, one per database, which the caller commits or rolls back.

    Constraints that forbid it are dropped; the next load restores them. Raises BreakError where no row qualifies.
    """
    first = ""
    for database, statement in check.fault.statements:
        connection = connect(database)
        row, restore = _run_statement(connection, statement, {**parameters, "pick": pick})
        first = first or row
        lay_out_faults(connection)
        connection.execute(
            sql.SQL("INSERT INTO {} (check_id, what, broken, put_back) VALUES (%s, %s, %s, %s)").format(FAULTS),
            [check.id, check.fault.description, first, restore],
        )
    if not first:
        raise BreakError(f"this bank has no row for a fault of {check.id}; seed a larger one")
    return PlantedFault(check.id, check.fault.description, first)


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


def planted(connection: psycopg.Connection) -> list[PlantedFault]:
    """Return the faults planted in a database since it was last loaded."""
    there = connection.execute("SELECT to_regclass('ops.seed_fault') IS NOT NULL").fetchone()
    if there != (True,):
        return []
    query = sql.SQL("SELECT check_id, what, broken FROM {} ORDER BY planted_at").format(FAULTS)
    return [PlantedFault(*row) for row in connection.execute(query).fetchall()]
