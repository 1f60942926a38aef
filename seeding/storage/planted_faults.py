"""The record of planted faults: a table in the database that has the fault, until the next load drops it."""

import psycopg
from psycopg import sql

FAULTS = sql.Identifier("ops", "seed_fault")


def lay_out_faults(connection: psycopg.Connection) -> None:
    """Create the table of planted faults if it is missing, in the transaction that plants a fault."""
    connection.execute(
        sql.SQL(
            "CREATE TABLE IF NOT EXISTS {} (check_id text NOT NULL, what text NOT NULL, broken text NOT NULL, "
            "put_back text[] NOT NULL, planted_at timestamptz NOT NULL DEFAULT clock_timestamp())"
        ).format(FAULTS)
    )


def restore_constraints(cursor: psycopg.Cursor) -> None:
    """Restore the constraints that were dropped to plant faults, and drop the record. The tables must be empty."""
    cursor.execute("SELECT to_regclass('ops.seed_fault') IS NOT NULL")
    if cursor.fetchone() != (True,):
        return
    cursor.execute(sql.SQL("SELECT put_back FROM {} ORDER BY planted_at DESC").format(FAULTS))
    for (statements,) in cursor.fetchall():
        for statement in statements:
            cursor.execute(statement.encode())
    cursor.execute(sql.SQL("DROP TABLE {}").format(FAULTS))
