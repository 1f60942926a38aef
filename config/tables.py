"""The tables and views of a database from its system catalog, with their rows and what each is for."""

from dataclasses import dataclass

from django.conf import settings
from psycopg import errors, sql

from config.counted import MAX_COUNTED_BYTES
from config.errors import ServerError
from config.server import ServerSettings, known_login

LOCK_TIMEOUT = "2s"

_RELATIONS = """
    SELECT nspname::text, relname::text, relkind = 'v', coalesce(obj_description(pg_class.oid, 'pg_class'), ''),
           pg_relation_size(pg_class.oid), reltuples::bigint
    FROM pg_class JOIN pg_namespace schema ON schema.oid = relnamespace
    WHERE (nspname = 'public' AND relkind IN ('r', 'p', 'f') AND NOT relispartition)
       OR (nspname = 'analytics' AND relkind = 'v')
    ORDER BY nspname = 'analytics', relname
"""


@dataclass(frozen=True)
class Table:
    """A table or a view, by the name that a query uses. Its rows were counted where `exact`, else estimated.

    The rows of a view that would take long to count are None.
    """

    name: str
    rows: int | None
    exact: bool
    comment: str
    is_view: bool = False


@dataclass(frozen=True)
class _Relation:
    """A row of `_RELATIONS`: a table or a view, its size in bytes, and the estimate of its rows, -1 for unknown."""

    schema: str
    name: str
    is_view: bool
    comment: str
    size: int
    estimate: int


def tables_in(alias: str) -> list[Table]:
    """Return the tables of one of the bank's databases and then its views, sorted by name.

    Raises ServerError where one stays locked.
    """
    server: ServerSettings = settings.BANK_SERVER
    try:
        with known_login(server).connect(server.database_name(alias)) as connection:
            connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
            found = [_Relation(*row) for row in connection.execute(_RELATIONS)]
            counted = dict[tuple[str, str], int]()
            if cheap := _cheap_to_count(found):
                counted = {(schema, name): rows for schema, name, rows in connection.execute(_counts(cheap))}
    except errors.LockNotAvailable:
        raise ServerError(f"A table of {alias} is locked, perhaps by a seeding run; see seed_status") from None
    return [_table(relation, counted.get((relation.schema, relation.name))) for relation in found]


def _cheap_to_count(found: list[_Relation]) -> list[_Relation]:
    are_small = sum(relation.size for relation in found) <= MAX_COUNTED_BYTES
    return [
        relation
        for relation in found
        if (are_small if relation.is_view else relation.size <= MAX_COUNTED_BYTES or relation.estimate < 0)
    ]


def _counts(relations: list[_Relation]) -> sql.Composed:
    """Return a query for the schemas and names of relations and their numbers of rows."""
    count = sql.SQL("SELECT {}, {}, count(*) FROM {}")
    return sql.SQL(" UNION ALL ").join(
        count.format(each.schema, each.name, sql.Identifier(each.schema, each.name)) for each in relations
    )


def _table(relation: _Relation, counted: int | None) -> Table:
    name = f"{relation.schema}.{relation.name}" if relation.is_view else relation.name
    estimate = None if relation.is_view else relation.estimate
    return Table(
        name=name,
        rows=estimate if counted is None else counted,
        exact=counted is not None,
        comment=relation.comment,
        is_view=relation.is_view,
    )
