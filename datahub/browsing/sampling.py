"""What charts ask the databases, and how much of a table they look at: a sample of a large one, and they say so."""

from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.models import Model
from psycopg import sql


@dataclass(frozen=True)
class Sample:
    """How much is looked at of a table with about so many `rows`: all of it, or about `at_most` rows."""

    rows: int
    at_most: int

    @property
    def share(self) -> float:
        """The part of the rows that is looked at."""
        return min(1.0, self.at_most / max(1, self.rows))

    @property
    def clause(self) -> sql.Composable:
        """What stands behind the table's name."""
        sample = sql.SQL("TABLESAMPLE SYSTEM ({}) REPEATABLE (1)").format(sql.Literal(self.share * 100))
        return sample if self.share < 1 else sql.SQL("")

    @property
    def remark(self) -> str:
        """What a chart says about it; nothing where it saw everything."""
        return f"from a sample of about {self.at_most:,} of {self.rows:,} rows" if self.share < 1 else ""


def asked(model: type[Model], query: sql.SQL, **parts: sql.Composable) -> list[Any]:
    """Return the rows of a query in which `{table}` stands for a model's table."""
    with connections[router.db_for_read(model)].cursor() as cursor:
        cursor.execute(query.format(table=sql.Identifier(model._meta.db_table), **parts))
        return list(cursor.fetchall())
