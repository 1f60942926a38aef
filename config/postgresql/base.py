"""The module that Django imports for a database backend."""

from django.db.backends.postgresql import base

from config.postgresql.schema import SchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose migrations name keys and indexes as PostgreSQL does."""

    SchemaEditorClass = SchemaEditor
