"""Every column of the bank, as the models declare it, and the rows of which one of them is wrong."""

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
    """A column of one of the tables."""

    database: str
    field: Field

    @property
    def table(self) -> str:
        """The table that it is a column of."""
        return str(self.field.model._meta.db_table)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.field.column)

    @property
    def key(self) -> str:
        """The column that the table's rows are known by."""
        return str(self.field.model._meta.pk.column)

    @property
    def place(self) -> tuple[str, str]:
        """The table and the column."""
        return self.table, self.name

    @property
    def is_reference(self) -> bool:
        """Whether it says what a key of another row does."""
        return isinstance(self.field, models.ForeignKey)


@cache
def columns(kind: type | tuple[type, ...] = models.Field) -> tuple[Column, ...]:
    """Return the columns of a kind of every table, references by the kind of what they lead to."""
    return tuple(
        Column(database, field)
        for database in BANK_DATABASES
        for model in tables_of(database)
        for field in model._meta.concrete_fields
        if isinstance(field.target_field if isinstance(field, models.ForeignKey) else field, kind)
    )


@dataclass(frozen=True)
class Condition:
    """A condition in SQL under which what a column holds is wrong."""

    column: Column
    condition: str


def violating_rows(bank: BankReader, conditions: Sequence[Condition]) -> pl.DataFrame:
    """Return the table, key, column and value of whatever is wrong; every table is read once."""
    by_table: dict[str, list[Condition]] = {}
    for wrong in conditions:
        by_table.setdefault(wrong.column.table, []).append(wrong)
    databases = {wrong.column.table: wrong.column.database for wrong in conditions}
    return union(bank, ((databases[table], _rows_of_table(of_table)) for table, of_table in by_table.items()))


def _rows_of_table(conditions: Sequence[Condition]) -> str:
    first = conditions[0].column
    any_of_them = " OR ".join(f"({wrong.condition})" for wrong in conditions)
    each = ", ".join(
        f"""('{wrong.column.name}', "{wrong.column.name}"::text, {wrong.condition})""" for wrong in conditions
    )
    return f"""
        SELECT '{first.table}' AS "table", "{first.key}"::text AS key, wrong."column", wrong.value
        FROM (SELECT * FROM "{first.table}" WHERE {any_of_them}) broken
        CROSS JOIN LATERAL (VALUES {each}) wrong("column", value, here) WHERE wrong.here
    """


def union(bank: BankReader, queries: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """Return the rows of queries that give the same columns, each of a database; every database is asked once."""
    of_database: dict[str, list[str]] = {}
    for database, query in queries:
        of_database.setdefault(database, []).append(query)
    return pl.concat([bank.frame(database, " UNION ALL ".join(asked)) for database, asked in of_database.items()])
