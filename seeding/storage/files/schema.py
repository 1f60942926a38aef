"""`_schema.json`: comments, types and keys of tables in files, for readers that do not read Parquet's metadata."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import models

from datahub.fields import CrossDatabaseKey, CrossDatabaseOneToOne
from seeding.storage.files.columns import full_name, stored_schema

SCHEMA = "_schema.json"


def schema_text(tables: Sequence[type[models.Model]]) -> str:
    """Return JSON with the comment, columns and keys of each table, by database and table."""
    return json.dumps({full_name(model): _table(model) for model in tables}, indent=1) + "\n"


def _table(model: type[models.Model]) -> dict[str, Any]:
    fields = model._meta.concrete_fields
    key = model._meta.pk
    unique_constraints = [item for item in model._meta.constraints if isinstance(item, models.UniqueConstraint)]
    return {
        "comment": model._meta.db_table_comment,
        "columns": [_column(model, field) for field in fields],
        "primary_key": [key.column] if key else [],
        "unique": [
            *([field.column] for field in fields if field.unique and not field.primary_key),
            *(
                [_column_name(model, name) for name in item.fields]
                for item in unique_constraints
                if item.condition is None
            ),
        ],
        "foreign_keys": [_foreign_key(field) for field in fields if isinstance(field, models.ForeignKey)],
    }


def _column(model: type[models.Model], field: Any) -> dict[str, Any]:
    stored = stored_schema(model).field(field.column)
    return {
        "name": field.column,
        "type": str(stored.type.value_type if field.choices else stored.type),
        "nullable": stored.nullable,
        "comment": field.db_comment,
        **({"values": [value for value, _ in field.flatchoices]} if field.choices else {}),
    }


def _foreign_key(field: Any) -> dict[str, Any]:
    """Return a key with the column that it refers to; `crosses_databases` says that no database enforces it."""
    target = field.target_field
    return {
        "column": field.column,
        "references": {"table": full_name(target.model), "column": target.column},
        "crosses_databases": isinstance(field, CrossDatabaseKey | CrossDatabaseOneToOne),
    }


def _column_name(model: type[models.Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr]
