"""Planting faults: a row is broken as a check is about, and written down, with what puts the table right again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import ClientCursor, errors, sql
from psycopg.rows import dict_row

from seeding.checks.check import Check
from seeding.storage.errors import SeedingError
from seeding.storage.planted_faults import FAULTS, lay_out_faults

_OBSTACLES = 20
"""Constraints that one statement may be in the way of, at most."""


class BreakError(SeedingError):
    """A fault that could not be planted."""


@dataclass(frozen=True)
class PlantedFault:
    """A fault that was planted on purpose: the check that is to find it, what was done, and to which row."""

    check_id: str
    description: str
    row: str


def plant(
    connect: Callable[[str], psycopg.Connection], check: Check, given: Mapping[str, Any], pick: str
) -> PlantedFault:
    """Break a row in open transactions, one per database, which the caller commits or rolls back.

    Constraints in the way are dropped; the next load puts them back. Raises BreakError where no row suits.
    """
    first = ""
    for database, statement in check.fault.statements:
        connection = connect(database)
        row, put_back = _broken(connection, statement, {**given, "pick": pick})
        first = first or row
        lay_out_faults(connection)
        connection.execute(
            sql.SQL("INSERT INTO {} (check_id, what, broken, put_back) VALUES (%s, %s, %s, %s)").format(FAULTS),
            [check.id, check.fault.description, first, put_back],
        )
    if not first:
        raise BreakError(f"this bank has no row that {check.id} could be broken with; seed a larger one")
    return PlantedFault(check.id, check.fault.description, first)


def _broken(connection: psycopg.Connection, statement: str, given: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Run a statement and return its first row as text, and the statements that make again what was in its way."""
    put_back: list[str] = []
    for _ in range(_OBSTACLES):
        try:
            with connection.transaction():
                connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor = ClientCursor(connection, row_factory=dict_row)
                cursor.execute(statement.encode(), given)
                row = cursor.fetchone() if cursor.description else None
            return ", ".join(f"{name} {value}" for name, value in (row or {}).items()), put_back
        except errors.NotNullViolation as error:
            put_back = [_may_be_null(connection, error), *put_back]
        except errors.IntegrityError as error:
            put_back = [*_drop(connection, error), *put_back]
    raise BreakError(f"more than {_OBSTACLES} constraints are in the way of: {statement.strip()}")


def _may_be_null(connection: psycopg.Connection, error: errors.NotNullViolation) -> str:
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
"""A key and the foreign keys that lead to it, which go first and come back last."""


def _drop(connection: psycopg.Connection, error: errors.IntegrityError) -> list[str]:
    table = sql.Identifier(str(error.diag.table_name)).as_string(connection)
    found = connection.execute(_CONSTRAINTS, [table, error.diag.constraint_name]).fetchall()
    if not found:
        raise error
    for drop, _ in found:
        connection.execute(drop.encode())
    return [make for _, make in reversed(found)]


def planted(connection: psycopg.Connection) -> list[PlantedFault]:
    """Return the faults that were planted in a database since it was last loaded."""
    there = connection.execute("SELECT to_regclass('ops.seed_fault') IS NOT NULL").fetchone()
    if there != (True,):
        return []
    query = sql.SQL("SELECT check_id, what, broken FROM {} ORDER BY planted_at").format(FAULTS)
    return [PlantedFault(*row) for row in connection.execute(query).fetchall()]
