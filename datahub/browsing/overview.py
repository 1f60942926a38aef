"""The start page: row counts per table, the largest tables, and charts. Takes the same time on a bank of any size."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.apps import apps
from django.db import connections
from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.browsing.chart_data import Chart
from datahub.browsing.charts import charts
from datahub.browsing.links import list_url
from datahub.browsing.paginator import MAX_EXACT_COUNT
from datahub.browsing.sections import SECTIONS, Section, place_of
from datahub.databases import BANK_DATABASES

FIGURES = ("customers", "accounts", "transactions", "loans", "policies", "employees")
"""Tables whose sizes stand at the top of the page."""

_SIZES = """
    SELECT relname, greatest(reltuples, 0)::bigint, pg_total_relation_size(oid), pg_relation_size(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


class Measured(NamedTuple):
    """The planner's estimate of a table's rows, and its size in bytes with and without indexes."""

    rows: int
    bytes: int
    row_bytes: int


@dataclass(frozen=True)
class Panel:
    """A panel of the start page: a title, facts as label and value, and a note."""

    title: str
    facts: list[tuple[str, SafeString | str]]
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the bank with its estimated number of rows."""

    model: type[Model]
    rows: int

    @property
    def title(self) -> str:
        """The plural name of the table."""
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def address(self) -> str:
        """The address of its list."""
        return list_url(self.model)


@dataclass(frozen=True)
class Database:
    """One of the six databases."""

    title: str
    name: str
    bytes: int
    tables: list[Table]

    @property
    def rows(self) -> int:
        """The sum of the rows of its tables."""
        return sum(table.rows for table in self.tables)


@dataclass(frozen=True)
class Overview:
    """What the start page shows of the databases."""

    databases: list[Database]
    charts: list[Chart] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The sum of the rows of all databases."""
        return sum(database.rows for database in self.databases)

    @property
    def figures(self) -> list[Table]:
        """The tables whose sizes are shown at the top."""
        tables = {table.model._meta.db_table: table for database in self.databases for table in database.tables}
        return [tables[name] for name in FIGURES if name in tables]


def load_overview(visible: Iterable[type[Model]]) -> Overview:
    """Return the overview of the tables that the user may see."""
    shown = set(visible)
    found = [_database(section, shown) for section in SECTIONS if section.database in BANK_DATABASES]
    databases = [database for database in found if database.tables]
    sizes = {table.model: table.rows for database in databases for table in database.tables}
    return Overview(databases, charts(sizes))


def _database(section: Section, shown: set[type[Model]]) -> Database:
    models = sorted(
        (model for model in apps.get_app_config(section.apps[0]).get_models() if model in shown), key=place_of
    )
    measured = _measured(section.database)
    tables = [Table(model, _rows(model, measured[model._meta.db_table])) for model in models]
    return Database(section.title, section.database, sum(each.bytes for each in measured.values()), tables)


def _measured(database: str) -> dict[str, Measured]:
    with connections[database].cursor() as cursor:
        cursor.execute(_SIZES)
        return {table: Measured(*sizes) for table, *sizes in cursor.fetchall()}


def _rows(model: type[Model], measured: Measured) -> int:
    """Return the estimated rows of a table; a table that was never analyzed is counted up to MAX_EXACT_COUNT."""
    if measured.rows or not measured.row_bytes:
        return measured.rows
    return model._default_manager.all()[:MAX_EXACT_COUNT].count()
