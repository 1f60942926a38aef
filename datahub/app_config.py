"""The base of the configurations of the bank's apps.

An `apps.py` imports this module and not the class: Django would take the class for another configuration of the app.
"""

from django.apps import AppConfig

from datahub.databases import DATABASE_OF_APP


class BankAppConfig(AppConfig):
    """An app of the bank: its tables have a database, and a section of the admin's sidebar with its `verbose_name`."""

    default_auto_field = "django.db.models.AutoField"
    sidebar_position: int
    """Place of the section in the sidebar, from 1."""

    @property
    def database(self) -> str:
        """The database that holds the app's tables."""
        return DATABASE_OF_APP[self.label]
