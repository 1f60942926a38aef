"""Faults in SQL: statements that change or delete rows, so that a check must fail."""

from django.db.models import Model

from datahub.databases import DATABASE_OF_APP
from seeding.checks.check import Fault


def fault(description: str, *statements: tuple[str, str]) -> Fault:
    """Return a fault with its statements, each after the database that it changes."""
    return Fault(description, statements)


def pick_row(table: str, key: str, where: str = "true") -> str:
    """Return an SQL subquery for the key of one row of a table; the parameter `pick` decides which."""
    return f"(SELECT {key} FROM {table} WHERE {where} ORDER BY md5({key}::text || %(pick)s), {key} LIMIT 1)"


def update_row(model: type[Model], assignment: str, where: str = "true") -> tuple[str, str]:
    """Return a statement that changes one row of a table."""
    return update_rows(model, assignment, _one(model, where))


def update_rows(model: type[Model], assignment: str, where: str = "true") -> tuple[str, str]:
    """Return a statement that changes rows of a table and returns their keys."""
    table, key = _table_and_key(model)
    return _database(model), f"UPDATE {table} SET {assignment} WHERE {where} RETURNING {key}"


def delete_row(model: type[Model], where: str = "true") -> tuple[str, str]:
    """Return a statement that deletes one row of a table."""
    return delete_rows(model, _one(model, where))


def delete_rows(model: type[Model], where: str) -> tuple[str, str]:
    """Return a statement that deletes rows of a table and returns their keys."""
    table, key = _table_and_key(model)
    return _database(model), f"DELETE FROM {table} WHERE {where} RETURNING {key}"


def _one(model: type[Model], where: str) -> str:
    table, key = _table_and_key(model)
    return f"{key} = {pick_row(table, key, where)}"


def _table_and_key(model: type[Model]) -> tuple[str, str]:
    return model._meta.db_table, str(model._meta.pk.column)


def _database(model: type[Model]) -> str:
    return DATABASE_OF_APP[model._meta.app_label]
