"""Names of the bank's tables and columns in definitions, such as "accounts.balance", checked when they are read."""

from difflib import get_close_matches
from functools import cache

from datahub.databases import BANK_DATABASES
from seeding.storage.tables import column_names, tables_of


class UnknownColumnError(ValueError):
    """A definition names a table or a column that the schema does not have."""


def columns(*names: str) -> tuple[str, ...]:
    """Return names of columns, each with its table. Raises UnknownColumnError for one that does not exist."""
    for name in names:
        _require(name, _known_columns(), "column")
    return names


def table(name: str) -> str:
    """Return the name of a table. Raises UnknownColumnError if it does not exist."""
    _require(name, database_of_table(), "table")
    return name


@cache
def database_of_table() -> dict[str, str]:
    """Return the database of each of the bank's tables; no two databases have a table of the same name."""
    return {model._meta.db_table: database for database in BANK_DATABASES for model in tables_of(database)}


@cache
def _known_columns() -> frozenset[str]:
    return frozenset(
        f"{model._meta.db_table}.{column}"
        for database in BANK_DATABASES
        for model in tables_of(database)
        for column in column_names(model)
    )


def _require(name: str, known: frozenset[str] | dict[str, str], what: str) -> None:
    if name not in known:
        near = get_close_matches(name, sorted(known), n=1)
        raise UnknownColumnError(f"there is no {what} {name}" + (f"; did you mean {near[0]}?" if near else ""))
