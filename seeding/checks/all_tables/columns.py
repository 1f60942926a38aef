"""The columns of all tables, from the models, and queries for rows that violate a condition on a column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import polars as pl
from django.db import models

from datahub.databases import BANK_DATABASES
from seeding.checks.reader import BankReader
from seeding.storage.tables import tables_of

Field: TypeAlias = "models.Field[object, object]"


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    database: str
    field: Field

    @property
    def table(self) -> str:
        """The name of its table."""
        return str(self.field.model._meta.db_table)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.field.column)

    @property
    def key(self) -> str:
        """The primary key of its table."""
        return str(self.field.model._meta.pk.column)

    @property
    def place(self) -> tuple[str, str]:
        """Its table and name."""
        return self.table, self.name

    @property
    def is_reference(self) -> bool:
        """Whether it is a foreign key."""
        return isinstance(self.field, models.ForeignKey)


@cache
def columns(kind: type | tuple[type, ...] = models.Field) -> tuple[Column, ...]:
    """Return the columns of one kind of field in all tables; a foreign key counts as the field that it refers to."""
    return tuple(
        Column(database, field)
        for database in BANK_DATABASES
        for model in tables_of(database)
        for field in model._meta.concrete_fields
        if isinstance(field.target_field if isinstance(field, models.ForeignKey) else field, kind)
    )


@dataclass(frozen=True)
class Condition:
    """An SQL condition under which a column's value is a violation."""

    column: Column
    violated: str


def violating_rows(bank: BankReader, conditions: Sequence[Condition]) -> pl.DataFrame:
    """Return the table, key, column and value of each violation; every table is read once."""
    by_table: dict[str, list[Condition]] = {}
    for condition in conditions:
        by_table.setdefault(condition.column.table, []).append(condition)
    databases = {condition.column.table: condition.column.database for condition in conditions}
    return union(bank, ((databases[table], _rows_of_table(of_table)) for table, of_table in by_table.items()))


def _rows_of_table(conditions: Sequence[Condition]) -> str:
    first = conditions[0].column
    any_violated = " OR ".join(f"({condition.violated})" for condition in conditions)
    each = ", ".join(
        f"""('{condition.column.name}', "{condition.column.name}"::text, {condition.violated})"""
        for condition in conditions
    )
    return f"""
        SELECT '{first.table}' AS "table", "{first.key}"::text AS key, each."column", each.value
        FROM (SELECT * FROM "{first.table}" WHERE {any_violated}) violating
        CROSS JOIN LATERAL (VALUES {each}) each("column", value, violated) WHERE each.violated
    """


def union(bank: BankReader, queries: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """Return the rows of queries with the same columns, each after its database; every database is queried once."""
    of_database: dict[str, list[str]] = {}
    for database, query in queries:
        of_database.setdefault(database, []).append(query)
    return pl.concat([bank.frame(database, " UNION ALL ".join(of_one)) for database, of_one in of_database.items()])
