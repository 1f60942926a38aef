"""The tables of a database from its system catalog, with their rows and what each is for."""

from dataclasses import dataclass

from django.db import OperationalError, connections
from psycopg import errors, sql

from config.errors import ServerError

MAX_COUNTED_BYTES = 32 * 1024**2
"""Tables up to this size are counted, in some 30 ms each; larger ones get the estimate of the last ANALYZE."""

LOCK_TIMEOUT = "2s"

_TABLES = """
    SELECT relname::text, coalesce(obj_description(oid, 'pg_class'), ''),
           CASE WHEN pg_relation_size(oid) > %s AND reltuples >= 0 THEN reltuples::bigint END
    FROM pg_class
    WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p', 'f') AND NOT relispartition
    ORDER BY relname
"""


@dataclass(frozen=True)
class Table:
    """A table and its rows, which were counted where `exact`, else estimated."""

    name: str
    rows: int
    exact: bool
    comment: str


def tables_in(alias: str) -> list[Table]:
    """Return the tables of one of the bank's databases, sorted by name; raise ServerError where one stays locked."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
            cursor.execute(_TABLES, [MAX_COUNTED_BYTES])
            found = cursor.fetchall()
            counted = dict[str, int]()
            if names := [name for name, _, estimate in found if estimate is None]:
                cursor.execute(_counts(names))
                counted = dict(cursor.fetchall())
    except OperationalError as error:
        if isinstance(error.__cause__, errors.LockNotAvailable):
            raise ServerError(f"A table of {alias} is locked, perhaps by a seeding run; see seed_status") from None
        raise
    return [
        Table(name, rows=counted[name] if estimate is None else estimate, exact=estimate is None, comment=comment)
        for name, comment, estimate in found
    ]


def _counts(names: list[str]) -> sql.Composed:
    """Return a query for the names of tables and their numbers of rows."""
    count = sql.SQL("SELECT {}, count(*) FROM {}")
    return sql.SQL(" UNION ALL ").join(count.format(name, sql.Identifier("public", name)) for name in names)
