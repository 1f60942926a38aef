"""The seven databases as Django knows them, and the tables of `default` that record their migrations."""

from django.db import DEFAULT_DB_ALIAS

from datahub.databases import BANK_DATABASES

ALIASES = (DEFAULT_DB_ALIAS, *BANK_DATABASES)


def record_table(alias: str) -> str:
    """Return the name of the table in `default` with the migrations that were applied to a database."""
    return "django_migrations" if alias == DEFAULT_DB_ALIAS else f"django_migrations_{alias}"
