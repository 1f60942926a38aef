"""Records of migrations: those of the bank's databases are kept in `default`, so that they hold nothing but the bank.

Django keeps the record of a database's migrations in that database. `BankMigrationRecorder` keeps it in a table of
`default` instead, one per database. `config.recorder_app` installs it before anything of Django has asked for one, so
that `migrate`, `showmigrations` and `makemigrations` use it, too.
"""

from functools import cache, partial
from typing import Any

from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import recorder
from django.utils.timezone import now

from config.aliases import record_table


@cache
def record_model(alias: str) -> type[models.Model]:
    """Return the model of a database's record, which has the columns of Django's own."""

    class Meta:
        apps = Apps()
        app_label = "migrations"
        db_table = record_table(alias)

    columns = {
        "app": models.CharField(max_length=255),
        "name": models.CharField(max_length=255),
        "applied": models.DateTimeField(default=now),
    }
    return type("Migration", (models.Model,), {**columns, "Meta": Meta, "__module__": __name__})


class BankMigrationRecorder(recorder.MigrationRecorder):
    """Django's recorder, with the record of every database in `default`.

    A migration is recorded when its transaction has been committed: a crash in between leaves tables without a record,
    which `config.provision` mends.
    """

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        super().__init__(connections[DEFAULT_DB_ALIAS])
        self.alias = connection.alias

    @property
    def Migration(self) -> type[models.Model]:  # type: ignore[override]  # noqa: N802  # Django's name
        """The model of this database's record."""
        return record_model(self.alias)

    def record_applied(self, app: str, name: str) -> None:
        """Record that a migration was applied, once it is committed."""
        self._after_commit(super().record_applied, app, name)

    def record_unapplied(self, app: str, name: str) -> None:
        """Record that a migration was reversed, once that is committed."""
        self._after_commit(super().record_unapplied, app, name)

    def _after_commit(self, record: Any, app: str, name: str) -> None:
        transaction.on_commit(partial(record, app, name), using=self.alias)


def install_recorder() -> None:
    """Make Django use the recorder wherever it asks for one. Modules that import it later get this one."""
    recorder.MigrationRecorder = BankMigrationRecorder  # type: ignore[misc]
