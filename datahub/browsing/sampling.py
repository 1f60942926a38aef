"""Queries behind the charts: on a large table they read a sample, and the chart says so."""

from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.models import Model
from psycopg import sql


@dataclass(frozen=True)
class Sample:
    """The part of a table of about `rows` rows that is read: all of it, or about `size` rows."""

    rows: int
    size: int

    @property
    def fraction(self) -> float:
        """The fraction of the rows that is read, from 0 to 1."""
        return min(1.0, self.size / max(1, self.rows))

    @property
    def clause(self) -> sql.Composable:
        """The SQL that follows the table's name."""
        sample = sql.SQL("TABLESAMPLE SYSTEM ({}) REPEATABLE (1)").format(sql.Literal(self.fraction * 100))
        return sample if self.fraction < 1 else sql.SQL("")

    @property
    def note(self) -> str:
        """The note below the chart; empty where all rows were read."""
        return f"Estimated from a sample of about {self.size:,} of {self.rows:,} rows" if self.fraction < 1 else ""


def query_rows(model: type[Model], query: sql.SQL, **parts: sql.Composable) -> list[Any]:
    """Return the rows of a query in which `{table}` stands for the model's table."""
    with connections[router.db_for_read(model)].cursor() as cursor:
        cursor.execute(query.format(table=sql.Identifier(model._meta.db_table), **parts))
        return list(cursor.fetchall())
