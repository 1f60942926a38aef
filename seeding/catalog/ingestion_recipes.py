"""Recipes with which catalogs read the six databases, complete for one server but for the password."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import yaml

from datahub.databases import BANK_DATABASES
from seeding.catalog.aspects.operations import EVENTS
from seeding.catalog.choices import CATALOGS, PASSWORD
from seeding.catalog.datasets import TABLES_SCHEMA, VIEWS_SCHEMA
from seeding.storage.tables import tables_of

_WIDTH = 120
_DAILY = ("transactions", "interactions", "aml_checks", "audit_trails")
"""Tables with new rows on nearly every day, in a bank of any size."""
_STALE_DAYS = 7
_PATTERNS = [f"^{schema}$" for schema in (TABLES_SCHEMA, VIEWS_SCHEMA)]


@dataclass(frozen=True)
class ServerAddress:
    """The address for catalogs: the server, the read-only login, libpq's further options, and names.

    `names` has the name on the server of each database of the bank, by Django's alias.
    """

    host: str
    port: int
    user: str
    options: Sequence[tuple[str, str]]
    names: Mapping[str, str]

    @property
    def host_port(self) -> str:
        """Host and port, with an IPv6 address in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def patterns(self) -> list[str]:
        """A regular expression for the name of each database."""
        return [f"^{name}$" for name in self.names.values()]

    @property
    def first(self) -> str:
        """The database to connect to before the others are known: the login may not enter `postgres` everywhere."""
        return self.names["accounts_db"]


def datahub(server: ServerAddress, sink: Mapping[str, Any] | None = None) -> str:
    """Return a recipe for DataHub's client; `sink` replaces the server to send to."""
    to_server = {"type": "datahub-rest", "config": {"server": "${DATAHUB_GMS_URL:-http://localhost:8080}"}}
    config: dict[str, Any] = {
        "host_port": server.host_port,
        "username": server.user,
        "password": f"${{{PASSWORD}}}",
        "initial_database": server.first,
        "database_pattern": {"allow": server.patterns},
        "schema_pattern": {"allow": _PATTERNS},
        "profiling": {"enabled": True},
        "options": {"connect_args": {**dict(server.options), "options": "-c search_path="}},
    }
    recipe = {"source": {"type": "postgres", "config": config}, "sink": sink or to_server}
    return _text(
        recipe,
        "For DataHub's client, in a virtualenv of its own: pip install 'acryl-datahub[postgres]'",
        "Run it with: datahub ingest -c FILE",
        "Only allow, and not deny, keeps PostgreSQL's own schemas out. With an empty search path PostgreSQL names the",
        "schemas of the tables in a view's definition; otherwise the client takes them for tables beside the view.",
    )


def openmetadata(server: ServerAddress) -> str:
    """Return a workflow for OpenMetadata's client that reads tables, columns and keys."""
    config = {
        "type": "DatabaseMetadata",
        "markDeletedTables": True,
        "includeTables": True,
        "includeViews": True,
        "databaseFilterPattern": {"includes": server.patterns},
        "schemaFilterPattern": {"includes": _PATTERNS},
    }
    return _text(
        _openmetadata_workflow(server, config),
        "For OpenMetadata's client, in a virtualenv of its own: pip install 'openmetadata-ingestion[postgres]'",
        "Run it with: metadata ingest -c FILE; the profiler is a workflow of its own.",
    )


def openmetadata_profiler(server: ServerAddress) -> str:
    """Return a workflow for OpenMetadata's client that profiles the tables that the other one read."""
    config = {
        "type": "Profiler",
        "databaseFilterPattern": {"includes": server.patterns},
        "schemaFilterPattern": {"includes": _PATTERNS},
    }
    workflow = {**_openmetadata_workflow(server, config), "processor": {"type": "orm-profiler", "config": {}}}
    return _text(workflow, "Run it after the recipe `openmetadata`, with: metadata profile -c FILE")


def _openmetadata_workflow(server: ServerAddress, source_config: Mapping[str, Any]) -> dict[str, Any]:
    connection: dict[str, Any] = {
        "type": "Postgres",
        "username": server.user,
        "authType": {"password": f"${{{PASSWORD}}}"},
        "hostPort": server.host_port,
        "database": server.first,
        "ingestAllDatabases": True,
    }
    if server.options:
        connection["connectionArguments"] = dict(server.options)
    return {
        "source": {
            "type": "postgres",
            "serviceName": "bank",
            "serviceConnection": {"config": connection},
            "sourceConfig": {"config": dict(source_config)},
        },
        "sink": {"type": "metadata-rest", "config": {}},
        "workflowConfig": {
            "openMetadataServerConfig": {
                "hostPort": "http://localhost:8585/api",
                "authProvider": "openmetadata",
                "securityConfig": {"jwtToken": "${OPENMETADATA_JWT_TOKEN}"},
            }
        },
    }


def dbt(server: ServerAddress) -> str:
    """Return the profiles of dbt-postgres, a target for each database."""
    targets = {
        database: {
            "type": "postgres",
            "host": server.host,
            "port": server.port,
            "user": server.user,
            "password": f"{{{{ env_var('{PASSWORD}') }}}}",
            "dbname": name,
            "schema": TABLES_SCHEMA,
            "threads": 2,
            **dict(server.options),
        }
        for database, name in server.names.items()
    }
    return _text(
        {"bank": {"target": "accounts_db", "outputs": targets}},
        "profiles.yml for dbt-postgres; choose a database with: dbt ... --target loans_db",
        "The login can only read: debug, docs, source freshness and tests work, run and seed need another login.",
    )


def dbt_sources(server: ServerAddress) -> str:
    """Return the bank's tables as sources of dbt, with descriptions, keys and freshness."""
    sources = [_source(database, server.names[database]) for database in BANK_DATABASES]
    return _text(
        {"version": 2, "sources": sources},
        "models/sources.yml for dbt. dbt-postgres reads the sources of its target's database only: select them with",
        "dbt test --target loans_db --select source:loans_db",
    )


def _source(database: str, name: str) -> Mapping[str, Any]:
    tables = [
        {
            "name": model._meta.db_table,
            "description": model._meta.db_table_comment,
            **_freshness(model._meta.db_table),
            "columns": [
                {
                    "name": field.column,
                    "description": field.db_comment,
                    **({"data_tests": ["unique", "not_null"]} if field.primary_key else {}),
                }
                for field in _columns(model)
            ],
        }
        for model in tables_of(database)
    ]
    return {"name": database, "database": name, "schema": TABLES_SCHEMA, "tables": tables}


def _columns(model: Any) -> Iterable[Any]:
    columns: Iterable[Any] = model._meta.concrete_fields
    return columns


def _freshness(table: str) -> Mapping[str, Any]:
    """Return when a table of daily rows is stale."""
    if table not in _DAILY:
        return {}
    stale = {"warn_after": {"count": _STALE_DAYS, "period": "day"}}
    return {"config": {"loaded_at_field": EVENTS[table], "freshness": stale}}


def _text(value: Mapping[str, Any], *comments: str) -> str:
    """Return a value as YAML below comments."""
    return "".join(f"# {line}\n" for line in comments) + yaml.safe_dump(value, sort_keys=False, width=_WIDTH)


RECIPES: Mapping[str, Callable[[ServerAddress], str]] = MappingProxyType(
    dict(zip(CATALOGS, (datahub, openmetadata, openmetadata_profiler, dbt, dbt_sources), strict=True))
)
"""The recipes by the name under which a user asks for them."""
