"""The base of the configurations of the bank's apps.

An `apps.py` imports this module and not the class: Django would take the class for another configuration of the app.
"""

from django.apps import AppConfig, apps

from datahub.database_views import DatabaseView
from datahub.databases import DATABASE_OF_APP


class BankAppConfig(AppConfig):
    """An app of the bank: its tables have a database, with views on them, and a section of the sidebar."""

    default_auto_field = "django.db.models.AutoField"
    sidebar_position: int
    """Place of the section in the sidebar, from 1; its title is `verbose_name`."""
    views: tuple[DatabaseView, ...] = ()
    """The views of the app's database, in the order of creation."""

    @property
    def database(self) -> str:
        """The database that holds the app's tables."""
        return DATABASE_OF_APP[self.label]


def bank_apps() -> list[BankAppConfig]:
    """Return the apps of the bank, one per database."""
    return [config for config in apps.get_app_configs() if isinstance(config, BankAppConfig)]


def views_of(database: str) -> tuple[DatabaseView, ...]:
    """Return the views of one of the bank's databases, in the order of creation; of other databases none."""
    return next((config.views for config in bank_apps() if config.database == database), ())
