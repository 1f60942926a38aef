"""System checks of what no database can refuse: keys, and orders of lists, that cross from one database to another."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.expressions import BaseExpression, F
from django.db.models.fields.related import RelatedField

from datahub.databases import DATABASE_OF_APP
from datahub.fields import CrossDatabaseKey, CrossDatabaseOneToOne

Model = type[models.Model]
CROSSING = (CrossDatabaseKey, CrossDatabaseOneToOne)


def check_keys_and_orders(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Return what is wrong with the models of some apps, or of all."""
    configs = apps.get_app_configs() if app_configs is None else app_configs
    return [error for config in configs for model in config.get_models() for error in errors_of(model)]


def errors_of(model: Model) -> list[CheckMessage]:
    """Return what is wrong with one model."""
    return [*_errors_of_keys(model), *_errors_of_order(model)]


def _database(model: Model) -> str:
    return DATABASE_OF_APP.get(model._meta.app_label, DEFAULT_DB_ALIAS)


def _errors_of_keys(model: Model) -> Iterator[CheckMessage]:
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        if not isinstance(field, RelatedField) or isinstance(field.related_model, str):
            continue
        here, there = _database(model), _database(field.related_model)
        crossing = isinstance(field, CROSSING)
        if here != there and not crossing:
            yield Error(
                f"{field.name} leads from {here} to {there} as if both were one database: migrations would fail, "
                "and deletions ask the wrong database.",
                hint="Use CrossDatabaseKey or CrossDatabaseOneToOne of datahub.fields.",
                obj=field,
                id="datahub.E001",
            )
        if here == there and crossing:
            yield Error(
                f"{field.name} stays in {here}, which could enforce it but is not asked to.",
                hint="Use ForeignKey or OneToOneField with on_delete=PROTECT.",
                obj=field,
                id="datahub.E002",
            )


def _errors_of_order(model: Model) -> Iterator[CheckMessage]:
    for path in (path for entry in model._meta.ordering or () for path in _paths(entry)):
        if _crosses(model, path):
            yield Error(
                f"Meta.ordering crosses databases with {path!r}: every list of these rows would fail.",
                hint="Order by the column itself: 'customer_id' instead of 'customer'.",
                obj=model,
                id="datahub.E003",
            )


def _paths(entry: Any) -> list[str]:
    """Return the field paths that an entry of Meta.ordering names: a text, or an expression of them."""
    if isinstance(entry, str):
        return [entry.removeprefix("-")]
    parts = entry.flatten() if isinstance(entry, BaseExpression) else [entry]
    return [getattr(part, "name", "") for part in parts if isinstance(part, F)]


def _crosses(model: Model, path: str) -> bool:
    """Tell whether a path such as `account__customer` leaves the database in which it starts.

    A key's column (`customer_id`) does not, its name does: Django would sort by what the target is sorted by.
    """
    for name in path.split("__"):
        if name == "pk":
            return False
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False  # Django's own checks name it
        target = field.related_model
        if not isinstance(target, type) or name == getattr(field, "attname", None):
            return False
        if _database(target) != _database(model):
            return True
        model = target
    return False
