"""The settings of models, for processes that make rows: no server, no database; `config.bank_settings` adds them."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS

from datahub.databases import BANK_DATABASES

DATABASES: dict[str, dict[str, Any]] = {alias: {} for alias in (DEFAULT_DB_ALIAS, *BANK_DATABASES)}
"""Databases to which nothing can connect: the router knows which one a table is in."""
DATABASE_ROUTERS = ["datahub.router.DatabaseRouter"]
# model-bakery looks up a field's exact class; without this, baker.make(Policy) does not know ours.
BAKER_CUSTOM_FIELDS_GEN = {
    "datahub.fields.TextColumn": "model_bakery.random_gen.gen_string",
    "datahub.fields.CrossDatabaseKey": "model_bakery.random_gen.gen_related",
    "datahub.fields.CrossDatabaseOneToOne": "model_bakery.random_gen.gen_related",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config",
    "datahub",
    "datahub.employees",
    "datahub.customers",
    "datahub.accounts",
    "datahub.loans",
    "datahub.insurance",
    "datahub.compliance",
    "seeding",
]
LANGUAGE_CODE = "en-us"
USE_TZ = True
TIME_ZONE = "UTC"
