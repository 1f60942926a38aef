"""The bank at a glance: how many rows each table holds, a few figures, and charts. Fast however large the bank is."""

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
from datahub.browsing.paginator import COUNTED_EXACTLY
from datahub.browsing.sections import SECTIONS, Section, place_of
from datahub.databases import BANK_DATABASES

FIGURES = ("customers", "accounts", "transactions", "loans", "policies", "employees")
"""Tables whose sizes stand at the top of the page."""

_SIZES = """
    SELECT relname, greatest(reltuples, 0)::bigint, pg_total_relation_size(oid), pg_relation_size(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


class Measured(NamedTuple):
    """Rows of a table, as PostgreSQL last counted, and its size with and without indexes."""

    rows: int
    bytes: int
    row_bytes: int


@dataclass(frozen=True)
class Facts:
    """A panel of the start page: a heading, facts as label and value, and a remark."""

    title: str
    facts: list[tuple[str, SafeString | str]]
    remark: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the bank with about how many rows it holds."""

    model: type[Model]
    rows: int

    @property
    def title(self) -> str:
        """Return what people call the table."""
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def address(self) -> str:
        """Return the address of its list."""
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
        """Return the rows of all its tables."""
        return sum(table.rows for table in self.tables)


@dataclass(frozen=True)
class Glance:
    """What the start page shows."""

    databases: list[Database]
    charts: list[Chart] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Return the rows of the whole bank."""
        return sum(database.rows for database in self.databases)

    @property
    def figures(self) -> list[Table]:
        """Return the tables whose sizes say most."""
        tables = {table.model._meta.db_table: table for database in self.databases for table in database.tables}
        return [tables[name] for name in FIGURES if name in tables]


def overview(visible: Iterable[type[Model]]) -> Glance:
    """Return the bank at a glance, as far as somebody may see its tables."""
    shown = set(visible)
    found = [_database(section, shown) for section in SECTIONS if section.database in BANK_DATABASES]
    databases = [database for database in found if database.tables]
    sizes = {table.model: table.rows for database in databases for table in database.tables}
    return Glance(databases, charts(sizes))


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
    """Return about how many rows a table holds; one that was never analysed is counted, up to a limit."""
    if measured.rows or not measured.row_bytes:
        return measured.rows
    return model._default_manager.all()[:COUNTED_EXACTLY].count()
