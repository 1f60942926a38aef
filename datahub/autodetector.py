"""Django's detection of changes, adjusted to databases whose columns have an order, comments, and views on them.

* The columns of a new table are in the model's order. Django creates a table without its foreign keys and adds them
  last. The order is part of the schema that users of the databases see, and PostgreSQL cannot change it later.
* A changed comment alters nothing but the comment.
* Views whose definitions have changed are dropped and created, and so are those of a database whose columns change.
"""

from typing import Any

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

from datahub.operations import AlterColumnComment
from datahub.view_changes import renew_views

Changes = dict[str, list[Migration]]


class BankAutodetector(MigrationAutodetector):
    """Detects changes like Django, and adjusts the migrations that it finds."""

    from_state: ProjectState
    to_state: ProjectState

    def _detect_changes(self, convert_apps: Any = None, graph: MigrationGraph | None = None) -> Changes:
        """Return the new migrations by app label, which Django names afterwards."""
        changes: Changes = super()._detect_changes(convert_apps, graph)  # type: ignore[misc]  # not in the stubs
        altered = set[str]()
        for app_label, migrations in changes.items():
            for migration in migrations:
                operations = [self._adjusted(app_label, each) for each in migration.operations]
                migration.operations = operations  # type: ignore[misc]  # the stubs only know the class's own
                altered |= {app_label for each in operations if self._alters_column(app_label, each)}
        if graph is not None:
            renew_views(changes, graph, altered)
        return changes

    def _adjusted(self, app_label: str, operation: Operation) -> Operation:
        if isinstance(operation, CreateModel):
            self._sort_fields(app_label, operation)
        if isinstance(operation, AlterField) and not self._alters_column(app_label, operation):
            before = self._before(app_label, operation)
            if before and before.db_comment != operation.field.db_comment:
                return AlterColumnComment(
                    operation.model_name, operation.name, operation.field, operation.preserve_default
                )
        return operation

    def _sort_fields(self, app_label: str, operation: CreateModel) -> None:
        """Sort the fields as the model declares them. A key in a circle of new tables stays last, as it has to."""
        declared = list(self.to_state.models[app_label, operation.name_lower].fields)
        operation.fields.sort(key=lambda field: declared.index(field[0]))

    def _alters_column(self, app_label: str, operation: Operation) -> bool:
        """Return whether an operation changes more of a column than its comment."""
        if not isinstance(operation, AlterField):
            return False
        before = self._before(app_label, operation)
        return before is None or self._in_database(before) != self._in_database(operation.field)

    def _before(self, app_label: str, operation: AlterField) -> "Field[Any, Any] | None":
        """Return the field before the operation; None if it is renamed as well."""
        model = self.from_state.models.get((app_label, operation.model_name_lower))
        return model.fields.get(operation.name) if model else None

    def _in_database(self, field: "Field[Any, Any]") -> Any:
        """Return what the database knows of a field, apart from its comment."""
        path, args, options = self.deep_deconstruct(field)
        return path, args, {key: options[key] for key in options if key not in (*field.non_db_attrs, "db_comment")}
