"""The datasets that a catalog finds in the databases: the bank's tables, from the models, and the views on them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from config.reader import BANK_SCHEMAS
from datahub.databases import BANK_DATABASES
from seeding.catalog.column_origins import Derivation, Origin, origins_of
from seeding.catalog.parse_tree import Node, parse
from seeding.catalog.urns import dataset_urn, field_urn
from seeding.storage.tables import column_names, tables_of

TABLES_SCHEMA, VIEWS_SCHEMA = BANK_SCHEMAS

Row = Mapping[str, Any]
QueryRows = Callable[[str, str], Iterable[Row]]
"""Takes one of the bank's databases and a query; returns the rows of the query."""

_VIEWS = f"""
    SELECT c.oid, c.relname::text AS name,
           c.relkind = 'm' AS materialized, pg_get_viewdef(c.oid) AS definition, r.ev_action::text AS parse_tree,
           ARRAY(
               SELECT DISTINCT d.refobjid FROM pg_depend d
               WHERE d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                 AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
           ) AS reads
    FROM pg_class c JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
    WHERE c.relnamespace = to_regnamespace('{VIEWS_SCHEMA}') AND c.relkind IN ('v', 'm')
    ORDER BY c.relname
"""
_COLUMNS = f"""
    SELECT a.attrelid AS oid, a.attnum AS number, c.relnamespace::regnamespace::text AS schema, c.relname::text AS name,
           a.attname::text AS column
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace IN (to_regnamespace('{TABLES_SCHEMA}'), to_regnamespace('{VIEWS_SCHEMA}'))
      AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum
"""


@dataclass(frozen=True)
class ViewColumn:
    """The origin of a view's column: URNs of columns, and how it is derived."""

    upstream: tuple[str, ...]
    derivation: Derivation


@dataclass(frozen=True)
class View:
    """A view: its query, the URNs of the tables and views that it reads, and the origin of each column."""

    definition: str
    materialized: bool
    reads: tuple[str, ...]
    columns: Mapping[str, ViewColumn]


@dataclass(frozen=True)
class Dataset:
    """A table, or a view. `database` is Django's alias, `server_name` the name of the database on the server."""

    database: str
    server_name: str
    schema: str
    name: str
    columns: tuple[str, ...]
    view: View | None = field(default=None, compare=False)

    @property
    def urn(self) -> str:
        """The URN of the dataset."""
        return dataset_urn(self.server_name, self.schema, self.name)

    def field(self, column: str) -> str:
        """Return the URN of a column. Raises KeyError for one that the dataset does not have."""
        if column not in self.columns:
            raise KeyError(f"{self.schema}.{self.name} has no column {column}")
        return field_urn(self.urn, column)


@dataclass(frozen=True)
class Datasets:
    """All datasets of the bank."""

    tables: Mapping[str, Dataset]
    views: tuple[Dataset, ...]

    def __iter__(self) -> Iterator[Dataset]:
        yield from self.tables.values()
        yield from self.views

    def field(self, name: str) -> str:
        """Return the URN of a column of a table by a name such as "accounts.balance"."""
        table, _, column = name.partition(".")
        return self.tables[table].field(column)


def read_datasets(rows: QueryRows, server_names: Mapping[str, str]) -> Datasets:
    """Return the bank's tables as the models have them, and its views as the databases do."""
    tables = {
        model._meta.db_table: Dataset(
            database, server_names[database], TABLES_SCHEMA, model._meta.db_table, column_names(model)
        )
        for database in BANK_DATABASES
        for model in tables_of(database)
    }
    views = [view for database in BANK_DATABASES for view in _views(rows, database, server_names[database])]
    return Datasets(tables, tuple(views))


def _views(rows: QueryRows, database: str, server_name: str) -> Iterator[Dataset]:
    columns: dict[int, list[Row]] = {}
    for column in rows(database, _COLUMNS):
        columns.setdefault(column["oid"], []).append(column)
    urns = {oid: dataset_urn(server_name, first["schema"], first["name"]) for oid, (first, *_) in columns.items()}
    fields = {
        (oid, column["number"]): field_urn(urns[oid], column["column"])
        for oid, of_relation in columns.items()
        for column in of_relation
    }
    for view in rows(database, _VIEWS):
        names = tuple(column["column"] for column in columns[view["oid"]])
        reads = tuple(sorted(urns[oid] for oid in view["reads"] if oid in urns))
        made = View(view["definition"].strip(), view["materialized"], reads, _view_columns(view["parse_tree"], fields))
        yield Dataset(database, server_name, VIEWS_SCHEMA, view["name"], names, made)


def _view_columns(parse_tree: str, fields: Mapping[tuple[int, int], str]) -> dict[str, ViewColumn]:
    queries = parse(parse_tree)
    (query,) = queries if isinstance(queries, list) else [queries]
    assert isinstance(query, Node)
    return {name: _view_column(origin, fields) for name, origin in origins_of(query).items()}


def _view_column(origin: Origin, fields: Mapping[tuple[int, int], str]) -> ViewColumn:
    """Return where a column comes from; a whole row, and what lies in other schemas, has no URN."""
    upstream = sorted(fields[column] for column in origin.columns if column in fields)
    return ViewColumn(tuple(upstream), origin.derivation)
