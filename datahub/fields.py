"""Fields that Django lacks: a text column without a second index for LIKE, and foreign keys across databases."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from datahub.choices import TonedChoices


class TextColumn(models.CharField):  # type: ignore[type-arg]  # fields take no type arguments at run time
    """A `varchar(n)` column with a single index if it is indexed, and with a tone per value if its choices have one.

    Django adds a second index for LIKE to every indexed column whose type begins with "varchar". The long name of the
    same type, "character varying", prevents that; the databases use the C collation, whose indexes serve LIKE.
    """

    def __init__(self, verbose_name: Any = None, *, choices: Any = None, **options: Any) -> None:
        is_toned = isinstance(choices, type) and issubclass(choices, TonedChoices)
        self.toned_choices: type[TonedChoices] | None = choices if is_toned else None
        super().__init__(verbose_name, choices=choices, **options)

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the long name of the type."""
        return f"character varying({self.max_length})"


def _crossing(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options of a foreign key that no database enforces: no constraint, no cascade of deletions."""
    return {**options, "db_constraint": False, "on_delete": models.DO_NOTHING}


class CrossDatabaseKey(models.ForeignKey):  # type: ignore[type-arg]
    """A foreign key into another database, which PostgreSQL cannot enforce: `seed_verify` checks it."""

    def __init__(self, to: Any, **options: Any) -> None:
        super().__init__(to, **_crossing(options))


class CrossDatabaseOneToOne(models.OneToOneField):  # type: ignore[type-arg]
    """A one-to-one key into another database: its row extends a row there."""

    def __init__(self, to: Any, **options: Any) -> None:
        super().__init__(to, **_crossing(options))
