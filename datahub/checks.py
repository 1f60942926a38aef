"""System checks of models: keys and orderings that cross databases, and status values without a tone."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.expressions import BaseExpression, F
from django.db.models.fields.related import RelatedField

from datahub.databases import DATABASE_OF_APP
from datahub.fields import CrossDatabaseKey, CrossDatabaseOneToOne, TextColumn

Model = type[models.Model]
CROSSING = (CrossDatabaseKey, CrossDatabaseOneToOne)


def check_models(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """Return the errors of the models of some apps, or of all."""
    configs = apps.get_app_configs() if app_configs is None else app_configs
    return [error for config in configs for model in config.get_models() for error in errors_of(model)]


def errors_of(model: Model) -> list[CheckMessage]:
    """Return the errors of one model."""
    return [*_key_errors(model), *_ordering_errors(model), *_tone_errors(model)]


def _database(model: Model) -> str:
    return DATABASE_OF_APP.get(model._meta.app_label, DEFAULT_DB_ALIAS)


def _key_errors(model: Model) -> Iterator[CheckMessage]:
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        if not isinstance(field, RelatedField) or isinstance(field.related_model, str):
            continue
        here, there = _database(model), _database(field.related_model)
        crossing = isinstance(field, CROSSING)
        if here != there and not crossing:
            yield Error(
                f"{field.name} refers from {here} to {there} like a key within one database: migrations would fail, "
                "and deletions would query the wrong database.",
                hint="Use CrossDatabaseKey or CrossDatabaseOneToOne of datahub.fields.",
                obj=field,
                id="datahub.E001",
            )
        if here == there and crossing:
            yield Error(
                f"{field.name} stays within {here}, which could enforce it.",
                hint="Use ForeignKey or OneToOneField with on_delete=PROTECT.",
                obj=field,
                id="datahub.E002",
            )


def _ordering_errors(model: Model) -> Iterator[CheckMessage]:
    for path in (path for entry in model._meta.ordering or () for path in _paths(entry)):
        if _crosses(model, path):
            yield Error(
                f"Meta.ordering crosses databases with {path!r}: every list of these rows would fail.",
                hint="Order by the column itself: 'customer_id' instead of 'customer'.",
                obj=model,
                id="datahub.E003",
            )


def _tone_errors(model: Model) -> Iterator[CheckMessage]:
    for field in model._meta.local_fields:
        for value in _values_without_tone(field):
            yield Error(
                f"{model.__name__}.{field.name} has the value {value!r} without a tone: the admin has no color for it.",
                hint=f"Declare it in a TonedChoices of datahub.choices: {value.upper()} = {value!r}, Tone.GOOD",
                obj=field,
                id="datahub.E004",
            )


def _values_without_tone(field: "models.Field[Any, Any]") -> list[str]:
    """Return the values that the admin has no color for; the choices of a status column of the bank need tones."""
    toned = field.toned_choices if isinstance(field, TextColumn) else None
    if toned:
        return [member.value for member in toned if not member.declared_tone]
    is_status = field.name == "status" or field.name.endswith("_status")
    in_bank = _database(field.model) != DEFAULT_DB_ALIAS
    return [str(value) for value, _ in field.flatchoices] if is_status and in_bank else []


def _paths(entry: Any) -> list[str]:
    """Return the field paths in an entry of Meta.ordering, which is a text or an expression."""
    if isinstance(entry, str):
        return [entry.removeprefix("-")]
    parts = entry.flatten() if isinstance(entry, BaseExpression) else [entry]
    return [getattr(part, "name", "") for part in parts if isinstance(part, F)]


def _crosses(model: Model, path: str) -> bool:
    """Return whether a path such as `account__customer` leaves the database in which it starts.

    A key's column (`customer_id`) does not; its name (`customer`) does, for Django sorts by the target's ordering.
    """
    for name in path.split("__"):
        if name == "pk":
            return False
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False  # Django's own checks report it
        target = field.related_model
        if not isinstance(target, type) or name == getattr(field, "attname", None):
            return False
        if _database(target) != _database(model):
            return True
        model = target
    return False
