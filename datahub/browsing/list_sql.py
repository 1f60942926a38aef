"""The SQL of a list, to copy: a statement that psql and `db_query` run as it is."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet


def list_sql(rows: QuerySet[Model]) -> str:
    """Return the query of all rows of a list, its values quoted by psycopg; empty if no row can match."""
    try:
        query, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return ""
    operations: Any = connections[rows.db].ops
    sql: str = operations.compose_sql(query, values)
    # A value may hold any word, and none stands before WHERE or after ORDER BY.
    selected, _, rest = sql.partition(" FROM ")
    table, where, conditions = rest.partition(" WHERE ")
    conditions, order, columns = (conditions if where else table).rpartition(" ORDER BY ")
    source = f"{table}\nWHERE {conditions}" if where else conditions
    return f"{selected}\nFROM {source}\nORDER BY {columns};" if order else f"{sql};"
