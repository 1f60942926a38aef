"""A seeded bank as its tests see it: what the six databases hold, asked in SQL or taken as polars frames."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import polars as pl
import pytest
from django.apps import apps
from django.db import connections, models
from django.db.models import Model

from datahub.databases import BANK_DATABASES, DATABASE_OF_APP
from seeding.engine.bank_holidays import bank_holidays
from seeding.engine.plan import DEFAULT_SEED
from seeding.models import PlantedTransaction

Parameters = Sequence[Any] | Mapping[str, Any]
"""The parameters of a query, by place or by name."""

SHOWN = 10
"""Offending rows that a failure shows."""

TABLES: dict[str, type[Model]] = {
    model._meta.db_table: model for app in DATABASE_OF_APP for model in apps.get_app_config(app).get_models()
}
"""Every table of the bank by name, as Django's models declare it."""


def database_of(table: str) -> str:
    """Return the database that holds a table."""
    return DATABASE_OF_APP[TABLES[table]._meta.app_label]


_DTYPES: dict[type[models.Field], pl.DataType] = {
    models.DecimalField: pl.Decimal(scale=2),
    models.DateTimeField: pl.Datetime("us", "UTC"),
    models.DateField: pl.Date(),
    models.IntegerField: pl.Int64(),
    models.BooleanField: pl.Boolean(),
    models.Field: pl.String(),
}
"""In the order they are tried: a DateTimeField is a DateField, too."""


def _schema(table: str) -> dict[str, pl.DataType]:
    """Return the types of a table's columns, which no row of an empty one shows."""
    return {
        field.column: next(dtype for kind, dtype in _DTYPES.items() if isinstance(field, kind))
        for field in TABLES[table]._meta.concrete_fields
    }


@dataclass(frozen=True)
class Asked:
    """A bank that is asked for: its sizes, its day, its seed."""

    name: str
    customers: int
    employees: int
    as_of: date = date(2026, 6, 30)
    seed: int = DEFAULT_SEED
    scale: str | None = None

    @property
    def options(self) -> dict[str, Any]:
        """The bank as options of `seed_all`, which reads them as text; nothing is left to what is there."""
        counts = {"customers": str(self.customers), "employees": str(self.employees)}
        sizes = {"scale": self.scale} if self.scale else counts
        return {**sizes, "seed": str(self.seed), "as_of": self.as_of.isoformat()}


@dataclass(frozen=True)
class Bank:
    """The rows of one bank."""

    asked: Asked
    _kept: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def as_of(self) -> date:
        """The bank's today."""
        return self.asked.as_of

    @property
    def customers(self) -> int:
        """How many customers it has."""
        return self.asked.customers

    @property
    def employees(self) -> int:
        """How many employees it has ever had."""
        return self.asked.employees

    @cached_property
    def full_months(self) -> tuple[date, ...]:
        """The first days of the last three months whose last day has passed."""
        following = (self.as_of + timedelta(days=1)).replace(day=1)
        months = []
        for _ in range(3):
            following = (following - timedelta(days=1)).replace(day=1)
            months.append(following)
        return tuple(reversed(months))

    @cached_property
    def answers(self) -> pl.DataFrame:
        """The answer key of the planted cases, which lies in `default`."""
        columns = [column.name for column in PlantedTransaction._meta.concrete_fields]
        kinds = {name: pl.Boolean if name in {"planted", "subject"} else pl.String for name in columns}
        return pl.DataFrame(list(PlantedTransaction.objects.values_list(*columns)), schema=kinds, orient="row")

    def rows(self, database: str, sql: str, params: Parameters | None = None) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._asked(database, sql, params)[1]

    def value(self, database: str, sql: str, params: Parameters | None = None) -> Any:
        """Return the single value of a query."""
        ((value,),) = self.rows(database, sql, params)
        return value

    def frame(self, database: str, sql: str, params: Parameters | None = None) -> pl.DataFrame:
        """Return the rows of a query as a frame."""
        names, rows = self._asked(database, sql, params)
        return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)

    def table(self, name: str) -> pl.DataFrame:
        """Return all rows of a table; asked for once, and not to be changed."""
        if name not in self._kept:
            rows = self.frame(database_of(name), f'SELECT * FROM "{name}"')
            self._kept[name] = rows if len(rows) else pl.DataFrame(schema=_schema(name))
        return self._kept[name]

    @cached_property
    def of_cases(self) -> list[str]:
        """The transactions of planted cases and their twins, from the answer key."""
        return list(PlantedTransaction.objects.values_list("pk", flat=True))

    def needs(self, customers: int) -> None:
        """Skip a test of what only a larger bank promises."""
        if self.customers < customers:
            pytest.skip(f"not enforced below {customers} customers")

    def finds_none(self, database: str, sql: str, params: Parameters | None = None) -> None:
        """Fail, showing them, if a query for rows that break a rule finds any."""
        nothing_in(self.frame(database, sql, params))

    def _asked(self, database: str, sql: str, params: Parameters | None) -> tuple[list[str], list[tuple[Any, ...]]]:
        assert database in BANK_DATABASES
        with connections[database].cursor() as cursor:
            cursor.execute(sql, params)
            return [column.name for column in cursor.description], cursor.fetchall()


def nothing_in(violations: pl.DataFrame, why: str = "rows break the rule") -> None:
    """Fail, showing some of them, if there are rows that break a rule."""
    if len(violations):
        shown = "\n".join(str(row) for row in violations.head(SHOWN).to_dicts())
        raise AssertionError(f"{len(violations)} {why}, such as:\n{shown}")


def is_business(day: str) -> pl.Expr:
    """Return the same condition for a column of a frame."""
    column = pl.col(day)
    return (column.dt.weekday() < 6) & ~column.is_in(bank_holidays())


def holidays(bank: Bank) -> list[date]:
    """Return the weekdays of the last years on which banks are closed."""
    return [day for day in bank_holidays() if bank.as_of.year - 6 <= day.year <= bank.as_of.year]


def last_business_day(day: date) -> date:
    """Return the last business day on or before a day."""
    while day.isoweekday() > 5 or day in bank_holidays():
        day -= timedelta(days=1)
    return day


def in_list(values: Sequence[str] | Mapping[str, Any]) -> str:
    """Return words as the list of an SQL `IN`."""
    return "(" + ", ".join("'" + value.replace("'", "''") + "'" for value in values) + ")"
