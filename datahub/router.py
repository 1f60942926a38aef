"""Routes every model to its app's database, and models that are not the bank's (users, sessions, runs) to `default`."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from datahub.databases import DATABASE_OF_APP


class DatabaseRouter:
    """A database router that reads `DATABASE_OF_APP`."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Return the alias of the database that holds `model`."""
        return DATABASE_OF_APP.get(model._meta.app_label, DEFAULT_DB_ALIAS)

    db_for_write = db_for_read

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool:
        """Return True: the bank's keys cross databases on purpose."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Return whether a database is that of an app."""
        return DATABASE_OF_APP.get(app_label, DEFAULT_DB_ALIAS) == db
