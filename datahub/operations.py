"""Migration operations that Django lacks."""

from typing import Any

from django.db.migrations.operations import AlterField
from django.db.migrations.state import ProjectState


class AlterColumnComment(AlterField):
    """An AlterField of which only the comment reaches the database.

    For a change of the comment Django also alters the column to the type that it has. PostgreSQL then checks the
    table's constraints again, and refuses if a view uses the column.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: Any,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Set the comment of `to_state`, which is the older one when a migration is reversed."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            field = model._meta.get_field(self.name)
            schema_editor.execute(*schema_editor._alter_column_comment_sql(model, field, None, field.db_comment))

    database_backwards = database_forwards
