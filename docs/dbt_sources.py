"""The bank's tables and views as sources of the dbt project in `analytics/`, with what their models say about them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.db import models

from datahub.app_config import views_of
from datahub.database_views import SCHEMA, DatabaseView
from datahub.databases import BANK_DATABASES
from datahub.fields import CrossDatabaseKey, CrossDatabaseOneToOne
from seeding.storage.tables import tables_of

SOURCES = Path(__file__).resolve().parent.parent / "analytics" / "models" / "sources"

_HEADER = "# Written by `make papers` from the models and views of the bank; edit those instead.\n"
_WIDTH = 120
_OTHER_THAN_KEYS = {("risk_assessments", "assessed_by"): "assessed_by <> 'SYSTEM'"}
"""Which rows of a column hold a key, where some hold another word."""


def source_files() -> dict[Path, str]:
    """Return the text of each file of sources: one per database."""
    return {SOURCES / f"{database}.yml": _HEADER + _as_yaml(database) for database in BANK_DATABASES}


def _as_yaml(database: str) -> str:
    prefixed = "{{ env_var('POSTGRES_DATABASE_PREFIX', '') }}" + database
    tables = [_table(model) for model in tables_of(database)]
    views = [_view(view) for view in views_of(database)]
    sources = [
        {"name": database, "database": prefixed, "schema": "public", "tables": tables},
        {"name": f"{database}_{SCHEMA}", "database": prefixed, "schema": SCHEMA, "tables": views},
    ]
    return str(yaml.safe_dump({"version": 2, "sources": sources}, sort_keys=False, width=_WIDTH, allow_unicode=True))


def _table(model: type[models.Model]) -> dict[str, Any]:
    return {
        "name": model._meta.db_table,
        "description": model._meta.db_table_comment,
        "columns": [_column(field) for field in model._meta.concrete_fields],
    }


def _column(field: Any) -> dict[str, Any]:
    """Return a column with its comment, and with the tests that no single database can make, or that models rely on."""
    tests = list(_tests(field))
    return {"name": field.column, "description": field.db_comment, **({"data_tests": tests} if tests else {})}


def _tests(field: Any) -> Iterator[Any]:
    if field.primary_key:
        yield from ("unique", "not_null")
    if isinstance(field, CrossDatabaseKey | CrossDatabaseOneToOne):
        target = field.target_field
        keys = {"arguments": {"to": _reference(target.model), "field": str(target.column)}}
        other = _OTHER_THAN_KEYS.get((field.model._meta.db_table, field.column))
        yield {"relationships": {**keys, **({"config": {"where": other}} if other else {})}}


def _reference(model: type[models.Model]) -> str:
    database = next(database for database in BANK_DATABASES if model in tables_of(database))
    return f"source('{database}', '{model._meta.db_table}')"


def _view(view: DatabaseView) -> dict[str, Any]:
    columns = [{"name": name, "description": meaning} for name, meaning in view.columns.items()]
    return {"name": view.name, "description": view.purpose, "columns": columns}
