"""What a model's fields say about its keys: which are found fast, which lead to other rows, which rows have a name."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field


def columns(model: type[models.Model]) -> list[AnyField]:
    """Return the model's columns in the order of the table."""
    return list(model._meta.concrete_fields)


def is_indexed(field: AnyField) -> bool:
    """Return whether an index begins with this column, so that looking it up and sorting by it are fast."""
    options = field.model._meta
    leading = {index.fields[0] for index in options.indexes if index.fields}
    unique = {
        constraint.fields[0]
        for constraint in options.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields
    }
    alone = field.primary_key or field.unique or getattr(field, "db_index", False)
    return bool(alone or field.name in leading | unique)


def is_key(field: AnyField) -> bool:
    """Return whether the field holds the key of a row, in this database or another."""
    return isinstance(field, models.ForeignKey)


def target_of(field: AnyField) -> type[models.Model]:
    """Return the model whose row a key names."""
    return cast(type[models.Model], field.related_model)


def set_target(row: models.Model, key: AnyField, target: models.Model) -> None:
    """Tell a row which row its key leads to, so that nobody has to fetch it."""
    row._state.fields_cache[key.name] = target


def page_model(model: type[models.Model]) -> type[models.Model]:
    """Return the model on whose page a row is best seen: a profile, which extends a customer, on the customer's."""
    key = model._meta.pk
    return page_model(target_of(key)) if isinstance(key, models.OneToOneField) else model


def name_fields(model: type[models.Model]) -> list[AnyField]:
    """Return the columns that hold the name of a row: of a person, a program, a campaign."""
    return [field for field in columns(model) if not is_key(field) and field.name.endswith("_name")]


def has_name(model: type[models.Model]) -> bool:
    """Return whether people know the rows of this model by a name, and not by their key."""
    return bool(name_fields(model))


def keys_to_names(model: type[models.Model]) -> list[AnyField]:
    """Return the keys whose targets are shown by name, which takes a look at them."""
    return [field for field in columns(model) if is_key(field) and has_name(target_of(field))]
