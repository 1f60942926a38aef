"""Which tables a database has, as the models say."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models, router

from datahub.databases import BANK_DATABASES

FILLED = (*BANK_DATABASES, DEFAULT_DB_ALIAS)
"""The databases that a run changes: the bank's, and the one that holds the answer key of its planted cases."""


@cache
def tables_of(database: str) -> tuple[type[models.Model], ...]:
    """Return the models whose tables a run fills in a database: all of the bank's, in `default` those that say so."""
    return tuple(
        model
        for app in apps.get_app_configs()
        for model in router.get_migratable_models(app, database, include_auto_created=True)
        if database != DEFAULT_DB_ALIAS or getattr(model, "filled_by_runs", False)
    )


def stored_as(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """Return the column whose values a field holds: a key may lead to a key."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


def column_names(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of a table's columns, in order."""
    return tuple(str(field.column) for field in model._meta.concrete_fields)


def table_names(database: str) -> tuple[str, ...]:
    """Return the names of the tables in a database."""
    return tuple(model._meta.db_table for model in tables_of(database))
