"""The rows behind the charts of the site, read through Django's connections in transactions that can only read."""

from typing import Any

from django.db import connections, transaction

from seeding.charts.bank import Row


def site_rows(database: str, query: str, **parameters: Any) -> list[Row]:
    """Return the rows of a query by column."""
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        # Compiling a query takes longer than most of these run.
        cursor.execute("SET TRANSACTION READ ONLY; SET LOCAL jit = off")
        cursor.execute(query, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
