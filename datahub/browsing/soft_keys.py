"""Soft keys: text columns that identify a row of another table without being a foreign key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from datahub.browsing.links import page_url


@dataclass(frozen=True)
class KeyTo:
    """A text column that holds the primary key of a row of `model`."""

    model: type[Model]

    def addresses(self, rows: list[Model], column: str) -> dict[Any, str]:
        """Return, by the column's value, the address of the page it leads to; runs no query."""
        keys = {getattr(row, column) for row in rows} - {None, ""}
        return {key: page_url(self.model, key) for key in keys}


@dataclass(frozen=True)
class NumberKeyTo:
    """A text column that may hold a business number of a row of `model`, which has it in its column `number`."""

    model: type[Model]
    number: str

    def addresses(self, rows: list[Model], column: str) -> dict[Any, str]:
        """Return, by the column's value, the address of the page it leads to; runs at most one query."""
        numbers = {getattr(row, column) for row in rows} - {None, ""}
        if not numbers:
            return {}
        found = self.model._default_manager.filter(**{f"{self.number}__in": numbers}).values_list(self.number, "pk")
        return {number: page_url(self.model, key) for number, key in found}


@dataclass(frozen=True)
class GenericKey:
    """A text column that holds a primary key; the column `type_column` of the same row says of which model."""

    type_column: str
    models: Mapping[str, type[Model]]

    def addresses(self, rows: list[Model], column: str) -> dict[Any, str]:
        """Return, by the column's value, the address of the page it leads to; runs no query."""
        named = ((self.models.get(getattr(row, self.type_column)), getattr(row, column)) for row in rows)
        return {key: page_url(model, key) for model, key in named if model and key}


SoftKey = KeyTo | NumberKeyTo | GenericKey
