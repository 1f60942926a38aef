"""Migration operations that Django lacks: a comment alone, and the views of a database."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import router
from django.db.migrations.operations import AlterField
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

from datahub.app_config import views_of
from datahub.database_views import SCHEMA, DatabaseView, version_of


class AlterColumnComment(AlterField):
    """An AlterField of which only the comment reaches the database.

    For a change of the comment Django also alters the column to the type that it has. PostgreSQL then checks the
    table's constraints again, and refuses if a view uses the column.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Replace the field. Models are not rendered again, which for all comments takes most of a migration's time."""
        state.models[app_label, self.model_name_lower].fields[self.name] = self.field

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
            comment = to_state.models[app_label, self.model_name_lower].fields[self.name].db_comment
            schema_editor.execute(*schema_editor._alter_column_comment_sql(model, field, None, comment))

    database_backwards = database_forwards


class _Views(Operation):
    """An operation on the views of an app, which are `names` and have the definitions of `version`.

    A migration keeps no copy of the definitions, which are in the app's module `analytics`. `version` is a digest of
    them: once they have changed, only the migration of the change creates the views, and the operations of earlier
    migrations create none. They could not: a view may read a column that is not there yet.
    """

    category = OperationCategory.SQL
    reduces_to_sql = True

    def __init__(self, names: Sequence[str], version: str) -> None:
        self.names = names
        self.version = version

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what the operation is written as in a migration."""
        return type(self).__name__, [], {"names": list(self.names), "version": self.version}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the state of the models as it is."""

    def _create(self, app_label: str, schema_editor: Any) -> None:
        views = views_of(schema_editor.connection.alias)
        if self._is_here(app_label, schema_editor) and version_of(views) == self.version:
            create_views(views, schema_editor)

    def _drop(self, app_label: str, schema_editor: Any) -> None:
        if self._is_here(app_label, schema_editor):
            drop_views(self.names, schema_editor)

    @staticmethod
    def _is_here(app_label: str, schema_editor: Any) -> bool:
        return router.allow_migrate(schema_editor.connection.alias, app_label)


class CreateViews(_Views):
    """Creates the views of an app with their comments; reversed, drops them."""

    migration_name_fragment = "views"

    def describe(self) -> str:
        """Return what the operation does, for the output of `migrate` and `sqlmigrate`."""
        return f"Create the views {', '.join(self.names)}"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the views, unless their definitions have changed since."""
        self._create(app_label, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the views."""
        self._drop(app_label, schema_editor)


class DropViews(_Views):
    """Drops the views of an app before something that they read changes; reversed, creates them again."""

    def describe(self) -> str:
        """Return what the operation does, for the output of `migrate` and `sqlmigrate`."""
        return f"Drop the views {', '.join(self.names)}"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop those of the views that exist."""
        self._drop(app_label, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the views, unless their definitions have changed since."""
        self._create(app_label, schema_editor)


def create_views(views: Sequence[DatabaseView], schema_editor: Any) -> None:
    """Create views with their comments, in place of views with the same names."""
    schema_editor.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}", None)
    drop_views([view.name for view in views], schema_editor)
    for view in views:
        for statement in _create_statements(view, schema_editor):
            schema_editor.execute(statement, None)


def drop_views(names: Sequence[str], schema_editor: Any) -> None:
    """Drop those of some views that exist, in one statement, because some read others."""
    quoted = ", ".join(_quoted(name, schema_editor) for name in names)
    schema_editor.execute(f"DROP VIEW IF EXISTS {quoted}", None)


def _create_statements(view: DatabaseView, schema_editor: Any) -> Iterator[str]:
    name = _quoted(view.name, schema_editor)
    yield f"CREATE VIEW {name} AS {view.query.strip()}"
    yield f"COMMENT ON VIEW {name} IS {schema_editor.quote_value(view.purpose)}"
    for column, meaning in view.columns.items():
        quoted = schema_editor.quote_name(column)
        yield f"COMMENT ON COLUMN {name}.{quoted} IS {schema_editor.quote_value(meaning)}"


def _quoted(name: str, schema_editor: Any) -> str:
    return f"{SCHEMA}.{schema_editor.quote_name(name)}"
