"""Sends every model to the database of its app; whatever is not the bank's (logins, sessions, runs) to `default`."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from datahub.databases import DATABASE_OF_APP


class DatabaseRouter:
    """Django's router interface, answered from `DATABASE_OF_APP` alone."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Return the alias of the database that holds `model`."""
        return DATABASE_OF_APP.get(model._meta.app_label, DEFAULT_DB_ALIAS)

    db_for_write = db_for_read

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool:
        """Allow every relation: the bank's keys cross databases on purpose."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Let each app's tables be made in its own database only."""
        return DATABASE_OF_APP.get(app_label, DEFAULT_DB_ALIAS) == db
