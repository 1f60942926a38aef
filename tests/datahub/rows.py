"""A valid row of any table, for tests that need some row."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from model_bakery import baker

from datahub.databases import BANK_DATABASES

MONEY_DECIMALS = 2
AMOUNTS = (Decimal(10_000), Decimal(20_000), Decimal(30_000))
DAYS = (date(2026, 1, 5), date(2027, 1, 5))


def make_row(model: type[models.Model], **attributes: Any) -> Any:
    """Return a saved row of a table, with the rows it has to refer to in any database; optional columns are null.

    Other columns get values that satisfy the check constraints of the table, the rest is left to model-bakery. The row
    stays until it is deleted; `rolled_back` deletes it.
    """
    chosen = dict(attributes)
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null and not {field.name, field.attname} & chosen.keys():
            chosen[field.name] = make_row(field.related_model)
    found = (search(model, chosen) for search in (_valid_values, _valid_with_reference))
    return baker.make(model, **next((values for values in found if values is not None), chosen))


def _valid_values(model: type[models.Model], chosen: dict[str, Any]) -> dict[str, Any] | None:
    """Return the chosen values with values of the other constrained columns; None if no candidates are valid."""
    fields = [
        field
        for field in _constrained(model)
        if not field.null and not field.primary_key and not {field.name, field.attname} & chosen.keys()
    ]
    for values in product(*map(_candidates, fields)):
        found = {**chosen, **{field.name: value for field, value in zip(fields, values, strict=True)}}
        if _is_valid(model(**found)):
            return found
    return None


def _valid_with_reference(model: type[models.Model], chosen: dict[str, Any]) -> dict[str, Any] | None:
    """Return valid values with one of the optional foreign keys set, for constraints that demand one of them."""
    for field in _constrained(model):
        if isinstance(field, models.ForeignKey) and field.null and not {field.name, field.attname} & chosen.keys():
            found = _valid_values(model, {**chosen, field.name: make_row(field.related_model)})
            if found is not None:
                return found
    return None


def _constrained(model: type[models.Model]) -> list[Any]:
    """Return the columns that the check constraints of a table mention."""
    mentioned = {name for check in _checks(model) for name in check.condition.referenced_base_fields}
    return [field for field in model._meta.concrete_fields if field.name in mentioned]


def _candidates(field: Any) -> Iterable[Any]:
    """Return values that a column may take, for one of which the constraints should hold."""
    match field:
        case models.Field(choices=[_, *_]):
            return [value for value, _ in field.flatchoices]
        case models.DecimalField() if field.decimal_places > MONEY_DECIMALS:
            return [Decimal("0.05")]
        case models.DecimalField():
            return AMOUNTS
        case models.IntegerField():
            return [12]
        case models.DateField():
            return DAYS
    raise TypeError(f"there are no candidates for {field}")


def _checks(model: type[models.Model]) -> list[models.CheckConstraint]:
    return [check for check in model._meta.constraints if isinstance(check, models.CheckConstraint)]


def _is_valid(row: models.Model) -> bool:
    """Return whether a row satisfies the check constraints of its table."""
    try:
        for check in _checks(type(row)):
            check.validate(type(row), row, using=router.db_for_read(type(row)))
    except ValidationError:
        return False
    return True


@contextmanager
def rolled_back() -> Iterator[None]:
    """Roll back all changes of the block in the six databases: commands refuse rows that no run wrote."""
    with ExitStack() as stack:
        for database in BANK_DATABASES:
            stack.enter_context(transaction.atomic(using=database))
        yield
        for database in BANK_DATABASES:
            transaction.set_rollback(True, using=database)
