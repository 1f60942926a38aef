"""Fields that Django lacks: the text column without a `_like` twin, and the key that crosses databases."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class TextColumn(models.CharField):  # type: ignore[type-arg]  # fields take no type arguments at run time
    """A `varchar(n)` whose indexes come alone.

    Django adds a second index, for LIKE, beside every index of a column whose type begins with "varchar". The long
    name of the same type, "character varying", gets none; the databases use the C collation, where the plain index
    serves LIKE as well.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the type's long name."""
        return f"character varying({self.max_length})"


def _crossing(options: dict[str, Any]) -> dict[str, Any]:
    """Return `options` for a key that no database can enforce: no constraint, and a delete that asks nobody."""
    return {**options, "db_constraint": False, "on_delete": models.DO_NOTHING}


class CrossDatabaseKey(models.ForeignKey):  # type: ignore[type-arg]
    """A key into another database: PostgreSQL cannot check it, so the generator must be right, and checks prove it."""

    def __init__(self, to: Any, **options: Any) -> None:
        super().__init__(to, **_crossing(options))


class CrossDatabaseOneToOne(models.OneToOneField):  # type: ignore[type-arg]
    """The same for a row that extends one row of another database."""

    def __init__(self, to: Any, **options: Any) -> None:
        super().__init__(to, **_crossing(options))
