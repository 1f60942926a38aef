from typing import Any

from django.apps import AppConfig
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import import_string

from config.signals import leaving_former_schema


class SeedingConfig(AppConfig):
    name = "seeding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take part when a database of version 0.3.0 leaves its schema `ops`."""
        leaving_former_schema.connect(_take_along, dispatch_uid="seeding")


def _take_along(alias: str, cursor: CursorWrapper, **_: Any) -> None:
    # By name, because models cannot be imported before the apps are ready.
    import_string("seeding.storage.former_schema.take_along")(alias, cursor)
