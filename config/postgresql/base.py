"""The module in which Django looks for a database backend."""

from django.db.backends.postgresql import base

from config.postgresql.schema import SchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose migrations name what they make as PostgreSQL itself does."""

    SchemaEditorClass = SchemaEditor
