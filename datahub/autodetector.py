"""Django's detection of model changes, with the columns of a new table in the model's order.

Django creates a table without its foreign keys and adds them last. The order of columns is part of the schema that
users of the databases see, and PostgreSQL cannot change it later.
"""

from typing import Any

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.migration import Migration
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState


class ModelOrderAutodetector(MigrationAutodetector):
    """Detects changes like Django, and sorts the fields of each CreateModel as the model declares them.

    A foreign key in a circle of new tables stays last: it can only be added when both tables exist.
    """

    to_state: ProjectState

    def changes(self, *args: Any, **options: Any) -> dict[str, list[Migration]]:
        """Return the new migrations by app label."""
        changes: dict[str, list[Migration]] = super().changes(*args, **options)
        for app_label, migrations in changes.items():
            for migration in migrations:
                for operation in migration.operations:
                    if isinstance(operation, CreateModel):
                        self._sort_fields(app_label, operation)
        return changes

    def _sort_fields(self, app_label: str, operation: CreateModel) -> None:
        declared = list(self.to_state.models[app_label, operation.name_lower].fields)
        operation.fields.sort(key=lambda field: declared.index(field[0]))
