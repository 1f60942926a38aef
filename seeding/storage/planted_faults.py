"""Faults that were planted on purpose, written down in the database they are in, and gone with the next load."""

import psycopg
from psycopg import sql

FAULTS = sql.Identifier("ops", "seed_fault")


def lay_out_faults(connection: psycopg.Connection) -> None:
    """Make the table of faults where it is missing, as part of the transaction that plants one."""
    connection.execute(
        sql.SQL(
            "CREATE TABLE IF NOT EXISTS {} (check_id text NOT NULL, what text NOT NULL, broken text NOT NULL, "
            "put_back text[] NOT NULL, planted_at timestamptz NOT NULL DEFAULT clock_timestamp())"
        ).format(FAULTS)
    )


def mend_faults(cursor: psycopg.Cursor) -> None:
    """Make the constraints again that faults were planted in spite of; the tables are empty by now."""
    cursor.execute("SELECT to_regclass('ops.seed_fault') IS NOT NULL")
    if cursor.fetchone() != (True,):
        return
    cursor.execute(sql.SQL("SELECT put_back FROM {} ORDER BY planted_at DESC").format(FAULTS))
    for (statements,) in cursor.fetchall():
        for statement in statements:
            cursor.execute(statement.encode())
    cursor.execute(sql.SQL("DROP TABLE {}").format(FAULTS))
