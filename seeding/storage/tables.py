"""The tables of each database, from the models."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models, router

from datahub.databases import BANK_DATABASES
from datahub.fields import CrossDatabaseKey, CrossDatabaseOneToOne

FILLED = (*BANK_DATABASES, DEFAULT_DB_ALIAS)
"""The databases that a run changes: those of the bank, and the one with the answer key of the planted cases."""


@cache
def tables_of(database: str) -> tuple[type[models.Model], ...]:
    """Return the models whose tables a run fills; in `default` these are the models with `filled_by_runs`."""
    return tuple(
        model
        for app in apps.get_app_configs()
        for model in router.get_migratable_models(app, database, include_auto_created=True)
        if database != DEFAULT_DB_ALIAS or getattr(model, "filled_by_runs", False)
    )


def column_names(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the columns of a table, in the order of the model."""
    return tuple(str(field.column) for field in model._meta.concrete_fields)


def table_names(database: str) -> tuple[str, ...]:
    """Return the names of the tables that a run fills in a database."""
    return tuple(model._meta.db_table for model in tables_of(database))


def keys_across_databases() -> Iterator[tuple[str, CrossDatabaseKey | CrossDatabaseOneToOne]]:
    """Yield each key of the bank into another database, after the database that holds it."""
    for database in BANK_DATABASES:
        fields = (field for model in tables_of(database) for field in model._meta.concrete_fields)
        for field in fields:
            if isinstance(field, CrossDatabaseKey | CrossDatabaseOneToOne):
                yield database, field
