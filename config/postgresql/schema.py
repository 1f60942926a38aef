"""Names of keys and indexes, as PostgreSQL itself would give them: a catalogue shows them to people.

Django puts a hash into each, to keep names apart that it has to shorten. Here a name that is too long is refused.
"""

from collections.abc import Sequence

from django.db import NotSupportedError
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

MAX_NAME_BYTES = 63
"""Bytes; PostgreSQL cuts longer names off without a word."""

_ENDINGS = {"": "idx", "_idx": "idx", "_uniq": "key", "_pk": "pkey"}
"""What a name ends with, by the suffix that Django asks for; the foreign key's also names what it refers to."""


class SchemaEditor(DatabaseSchemaEditor):
    """Makes tables whose keys and indexes have plain names."""

    def _create_index_name(self, table_name: str, column_names: Sequence[str], suffix: str = "") -> str:
        ending = "fkey" if suffix.startswith("_fk_") else _ENDINGS.get(suffix, suffix.removeprefix("_"))
        columns = [] if ending == "pkey" else column_names
        name = "_".join((table_name.replace('"', ""), *columns, ending))
        if len(name.encode()) > MAX_NAME_BYTES:
            raise NotSupportedError(
                f"{name} is longer than the {MAX_NAME_BYTES} bytes of a PostgreSQL name; name it shorter"
            )
        return name
