"""Filters for the diagram of the databases: templates cannot read attributes that start with an underscore."""

from django import template
from django.db.models import ForeignKey, Model

from datahub.databases import DATABASE_OF_APP

register = template.Library()


@register.filter
def table(model: Model | type[Model]) -> str:
    """Return the name of a model's table."""
    return model._meta.db_table


@register.filter
def database(model: Model | type[Model]) -> str:
    """Return the name of the database that holds a model's table."""
    return DATABASE_OF_APP[model._meta.app_label]


@register.filter
def target(key: ForeignKey) -> type[Model]:  # type: ignore[type-arg]
    """Return the model that a key refers to."""
    return key.remote_field.model


@register.filter
def crosses(key: ForeignKey) -> bool:  # type: ignore[type-arg]
    """Return whether a key refers to a table in another database."""
    return database(key.model) != database(target(key))
