"""The start page: row counts per table, and charts. Takes the same time on a bank of any size."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connections
from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from datahub.browsing.chart_data import Chart, ChartKind
from datahub.browsing.links import list_url
from datahub.browsing.paginator import MAX_EXACT_COUNT
from datahub.browsing.sections import sections_of
from datahub.browsing.table_admin import TableAdmin

_SIZES = """
    SELECT relname, greatest(reltuples, 0)::bigint, pg_total_relation_size(oid), pg_relation_size(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


class TableSize(NamedTuple):
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
    """One of the six databases: its title, its name, its size, and the tables that the user may see."""

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
    """The databases on the start page; `top` are the tables whose sizes are shown first."""

    databases: list[Database]
    top: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The sum of the rows of all databases."""
        return sum(database.rows for database in self.databases)


def load_overview(admins: Mapping[type[Model], TableAdmin]) -> Overview:
    """Return the overview of the tables that the user may see, given as models with their admins."""
    databases = list(_databases(admins))
    tables = [table for database in databases for table in database.tables]
    charts = list(_charts(admins, tables))
    return Overview(
        databases,
        [table for table in tables if admins[table.model].size_on_top],
        # Charts by month take the whole width of the page, so they come first.
        sorted(charts, key=lambda chart: chart.kind is not ChartKind.STACKED),
    )


def _databases(models: Iterable[type[Model]]) -> Iterator[Database]:
    for section in sections_of(models):
        if section.config is None:
            continue
        name = section.config.database
        sizes = _sizes(name)
        tables = [Table(model, _rows(model, sizes[model._meta.db_table])) for model in section.models]
        yield Database(section.title, name, sum(each.bytes for each in sizes.values()), tables)


def _charts(admins: Mapping[type[Model], TableAdmin], tables: Iterable[Table]) -> Iterator[Chart]:
    for table in tables:
        if table.rows:
            drawn = (chart.draw(table.model, table.rows) for chart in admins[table.model].charts)
            yield from (chart for chart in drawn if chart)


def _sizes(database: str) -> dict[str, TableSize]:
    """Return the sizes of the tables of a database by name."""
    with connections[database].cursor() as cursor:
        cursor.execute(_SIZES)
        return {table: TableSize(*sizes) for table, *sizes in cursor.fetchall()}


def _rows(model: type[Model], size: TableSize) -> int:
    """Return the estimated rows of a table; a table that was never analyzed is counted up to MAX_EXACT_COUNT."""
    if size.rows or not size.row_bytes:
        return size.rows
    return model._default_manager.all()[:MAX_EXACT_COUNT].count()
