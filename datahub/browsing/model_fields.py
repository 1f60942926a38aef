"""The columns of a model, from its fields: which are indexed, which are keys, which hold names."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field


def columns(model: type[models.Model]) -> list[AnyField]:
    """Return the fields of a model that are columns, in the order of the table."""
    return list(model._meta.concrete_fields)


def column(model: type[models.Model], name: str) -> AnyField:
    """Return the field of a column by its name."""
    return cast(AnyField, model._meta.get_field(name))


def label_of(field: AnyField) -> str:
    """Return the heading of a column: its verbose name without "id", which alone is "ID"."""
    return "ID" if field.verbose_name == "id" else str(field.verbose_name).removesuffix(" id")


def has_index(field: AnyField) -> bool:
    """Return whether an index begins with this column, so that filtering and sorting by it are fast."""
    options = field.model._meta
    leading = {index.fields[0] for index in options.indexes if index.fields and not index.condition}
    unique = {
        constraint.fields[0]
        for constraint in options.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields
    }
    own_index = field.primary_key or field.unique or getattr(field, "db_index", False)
    return bool(own_index or field.name in leading | unique)


def time_column(model: type[models.Model], *, index_only: bool) -> AnyField | None:
    """Return the date or time by which rows are the newest: an indexed one, or else the first; None if there is none.

    With `index_only` it has to be indexed. A date of birth says nothing about a row's age.
    """
    times = [field for field in columns(model) if isinstance(field, models.DateField) and "birth" not in field.name]
    return next((field for field in times if has_index(field)), None if index_only else next(iter(times), None))


def is_key(field: AnyField) -> bool:
    """Return whether the column is a foreign key, within its database or across databases."""
    return isinstance(field, models.ForeignKey)


def target_of(key: AnyField) -> type[models.Model]:
    """Return the model that a foreign key refers to."""
    return cast(type[models.Model], key.related_model)


def set_target(row: models.Model, key: AnyField, target: models.Model) -> None:
    """Store the row that a foreign key refers to, so that reading it runs no query."""
    row._state.fields_cache[key.name] = target


def page_model(model: type[models.Model]) -> type[models.Model]:
    """Return the model whose page shows a row: a customer profile extends a customer and is shown on their page."""
    key = model._meta.pk
    return page_model(target_of(key)) if isinstance(key, models.OneToOneField) else model


def name_fields(model: type[models.Model]) -> list[AnyField]:
    """Return the columns that hold the name of a row: of a person, a program, a campaign."""
    return [field for field in columns(model) if not is_key(field) and field.name.endswith("_name")]


def has_name(model: type[models.Model]) -> bool:
    """Return whether rows of the model are known by a name rather than by their key."""
    return bool(name_fields(model))


def keys_to_named_models(model: type[models.Model]) -> list[AnyField]:
    """Return the foreign keys that are shown as the name of their target, which has to be fetched for that."""
    return [field for field in columns(model) if is_key(field) and has_name(target_of(field))]
